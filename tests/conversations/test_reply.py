"""We answer: once, to whom was shown, over nothing unseen, and it can be taken back until it leaves."""

from __future__ import annotations

import pytest

from makegood.agenda.models import Turn
from makegood.clocks.queries import running
from makegood.conversations import acts, rules
from makegood.conversations.letter import Address, Attachment, Kind
from makegood.conversations.models import Delivery, Draft, Message, State
from tests.world import DAY, EVA, HOUR, NOON, World


def test_the_answer_leaves_after_the_undo_window_and_the_conversation_waits(world: World) -> None:
    conversation = world.receive()
    message = world.reply(conversation)
    conversation.refresh_from_db()
    assert conversation.state == State.WAITING and conversation.owner == world.ana
    assert [clock.kind for clock in running(conversation.pk)] == ["look_again"]
    delivery = message.deliveries.get()
    assert delivery.address == EVA.address
    assert Turn.objects.get(kind="send").run_at == NOON + HOUR + rules.UNDO_WINDOW


def test_a_second_press_is_the_same_reply(world: World) -> None:
    conversation = world.receive()
    one = world.reply(conversation, once="press")
    assert world.reply(conversation, once="press") == one
    assert Delivery.objects.count() == 1


def test_a_reply_over_a_newer_message_is_stopped(world: World) -> None:
    conversation = world.receive()
    seen = conversation.messages.get().pk
    world.receive(in_reply_to=conversation.messages.get().message_id)
    words = acts.Words(to=[EVA], text="Yes.")
    with pytest.raises(rules.Overtaken):
        acts.reply(conversation, words, by=world.ana, seen=seen, at=NOON, once="x")
    assert not Delivery.objects.exists()


def test_each_recipient_has_one_delivery_with_the_same_id(world: World) -> None:
    conversation = world.receive()
    udo = Address("Udo", "udo@post.example")
    words = acts.Words(to=[EVA, Address("", "EVA@post.example")], cc=[udo, EVA], text="Yes.")
    message = acts.reply(conversation, words, by=world.ana, seen=10**9, at=NOON, once="x")
    assert {one.address for one in message.deliveries.all()} == {EVA.address, udo.address}
    assert message.cc == [{"name": "Udo", "address": "udo@post.example"}]


@pytest.mark.parametrize(
    "words",
    [
        acts.Words(to=[], text="Yes."),
        acts.Words(to=[EVA], text="  "),
        acts.Words(to=[Address("", "eva@post.example\nBcc: all@else.example")], text="Yes."),
        acts.Words(to=[Address("", "nobody")], text="Yes."),
    ],
)
def test_what_cannot_be_sent_is_refused_in_words(world: World, words: acts.Words) -> None:
    conversation = world.receive()
    with pytest.raises(rules.Refused):
        acts.reply(conversation, words, by=world.ana, seen=10**9, at=NOON, once="x")
    assert not Message.objects.filter(direction="out").exists()


def test_undo_brings_back_the_draft_and_the_clock(world: World) -> None:
    conversation = world.receive()
    due = conversation.next_due
    message = world.reply(conversation)
    draft = acts.undo_reply(message, by=world.ana, at=NOON + HOUR)
    conversation.refresh_from_db()
    assert "We send a new one." in draft.text
    assert conversation.state == State.OPEN and conversation.next_due == due and conversation.owner is None
    assert not Turn.objects.filter(kind="send").exists() and not Delivery.objects.exists()


def test_undo_after_the_customer_wrote_leaves_it_open_with_the_first_due_time(world: World) -> None:
    conversation = world.receive()
    due = conversation.next_due
    message = world.reply(conversation)
    world.receive(in_reply_to=message.message_id, at=NOON + HOUR)
    acts.undo_reply(message, by=world.ana, at=NOON + HOUR)
    conversation.refresh_from_db()
    assert conversation.state == State.OPEN and conversation.next_due == due


def test_a_reply_that_is_leaving_cannot_be_taken_back(world: World) -> None:
    message = world.reply(world.receive())
    acts.sent(message.deliveries.get().pk, at=NOON + HOUR)
    with pytest.raises(rules.TooLate):
        acts.undo_reply(message, by=world.ana, at=NOON + HOUR)


