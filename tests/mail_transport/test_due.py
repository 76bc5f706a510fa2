"""A reply leaves: one mail a recipient, once; or the reason why not is in sight."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from makegood.agenda.models import Turn
from makegood.base import files
from makegood.channels.mail import due, queries, tester
from makegood.channels.mail.acts import proving
from makegood.channels.mail.acts.settings import Reach, Wishes, go_on, halt, reach
from makegood.channels.mail.addresses import ReplyTo, parse
from makegood.channels.mail.arriving import arrive
from makegood.channels.mail.models import Access, Automatic, Passed
from makegood.conversations import acts
from makegood.conversations.letter import Address
from makegood.conversations.models import Conversation, Delivery, File, Message
from makegood.conversations.queries import outgoing
from makegood.intake.models import Arrival
from makegood.people.models import Mailbox
from makegood.people.rules import NotAllowed
from tests.mail_transport.post import smtp_of
from tests.servers.sink import Sink
from tests.world import DAY, EVA, HOUR, MINUTE, NOON, World

CARL = Address("Carl", "carl@post.example")


@pytest.fixture
def mailbox(world: World, smtp_sink: Sink) -> Access:
    """The mailbox of Ana's team sends through the sink."""
    return reach(world.help, Wishes(smtp=smtp_of(smtp_sink)), by=None, now=NOON)


@pytest.fixture
def message(world: World, mailbox: Access) -> Message:
    """Ana's answer to Eva, an hour after noon."""
    return world.reply(world.receive())


def send(delivery: Delivery, *, at: datetime = NOON + 2 * HOUR) -> datetime | None:
    turn = Turn.objects.get(key=f"send:{delivery.pk}")
    return due.send(turn, now=at)


def only(message: Message) -> Delivery:
    return Delivery.objects.get(message=message)


def test_the_answer_arrives_in_the_thread(message: Message, smtp_sink: Sink) -> None:
    assert send(only(message)) is None
    [taken] = smtp_sink.taken
    asked = Message.objects.get(direction=Message.IN)
    assert taken.sender == "help@harbour.example"
    assert taken.recipients == (EVA.address,)
    assert taken.message["message-id"] == f"<{message.message_id}>"
    assert taken.message["in-reply-to"] == f"<{asked.message_id}>"
    assert taken.message["references"] == f"<{asked.message_id}>"
    assert taken.message["subject"] == "Re: The lamp flickers"
    assert taken.message["reply-to"] is None
    assert taken.message["auto-submitted"] is None
    assert taken.message.get_content_type() == "multipart/alternative"
    assert b"my lamp flickers" in taken.content
    assert (only(message).state, only(message).sent_at) == (Delivery.State.SENT, NOON + 2 * HOUR)


def test_sending_twice_is_sending_once(message: Message, smtp_sink: Sink) -> None:
    assert [send(only(message)), send(only(message))] == [None, None]
    assert len(smtp_sink.taken) == 1


def test_each_recipient_gets_a_mail_of_their_own_with_the_same_id(
    world: World, mailbox: Access, smtp_sink: Sink
) -> None:
    conversation = world.receive()
    words = acts.Words(to=[EVA], cc=[CARL], text="On its way.")
    message = acts.reply(conversation, words, by=world.ana, seen=10**9, at=NOON, once="x")
    Access.objects.update(plus_proven_at=NOON, plus_proven_for=world.help.address)
    for delivery in message.deliveries.all():
        send(delivery)
    one, other = smtp_sink.taken
    assert {one.recipients, other.recipients} == {(EVA.address,), (CARL.address,)}
    assert one.message["message-id"] == other.message["message-id"]
    assert one.message["cc"] == other.message["cc"] == f"Carl <{CARL.address}>"
    marks = [parse(re.findall(r"<(.*)>", taken.message["reply-to"])[0]) for taken in (one, other)]
    assert [mark.conversation for mark in marks if mark] == [conversation.pk] * 2
    assert marks[0] != marks[1]


def test_a_signed_address_brings_the_answer_home(message: Message, world: World, smtp_sink: Sink) -> None:
    Access.objects.update(plus_proven_at=NOON, plus_proven_for=world.help.address)
    send(only(message))
    [address] = re.findall(r"<(.*)>", smtp_sink.taken[0].message["reply-to"])
    assert parse(address) == ReplyTo(message.conversation_id, only(message).pk)


def test_proof_for_another_address_signs_nothing(message: Message, smtp_sink: Sink) -> None:
    Access.objects.update(plus_proven_at=NOON, plus_proven_for="old@harbour.example")
    send(only(message))
    assert smtp_sink.taken[0].message["reply-to"] is None


def test_a_recipient_who_does_not_exist_makes_it_our_turn(message: Message, smtp_sink: Sink) -> None:
    smtp_sink.answer_recipient = "550 5.1.1 user unknown"
    assert send(only(message)) is None
    assert only(message).state == Delivery.State.STUCK
    assert "no such mailbox" in only(message).reason
    assert Conversation.objects.get().state == "open"


