"""Mail to and from partners: one link a mail, answers land in the handoff, and the customer never sees any of it."""

from __future__ import annotations

import re
from datetime import datetime
from email import message_from_bytes, policy
from typing import Any

import pytest

from makegood.agenda.models import Turn
from makegood.base import secrets
from makegood.channels.mail import partners
from makegood.channels.mail.acts.settings import Wishes, reach
from makegood.channels.mail.addresses import FromPartner, from_partner, partner_address, partner_mark
from makegood.channels.mail.filing import Reader
from makegood.channels.mail.models import Access
from makegood.config.environment import public_url
from makegood.conversations.models import Conversation, Message, State
from makegood.handoffs import acts, due
from makegood.handoffs.acts import Brief, Voice
from makegood.handoffs.models import Handoff, Mail, Said
from makegood.handoffs.models import State as Step
from makegood.intake import acts as intake
from makegood.intake.models import Arrival, Outcome
from makegood.people.models import Partner
from makegood.timeline.models import Event
from tests.mail_transport.post import smtp_of
from tests.servers.sink import Sink
from tests.world import DAY, HOUR, MINUTE, NOON, World

LATER = NOON + HOUR
ROSA = "rosa@fennick.example"


@pytest.fixture
def fennick(world: World, smtp_sink: Sink, settings: Any) -> Partner:
    access = reach(world.help, Wishes(smtp=smtp_of(smtp_sink)), by=None, now=NOON)
    Access.objects.filter(pk=access.pk).update(plus_proven_at=NOON, plus_proven_for=world.help.address)
    settings.PUBLIC_URL = public_url("https://desk.example")
    return Partner.objects.create(name="Fennick Repairs", addresses=[ROSA, "paul@fennick.example"], created_at=NOON)


def asked(world: World, partner: Partner) -> Handoff:
    conversation = world.receive(attachments=())
    world.reply(conversation, at=NOON)
    conversation = Conversation.objects.get(pk=conversation.pk)
    brief = Brief("A lamp that flickers", "Change the switch")
    return acts.offer_partner(conversation, brief, to=partner, by=world.ana, at=LATER)


def deliver(*, at: datetime = LATER) -> None:
    """What a worker would do with the partners' turns."""
    for turn in Turn.objects.filter(kind__startswith="partner_", run_at__lte=at).order_by("id"):
        handler = partners.remind if turn.kind == "partner_reminders" else partners.send
        if handler(turn, now=at) is None:
            turn.delete()


def mails(sink: Sink) -> list[Any]:
    return [message_from_bytes(one.content, policy=policy.default) for one in sink.taken]


def came(world: World, text: str, *, to: str, sender: str = ROSA, at: datetime = LATER, head: str = "") -> Arrival:
    number = Arrival.objects.count()
    raw = (
        f"From: {sender}\r\nTo: {to}\r\nSubject: Re: lamp\r\nMessage-ID: <p{number}@x.example>\r\n{head}\r\n{text}\r\n"
    )
    kept = intake.keep(raw.encode(), source="test", mailbox=world.help.address, at=at)
    return intake.file_all([kept.arrival], Reader().read, at=at)[0]


def test_a_mail_has_a_link_of_its_own_and_a_signed_reply_address(
    world: World, fennick: Partner, smtp_sink: Sink
) -> None:
    handoff = asked(world, fennick)
    deliver()
    [mail] = mails(smtp_sink)
    assert mail["to"] == f"Fennick Repairs <{ROSA}>" and "Change the switch" in mail.get_content()
    found = re.search(r"https://desk\.example/h/([\w-]{22})\b", mail.get_content())
    row = Mail.objects.get()
    assert found and row.hashed == secrets.hashed(found[1]) and row.sealed == "" and row.state == Mail.State.SENT
    assert from_partner(mail["reply-to"]) == FromPartner(handoff.pk, row.pk)
    assert from_partner(mail["message-id"].strip("<>")) == FromPartner(handoff.pk, row.pk)
    assert "eva@post.example" not in str(mail) and "auto-submitted" not in {key.lower() for key in mail}
    deliver()
    assert len(smtp_sink.taken) == 1


def test_without_a_public_address_mail_alone_works(
    world: World, fennick: Partner, smtp_sink: Sink, settings: Any
) -> None:
    settings.PUBLIC_URL = None
    handoff = asked(world, fennick)
    deliver()
    [mail] = mails(smtp_sink)
    assert "/h/" not in mail.get_content() and "YES 2026-12-01" in mail.get_content()
    came(world, "Yes, 2026-11-25", to=mail["reply-to"])
    handoff.refresh_from_db()
    assert handoff.state == Step.ACCEPTED and handoff.promised_at and handoff.promised_at.day == 25


@pytest.mark.parametrize("way", ["address", "id"])
def test_an_answer_lands_in_the_handoff_and_nowhere_else(world: World, fennick: Partner, way: str) -> None:
    handoff = asked(world, fennick)
    before = Message.objects.count(), Conversation.objects.count()
    row = Mail.objects.get()
    signed = partner_address(world.help.address, handoff=handoff.pk, mail=row.pk)
    head = f"In-Reply-To: <{partner_mark(handoff.pk, row.pk)}@harbour.example>\r\n" if way == "id" else ""
    arrival = came(world, "Which colour is it?", to=world.help.address if head else signed, head=head)
    assert arrival.outcome == Outcome.PARTNER and arrival.conversation_id == handoff.conversation_id
    said = Said.objects.get()
    assert said.text == "Which colour is it?" and said.address == ROSA and not said.is_doubtful
    assert (Message.objects.count(), Conversation.objects.count()) == before
    assert Conversation.objects.get(pk=handoff.conversation_id).state == State.OPEN