def test_nobody_takes_back_a_colleagues_reply(world: World) -> None:
    message = world.reply(world.receive())
    with pytest.raises(rules.TooLate):
        acts.undo_reply(message, by=world.ben, at=NOON + HOUR)


def test_undo_twice_is_too_late_the_second_time(world: World) -> None:
    message = world.reply(world.receive())
    acts.undo_reply(message, by=world.ana, at=NOON + HOUR)
    with pytest.raises(rules.TooLate):
        acts.undo_reply(
            Message(pk=message.pk or 1, conversation_id=message.conversation_id), by=world.ana, at=NOON + HOUR
        )


def test_files_go_along_and_come_back(world: World) -> None:
    conversation = world.receive()
    file = acts.attach(
        conversation, Draft.Kind.REPLY, Attachment("lid.jpg", "image/jpeg", b"jpeg"), by=world.ana, at=NOON
    )
    words = acts.Words(to=[EVA], text="See the picture.", files=[file.pk])
    message = acts.reply(conversation, words, by=world.ana, seen=10**9, at=NOON, once="x")
    assert message.files.get().name == "lid.jpg"
    draft = acts.undo_reply(message, by=world.ana, at=NOON)
    assert draft.files.get().name == "lid.jpg"


def test_nobody_attaches_a_colleagues_file(world: World) -> None:
    conversation = world.receive()
    file = acts.attach(conversation, Draft.Kind.REPLY, Attachment("x", "text/plain", b"x"), by=world.ben, at=NOON)
    words = acts.Words(to=[EVA], text="See.", files=[file.pk])
    message = acts.reply(conversation, words, by=world.ana, seen=10**9, at=NOON, once="x")
    assert not message.files.exists()


def test_reply_and_close(world: World) -> None:
    conversation = world.receive()
    world.reply(conversation, after=acts.After(closes=True))
    conversation.refresh_from_db()
    assert conversation.state == State.CLOSED and not running(conversation.pk) and conversation.next_due is None


def test_not_done_stays_open_with_a_next_response(world: World) -> None:
    conversation = world.receive()
    world.reply(conversation, after=acts.After(not_done=True))
    conversation.refresh_from_db()
    assert conversation.state == State.OPEN and conversation.next_kind == "next_response"


def test_ask_me_again_at_a_chosen_time(world: World) -> None:
    conversation = world.receive()
    world.reply(conversation, after=acts.After(ask_again=NOON + 10 * DAY))
    conversation.refresh_from_db()
    assert conversation.next_due == NOON + 10 * DAY


def test_we_write_first(world: World) -> None:
    words = acts.Words(to=[EVA], text="Your parcel is late.")
    message = acts.start(words, mailbox=world.help, subject="Your parcel", by=world.ana, at=NOON, once="x")
    assert message.subject == "Your parcel"
    assert message.conversation.customer.name == EVA.name
    assert [clock.kind for clock in running(message.conversation_id)] == ["look_again"]
    assert acts.start(words, mailbox=world.help, subject="Your parcel", by=world.ana, at=NOON, once="x") == message


def test_a_bounce_opens_the_conversation_and_says_why(world: World) -> None:
    conversation = world.receive()
    message = world.reply(conversation)
    acts.sent(message.deliveries.get().pk, at=NOON + HOUR)
    again = world.receive(
        kind=Kind.BOUNCE, about=message.message_id, about_address=EVA.address,
        bounce_status="5.2.2", bounce_permanent=True,
        sender=Address("", "mailer-daemon@post.example"), at=NOON + 2 * HOUR,
    )  # fmt: skip
    assert again == conversation and again.state == State.OPEN and again.next_kind == "next_response"
    assert message.deliveries.get().reason == "Their mailbox is full."


def test_a_stuck_delivery_opens_the_conversation_and_can_be_tried_again(world: World) -> None:
    conversation = world.receive()
    message = world.reply(conversation)
    delivery = message.deliveries.get()
    acts.stuck(delivery.pk, reason="The mail server refused our password.", at=NOON + HOUR)
    conversation.refresh_from_db()
    assert conversation.state == State.OPEN
    acts.try_again(delivery.pk, by=world.ana, at=NOON + 2 * HOUR)
    assert Turn.objects.get(kind="send").run_at == NOON + 2 * HOUR
    with pytest.raises(rules.Refused):
        acts.try_again(delivery.pk, by=world.ana, at=NOON + 2 * HOUR)