def test_greylisting_is_waited_for_and_said(message: Message, smtp_sink: Sink) -> None:
    smtp_sink.answer_recipient = "451 4.7.1 greylisted"
    at = NOON + 2 * HOUR
    again = send(only(message), at=at)
    assert again
    assert timedelta(0) < again - at <= timedelta(minutes=1)
    assert (only(message).state, only(message).attempts) == (Delivery.State.RETRY, 1)
    assert "greylisting" in only(message).reason
    smtp_sink.behave()
    assert send(only(message), at=again) is None
    assert (only(message).state, only(message).reason) == (Delivery.State.SENT, "")


def test_after_three_days_it_is_stuck_with_the_last_reason(message: Message, smtp_sink: Sink) -> None:
    smtp_sink.answer_recipient = "452 4.2.2 mailbox full"
    at, tries = NOON + HOUR, 0
    while (again := send(only(message), at=at)) and tries < 200:
        assert again > at
        at, tries = again, tries + 1
    assert only(message).state == Delivery.State.STUCK
    assert "The mailbox is full" in only(message).reason
    assert 3 * DAY <= at - NOON < 4 * DAY
    assert 15 < tries < 100


def test_a_connection_lost_after_the_hand_over_repeats_the_same_mail(message: Message, smtp_sink: Sink) -> None:
    smtp_sink.drops_after_data = True
    again = send(only(message))
    assert again
    smtp_sink.behave()
    send(only(message), at=again)
    one, other = smtp_sink.taken
    assert one.message["message-id"] == other.message["message-id"]
    assert one.message["date"] == other.message["date"]