def test_the_customer_in_cc_who_answers_to_all_speaks_to_us(world: World, fennick: Partner) -> None:
    handoff = asked(world, fennick)
    signed = partner_address(world.help.address, handoff=handoff.pk, mail=1)
    came(world, "It costs 40", to=signed, head="Cc: eva@post.example\r\n")
    assert Said.objects.count() == 1 and Message.objects.filter(text__contains="It costs 40").count() == 0
    arrival = came(world, "Forty is fine for me", to=signed, sender="eva@post.example")
    assert arrival.outcome == Outcome.REPLY and Said.objects.count() == 1
    assert Message.objects.get(text__contains="Forty is fine").conversation_id == handoff.conversation_id


@pytest.mark.parametrize("sender", ["mallory@evil.example", "rosa@fennick.example.evil.example"])
def test_a_stranger_who_knows_the_address_decides_nothing(world: World, fennick: Partner, sender: str) -> None:
    handoff = asked(world, fennick)
    signed = partner_address(world.help.address, handoff=handoff.pk, mail=1)
    came(world, "No\nwe do not want this", to=signed, sender=sender)
    handoff.refresh_from_db()
    assert handoff.state == Step.OFFERED and Said.objects.get().is_doubtful


def test_a_forged_mark_is_no_mark(world: World, fennick: Partner) -> None:
    handoff = asked(world, fennick)
    signed = partner_address(world.help.address, handoff=handoff.pk, mail=1)
    forged = signed.replace(f"+h{handoff.pk}.", f"+h{handoff.pk + 1}.")
    assert from_partner(signed) and from_partner(forged) is None
    arrival = came(world, "No", to=forged)
    assert arrival.outcome == Outcome.NEW and not Said.objects.exists()


def test_no_with_a_reason_declines_and_done_finishes(world: World, fennick: Partner) -> None:
    handoff = asked(world, fennick)
    signed = partner_address(world.help.address, handoff=handoff.pk, mail=1)
    came(world, "Yes", to=signed)
    came(world, "Done\nthe switch was worn", to=signed, at=LATER + DAY)
    handoff.refresh_from_db()
    assert handoff.state == Step.FINISHED and Said.objects.count() == 2
    came(world, "One more thing: keep it dry", to=signed, at=LATER + 2 * DAY)
    handoff.refresh_from_db()
    assert handoff.state == Step.FINISHED and Said.objects.count() == 3


def test_twice_the_same_mail_is_kept_once(world: World, fennick: Partner) -> None:
    handoff = asked(world, fennick)
    signed = partner_address(world.help.address, handoff=handoff.pk, mail=1)
    raw = f"From: {ROSA}\r\nTo: {signed}\r\nMessage-ID: <one@x.example>\r\n\r\nWhich colour?\r\n".encode()
    for source in ("a", "b"):
        kept = intake.keep(raw + source.encode() * 0, source=source, position="1", mailbox=world.help.address, at=LATER)
        intake.file_all([kept.arrival], Reader().read, at=LATER)
    again = intake.keep(b"X-Hop: 2\r\n" + raw, source="c", mailbox=world.help.address, at=LATER)
    assert intake.file_all([again.arrival], Reader().read, at=LATER)[0].outcome == Outcome.DUPLICATE
    assert Said.objects.count() == 1


def test_out_of_office_is_kept_and_moves_nothing(world: World, fennick: Partner) -> None:
    handoff = asked(world, fennick)
    signed = partner_address(world.help.address, handoff=handoff.pk, mail=1)
    came(world, "I am away until Monday", to=signed, head="Auto-Submitted: auto-replied\r\n")
    assert Said.objects.count() == 1
    assert Conversation.objects.get(pk=handoff.conversation_id).state == State.WAITING


def test_reminders_to_one_partner_go_in_one_mail_a_day(world: World, fennick: Partner, smtp_sink: Sink) -> None:
    handoffs = [asked(world, fennick) for _ in range(2)]
    for one in handoffs:
        acts.take(one, Voice(name="Rosa"), day=None, at=LATER)
    deliver()
    smtp_sink.taken.clear()
    at = LATER + 3 * DAY
    _fire_all(at=at)
    deliver(at=at)
    assert not smtp_sink.taken  # they are gathered first
    deliver(at=at + 5 * MINUTE)
    [mail] = mails(smtp_sink)
    assert mail["subject"].startswith("Reminder: 2 things") and mail.get_content().count("/h/") == 2
    assert mail["auto-submitted"] == "auto-generated"
    acts.finish(handoffs[0], Voice(name="Rosa"), at=at + HOUR)
    _fire_all(at=at + DAY)
    deliver(at=at + DAY + 10 * MINUTE)
    assert len(smtp_sink.taken) == 2 and mails(smtp_sink)[1].get_content().count("/h/") == 1


def _fire_all(*, at: datetime) -> None:
    for turn in Turn.objects.filter(kind="partner", run_at__lte=at).order_by("id"):
        again = due.partner(turn, now=at)
        if again is None:
            turn.delete()
        else:
            Turn.objects.filter(pk=turn.pk).update(run_at=again)


def test_what_cannot_be_delivered_marks_the_handoff_and_is_our_turn(world: World, fennick: Partner) -> None:
    Partner.objects.update(addresses=[world.hill_help.address])  # an address of our own would come straight back
    handoff = asked(world, Partner.objects.get())
    deliver()
    handoff.refresh_from_db()
    assert "own desk" in handoff.failed and Mail.objects.get().state == Mail.State.STUCK
    assert Conversation.objects.get(pk=handoff.conversation_id).state == State.OPEN
    assert Event.objects.filter(kind="handoff.undelivered").count() == 1
