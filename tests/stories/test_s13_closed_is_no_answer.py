"""S13. Elsewhere a seller answers "our hours are 8 to 5". Here who writes at night gets a time, and that time is
a promise: it stands on their page, comes first in the list, and is kept by the answer, or owned up to."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.test import Client

from makegood.afterhours import acts as afterhours
from makegood.afterhours.rules import Setting
from makegood.agenda.models import Turn
from makegood.channels.mail.acts.settings import Wishes, reach
from makegood.channels.mail.filing import Reader
from makegood.clocks.hours import Hours
from makegood.config.doctor import examine
from makegood.config.environment import public_url
from makegood.config.turns import Handlers
from makegood.conversations.models import Conversation, Message
from makegood.intake import acts as intake
from makegood.people import acts as people
from makegood.people.models import Company
from makegood.promises.models import Promise, State
from tests.mail_transport.post import smtp_of
from tests.servers.sink import Sink
from tests.world import HOUR, World

pytestmark = pytest.mark.django_db
EIGHT_TO_FIVE = Hours("UTC", (((480, 1020),),) * 5 + ((), ()))
# The page knows no other now than ours, so this lies ahead.
FRIDAY = datetime(2037, 11, 20, 21, tzinfo=UTC)
MONDAY = datetime(2037, 11, 23, 8, tzinfo=UTC)
KINDS = ("after_hours", "send", "promise", "promise_warning", "own_up", "clock", "rung")


@pytest.fixture
def sink(world: World, smtp_sink: Sink, settings: Any) -> Sink:
    """A shop that is open from eight to five, and says so with a promise of two working hours."""
    reach(world.help, Wishes(smtp=smtp_of(smtp_sink)), by=None, now=FRIDAY)
    settings.PUBLIC_URL = public_url("https://desk.example")
    settings.ACCOUNT_RATE_LIMITS = False
    Company.objects.create(pk=1, name="Lantern & Lamp")
    hours = people.add_hours("Shop", EIGHT_TO_FIVE, by=world.ada, now=FRIDAY)
    people.keep_hours(world.harbour.location, hours, by=world.ada, now=FRIDAY)
    afterhours.set_up(world.help, Setting(True, {}, 120), by=world.ada, at=FRIDAY)
    return smtp_sink


def arrives(world: World, raw: str, *, at: datetime) -> None:
    kept = intake.keep(raw.replace("\n", "\r\n").encode(), source="test", mailbox=world.help.address, at=at)
    intake.file_all([kept.arrival], Reader().read, at=at)


def eva_writes(world: World, *, at: datetime, more: str = "", text: str = "The lamp does not work.") -> None:
    head = f"From: Eva Stern <eva@post.example>\nTo: {world.help.address}\nSubject: Lamp\n"
    arrives(world, f"{head}Message-ID: <{at.timestamp()}@post.example>\n{more}\n{text}\n", at=at)


def work(until: datetime) -> None:
    """What the worker does until then, each turn at its own time."""
    handlers = Handlers()
    while turn := Turn.objects.filter(kind__in=KINDS, run_at__lte=until).order_by("run_at", "pk").first():
        again = handlers[turn.kind](turn, now=turn.run_at)
        turn.delete() if again is None else Turn.objects.filter(pk=turn.pk).update(run_at=again)


def page_of(mail: Any) -> str:
    found = re.search(r"https://desk\.example(/t/[\w-]{22})", mail.get_content())
    assert found
    return Client().get(found[1]).content.decode()


def healthy(now: datetime) -> bool:
    return all(one.ok for one in examine(now=now))


def test_who_writes_at_night_gets_a_time_and_the_time_is_kept(world: World, sink: Sink) -> None:
    # Friday, nine in the evening: nobody is there. A mail goes at once, by itself, marked as what it is.
    eva_writes(world, at=FRIDAY)
    work(FRIDAY + timedelta(minutes=1))
    [taken] = sink.taken
    mail = message_from_bytes(taken.content, policy=policy.default)
    assert mail["auto-submitted"] == "auto-replied" and mail["in-reply-to"]
    assert tuple(taken.recipients) == ("eva@post.example",)
    assert "we are back on Monday 23 November at 08:00" in mail.get_content()
    assert "We answer you by Monday 23 November, 10:00." in mail.get_content()

    # It is a promise like any other: on her page, with its clock, and first in the list.
    conversation, promise = Conversation.objects.get(), Promise.objects.get()
    assert promise.due_at == MONDAY + 2 * HOUR and promise.state == State.OPEN
    assert conversation.next_kind == "promise" and conversation.next_due == promise.due_at
    html = page_of(mail)
    assert "We promised you" in html and "We answer you" in html and "10:00" in html

    # She writes again on Saturday; her machine answers our mail: neither gets another one.
    eva_writes(world, at=FRIDAY + 14 * HOUR, more=f"In-Reply-To: {mail['message-id']}\n", text="It flickers, too.")
    away = f"In-Reply-To: {mail['message-id']}\nAuto-Submitted: auto-replied\n"
    eva_writes(world, at=FRIDAY + 15 * HOUR, more=away, text="I am on holiday.")
    work(FRIDAY + 16 * HOUR)
    assert len(sink.taken) == 1 and Conversation.objects.count() == 1

    # Monday at nine Ana answers: the answer is what was promised.
    work(MONDAY + HOUR)
    world.reply(Conversation.objects.get(), at=MONDAY + HOUR, html="<div>A new switch is on its way.</div>")
    work(MONDAY + 2 * HOUR)
    promise.refresh_from_db()
    assert promise.state == State.KEPT and len(sink.taken) == 2
    assert "Kept on" in page_of(message_from_bytes(sink.taken[-1].content, policy=policy.default).get_body(("plain",)))
    assert healthy(MONDAY + 2 * HOUR)


def test_a_time_that_is_not_kept_is_owned_up_to(world: World, sink: Sink) -> None:
    eva_writes(world, at=FRIDAY)
    work(MONDAY + 4 * HOUR)
    promise = Promise.objects.get()
    assert promise.state == State.BROKEN and promise.owned_up_at
    [_first, second] = Message.objects.filter(direction="out").order_by("pk")
    assert second.text.startswith("We said to you: “We answer you”, by Monday 23 November, 10:00")
    world.reply(Conversation.objects.get(), at=MONDAY + 5 * HOUR, html="<div>I am sorry. It is on its way.</div>")
    promise.refresh_from_db()
    assert promise.state == State.MADE_GOOD and healthy(MONDAY + 5 * HOUR)


def test_machines_at_night_get_nothing(world: World, sink: Sink) -> None:
    machine = f"From: Shop <no-reply@shop.example>\nTo: {world.help.address}\nSubject: News\n"
    marks = ("Auto-Submitted: auto-generated", "Precedence: bulk", "List-Id: <x.shop.example>", "X-Nothing: said")
    for number, mark in enumerate(marks):
        arrives(world, f"{machine}Message-ID: <m{number}@shop.example>\n{mark}\n\nNews\n", at=FRIDAY)
    work(FRIDAY + HOUR)
    assert sink.taken == [] and not Promise.objects.exists()


def test_the_deflection_is_named_before_it_is_sent(world: World, sink: Sink, client: Client) -> None:
    eva_writes(world, at=FRIDAY)
    client.force_login(world.ana, backend="django.contrib.auth.backends.ModelBackend")
    text = "Our hours are 8 to 5, and you may call us then. Or return it for a refund."
    answer = client.post(f"/c/{Conversation.objects.get().number}/coached", {"text": text})
    named = answer.json()["hints"]
    assert {one["kind"] for one in named} == {"brush_off"}
    assert named[0]["phrase"].startswith("Our hours are") and "I will call you" in named[0]["better"]