def test_killed_between_the_yes_and_our_note_the_same_mail_goes_once_more(
    message: Message, smtp_sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*ids: int, **more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(due.deliveries, "sent", killed)
        send(only(message))
    send(only(message))
    assert len(smtp_sink.taken) == 2
    assert len({taken.message["message-id"] for taken in smtp_sink.taken}) == 1


def test_a_reply_that_was_taken_back_never_leaves(world: World, message: Message, smtp_sink: Sink) -> None:
    delivery = only(message)
    turn = Turn.objects.get(key=f"send:{delivery.pk}")
    acts.undo_reply(message, by=world.ana, at=NOON + HOUR)
    assert due.send(turn, now=NOON + 2 * HOUR) is None
    assert smtp_sink.taken == []


def test_nothing_goes_to_an_address_of_our_own_and_its_author_is_told(
    world: World, mailbox: Access, smtp_sink: Sink
) -> None:
    words = acts.Words(to=[Address("", "help+sales@hill.example")], text="Hello")
    message = acts.reply(world.receive(), words, by=world.ana, seen=10**9, at=NOON, once="x")
    send(only(message))
    assert smtp_sink.taken == []
    assert (only(message).state, "our own desk" in only(message).reason) == (Delivery.State.STUCK, True)


def test_the_kill_switch_holds_mail_back_and_lets_it_go_afterwards(
    message: Message, world: World, smtp_sink: Sink
) -> None:
    halt("Wrong prices in a template", by=world.ada, now=NOON)
    halt("Again", by=world.ada, now=NOON)
    at = NOON + 5 * DAY
    for _ in range(10):
        at = send(only(message), at=at) or pytest.fail("it was given up")
    assert smtp_sink.taken == []
    assert only(message).reason == "Sending is switched off: Wrong prices in a template"
    go_on(by=world.ada, now=at)
    assert send(only(message), at=at) is None
    assert len(smtp_sink.taken) == 1


def test_only_an_admin_holds_the_kill_switch(world: World) -> None:
    with pytest.raises(NotAllowed):
        halt("because", by=world.ana, now=NOON)
    assert queries.halted() == ""


def test_without_a_server_it_waits_and_says_what_to_set(world: World, mailbox: Access) -> None:
    message = world.reply(world.receive())
    Access.objects.update(smtp_host="")
    assert send(only(message))
    assert "MAKEGOOD_SMTP_URL" in only(message).reason


def test_the_common_server_is_used_where_a_mailbox_has_none(
    world: World, smtp_sink: Sink, settings: pytest.FixtureRequest
) -> None:
    settings.SMTP_URL = f"smtp://127.0.0.1:{smtp_sink.port}"  # type: ignore[attr-defined]
    message = world.reply(world.receive())
    send(only(message))
    assert len(smtp_sink.taken) == 1


def test_files_and_pictures_go_along(world: World, message: Message, smtp_sink: Sink) -> None:
    home = {"message": message, "conversation": message.conversation, "size": 4}
    File.objects.create(name="Plan.pdf", type="application/pdf", stored=files.keep(b"%PDF"), **home)
    picture = {"name": "tap.png", "type": "image/png", "cid": "p1@help", "is_inline": True}
    File.objects.create(stored=files.keep(b"\x89PNG"), **picture, **home)
    Message.objects.filter(pk=message.pk).update(html='<p>So: <img src="cid:p1@help"></p>')
    send(only(message))
    found = {part.get_filename(): part.get_payload(decode=True) for part in smtp_sink.taken[0].message.walk()}
    assert found["Plan.pdf"] == b"%PDF"
    assert found["tap.png"] == b"\x89PNG"


def test_a_lost_file_does_not_send_half_an_answer(world: World, message: Message, smtp_sink: Sink) -> None:
    stored = files.keep(b"%PDF")
    home = {"message": message, "conversation": message.conversation, "size": 4}
    File.objects.create(name="Plan.pdf", type="application/pdf", stored=stored, **home)
    files.drop(stored)
    send(only(message))
    assert smtp_sink.taken == []
    assert (only(message).state, "not on the disk" in only(message).reason) == (Delivery.State.STUCK, True)


def test_automatic_mail_says_so_is_counted_and_stops_at_the_cap(
    world: World, message: Message, smtp_sink: Sink
) -> None:
    Message.objects.filter(pk=message.pk).update(by=None)
    for count in range(3):
        Delivery.objects.update(state=Delivery.State.PLANNED)
        send(only(message), at=NOON + 2 * HOUR + count * MINUTE)
    assert smtp_sink.taken[0].message["auto-submitted"] == "auto-generated"
    Delivery.objects.update(state=Delivery.State.PLANNED)
    send(only(message), at=NOON + 2 * HOUR + 5 * MINUTE)
    assert len(smtp_sink.taken) == 3
    assert "within the hour" in only(message).reason
    assert Automatic.objects.count() == 3


def test_automatic_mail_never_answers_automatic_mail(world: World, mailbox: Access, smtp_sink: Sink) -> None:
    message = world.reply(world.receive(may_autorespond=False))
    Message.objects.filter(pk=message.pk).update(by=None)
    send(only(message))
    assert smtp_sink.taken == []
    assert "3834" in only(message).reason


def test_what_is_needed_for_a_mail_is_one_frozen_value(message: Message, django_assert_max_num_queries: object) -> None:
    mail = outgoing(only(message).pk)
    assert mail
    assert (mail.is_automatic, mail.answers_automatic) == (False, False)
    assert outgoing(10**9) is None


def prove(world: World, access: Access) -> None:
    proving.begin(access, now=NOON)
    tester.prove(Turn.objects.get(key=f"prove:{access.pk}"), now=NOON)


def test_the_test_mail_that_comes_home_proves_the_plus_address(world: World, mailbox: Access, smtp_sink: Sink) -> None:
    prove(world, mailbox)
    [taken] = smtp_sink.taken
    assert re.fullmatch(r"help\+test-[0-9a-f]{8}@harbour\.example", taken.recipients[0])
    [health] = [one for one in queries.health(now=NOON) if one.mailbox == world.help.pk]
    assert (health.plus_proven_at, health.plus_asked_at) == (None, NOON)
    raw = b"Authentication-Results: mx.harbour.example; spf=pass\r\n" + taken.content
    for position in ("1:7", "1:8"):
        arrive(raw, mailbox=world.help.address, source="imap:1:x", position=position, now=NOON + HOUR)
    [health] = [one for one in queries.health(now=NOON) if one.mailbox == world.help.pk]
    assert (health.plus_proven_at, health.plus_asked_at) == (NOON + HOUR, None)
    assert queries.authserv_id(world.help.address) == "mx.harbour.example"
    assert Arrival.objects.count() == 0
    assert Passed.objects.filter(why=Passed.Why.PROOF).count() == 2


def test_a_strangers_mail_with_our_header_is_a_mail_like_any_other(
    world: World, mailbox: Access, smtp_sink: Sink
) -> None:
    prove(world, mailbox)
    other = smtp_sink.taken[0].content
    stranger = b"X-Makegood-Proof: 00000000\r\nSubject: x\r\n\r\nHello"
    arrive(stranger, mailbox=world.help.address, source="s", position="1", now=NOON)
    arrive(other, mailbox=world.hill_help.address, source="s", position="2", now=NOON)
    assert Arrival.objects.count() == 2
    assert not queries.plus_is_proven(Access.objects.get(), world.help)


def test_a_new_address_needs_a_new_proof(world: World, mailbox: Access) -> None:
    Access.objects.update(plus_proven_at=NOON, plus_proven_for=world.help.address)
    assert queries.plus_is_proven(Access.objects.get(), world.help)
    Mailbox.objects.filter(pk=world.help.pk).update(address="hello@harbour.example")
    assert not queries.plus_is_proven(Access.objects.get(), Mailbox.objects.get(pk=world.help.pk))


def test_a_closed_port_is_no_reason_to_give_up(world: World, message: Message) -> None:
    reach(world.help, Wishes(smtp=Reach("127.0.0.1", 1, smtp_security())), by=None, now=NOON)
    assert send(only(message))
    assert "refuses connections" in only(message).reason


def smtp_security() -> str:
    return Access.objects.get().smtp_security
