"""S12. A book does not come. The chaser goes from us to the producer, and on to the author; each takes it or it comes
back by a deadline, we stay accountable throughout, and the customer is answered in person and tells it once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.test import Client

from makegood.agenda.models import Turn
from makegood.channels.mail import partners
from makegood.channels.mail.acts.settings import Wishes, reach
from makegood.channels.mail.filing import Reader
from makegood.channels.mail.models import Access
from makegood.config.doctor import examine
from makegood.config.environment import public_url
from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation, Message, State
from makegood.handoffs import acts, due
from makegood.handoffs.acts import Brief
from makegood.handoffs.models import Handoff
from makegood.handoffs.models import State as Step
from makegood.intake import acts as intake
from makegood.people.models import Company, Partner
from tests.mail_transport.post import smtp_of
from tests.servers.sink import Sink
from tests.world import DAY, HOUR, NOON, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def sink(world: World, smtp_sink: Sink, settings: Any) -> Sink:
    """The desk can write, is reachable at an address of its own, and knows that plus addresses arrive."""
    access = reach(world.help, Wishes(smtp=smtp_of(smtp_sink)), by=None, now=NOON)
    Access.objects.filter(pk=access.pk).update(plus_proven_at=NOON, plus_proven_for=world.help.address)
    settings.PUBLIC_URL = public_url("https://desk.example")
    settings.ACCOUNT_RATE_LIMITS = False
    Company.objects.create(pk=1, name="Lantern Books")
    return smtp_sink


def partner(name: str, address: str) -> Partner:
    return Partner.objects.create(name=name, addresses=[address], created_at=NOON)


def work(*, at: datetime) -> None:
    """What the worker does until then with partners' mail and clocks."""
    handlers = {
        "partner_mail": partners.send,
        "partner_reminders": partners.remind,
        "partner": due.partner,
        "offer": due.offer,
    }
    for turn in Turn.objects.filter(kind__in=handlers, run_at__lte=at).order_by("run_at", "id"):
        again = handlers[turn.kind](turn, now=at)
        if again is None:
            turn.delete()
        else:
            Turn.objects.filter(pk=turn.pk).update(run_at=again)


def newest(sink: Sink) -> Any:
    return message_from_bytes(sink.taken[-1].content, policy=policy.default)


def answers(world: World, mail: Any, text: str, *, at: datetime) -> None:
    """Whoever got the mail answers it."""
    raw = (
        f"From: {mail['to'].addresses[0].addr_spec}\r\nTo: {mail['reply-to']}\r\nSubject: Re: {mail['subject']}\r\n"
        f"In-Reply-To: {mail['message-id']}\r\nMessage-ID: <{at.timestamp()}@their.example>\r\n\r\n{text}\r\n"
    )
    kept = intake.keep(raw.encode(), source="test", mailbox=world.help.address, at=at)
    intake.file_all([kept.arrival], Reader().read, at=at)


def healthy(now: datetime) -> bool:
    return all(one.ok or all("ran out more than" in words for words in one.violations) for one in examine(now=now))


def test_a_chaser_goes_from_us_to_the_producer_to_the_author(world: World, sink: Sink) -> None:
    # Eva waits three weeks for a book, and asks. Ana takes it.
    chaser = world.receive(subject="My book", text="It has not come for three weeks.", reply_text="It has not come.")
    conversations.claim(chaser, by=world.ana, at=NOON)
    world.reply(chaser, at=NOON + HOUR, html="<div>I ask the producer, and you hear from me.</div>")
    number = chaser.pk

    # She asks the producer, who answers by mail that it is the author's.
    producer = partner("Bright Lessons", "desk@bright.example")
    brief = Brief(
        "A book for Eva Stern", "Sent three weeks ago, not there. Where is it?", messages=[chaser.messages.first().pk]
    )
    first = acts.offer_partner(Conversation.objects.get(pk=number), brief, to=producer, by=world.ana, at=NOON + HOUR)
    work(at=NOON + HOUR)
    assert "Where is it?" in newest(sink).get_content() and "It has not come." in newest(sink).get_content()
    answers(world, newest(sink), "No\nThe author sends them herself.", at=NOON + 2 * HOUR)
    first.refresh_from_db()
    chaser.refresh_from_db()
    assert first.state == Step.DECLINED and chaser.state == State.OPEN and chaser.owner == world.ana

    # So it goes to the author, who takes it by the link, names a day, and forgets.
    author = partner("Halma House", "mary@halma.example")
    second = acts.offer_partner(chaser, brief, to=author, by=world.ana, at=NOON + 3 * HOUR)
    work(at=NOON + 3 * HOUR)
    link = next(word for word in newest(sink).get_content().split() if word.startswith("https://desk.example/h/"))
    page = Client()
    path = link.removeprefix("https://desk.example")
    assert "Where is it?" in page.get(path).content.decode()
    acts.take(second, acts.Voice(name="Mary"), day=date(2026, 11, 23), at=NOON + 4 * HOUR)
    promised = Handoff.objects.get(pk=second.pk).promised_at
    assert promised and Conversation.objects.get(pk=number).owner == world.ana

    # The day comes; she is reminded, in a mail that she answers at once: done.
    sink.taken.clear()
    work(at=promised)
    work(at=promised + timedelta(minutes=6))
    assert len(sink.taken) == 1
    assert newest(sink)["subject"].startswith("Reminder")
    answers(world, newest(sink), "Done\nI sent it this morning, signed.", at=promised + HOUR)
    second.refresh_from_db()
    chaser.refresh_from_db()
    assert second.state == Step.FINISHED and chaser.state == State.OPEN and chaser.owner == world.ana

    # Eva was asked nothing again, saw nothing of it, and is answered in person.
    assert Message.objects.filter(conversation=number, direction=Message.IN).count() == 1
    assert Conversation.objects.count() == 1
    told = world.reply(chaser, at=promised + 2 * HOUR, html="<div>Mary, who wrote it, has sent it this morning.</div>")
    conversations.close(Conversation.objects.get(pk=number), seen=told.pk, by=world.ana, at=promised + 3 * HOUR)
    assert healthy(promised + 3 * HOUR)


def test_what_stays_silent_comes_back_to_whoever_is_accountable(world: World, sink: Sink) -> None:
    chaser = world.receive(subject="My book")
    conversations.claim(chaser, by=world.ana, at=NOON)
    chaser.refresh_from_db()
    producer = partner("Bright Lessons", "desk@bright.example")
    handoff = acts.offer_partner(chaser, Brief("A book", "Where is it?"), to=producer, by=world.ana, at=NOON)
    work(at=NOON)
    work(at=NOON + DAY)
    handoff.refresh_from_db()
    chaser.refresh_from_db()
    assert handoff.state == Step.RETURNED and chaser.owner == world.ana and chaser.state == State.OPEN
    work(at=NOON + DAY)
    assert newest(sink)["subject"].startswith("No longer with you") and len(sink.taken) == 2
