"""Doctor finds nothing on a healthy desk, and names each thing that a vandal breaks on purpose."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from makegood.agenda.acts import cancel
from makegood.agenda.models import Beat, Turn
from makegood.base import files
from makegood.channels.mail.models import Access
from makegood.clocks.models import Clock
from makegood.config.commands import doctor
from makegood.config.doctor import examine
from makegood.conversations import acts
from makegood.conversations.letter import Attachment
from makegood.conversations.models import Conversation, Delivery, File, Message, NextClock, Reference, State
from makegood.intake.models import Arrival, Raw
from makegood.people.duty.models import Absence, Substitute
from makegood.people.models import Agent, Role
from makegood.promises import acts as promises
from makegood.promises.models import Promise, Term
from tests.intake.test_take import mail, taken
from tests.world import World


@pytest.fixture
def busy(world: World) -> World:
    """Mail came in, was answered, closed, held; nothing is wrong."""
    taken(*(mail(number) for number in range(1, 6)))
    one, two, three, *_ = Conversation.objects.order_by("pk")
    now = timezone.now()
    world.reply(one, at=now)
    world.reply(two, at=now, after=acts.After(closes=True))
    acts.attach(three, "reply", Attachment("x.txt", "text/plain", b"x"), by=world.ana, at=now)
    promises.make(three, promises.Word("A new lid", now + timedelta(days=3)), by=world.ana, at=now)
    world.receive(attachments=(Attachment("lid.png", "image/png", b"png"),), at=now)
    return world


def broken() -> dict[int, list[str]]:
    """The violations by guarantee."""
    return {one.guarantee: one.violations for one in examine(now=timezone.now()) if not one.ok}


def test_a_healthy_desk_is_healthy(busy: World) -> None:
    assert broken() == {}


def test_an_empty_desk_is_healthy(db: None) -> None:
    assert broken() == {}


def raw(sql: str) -> Callable[[], None]:
    """Past every guard of ours, as a vandal or a bug would."""

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)

    return run


def no_bytes() -> None:
    Raw.objects.order_by("pk")[0].delete()


def no_message() -> None:
    Arrival.objects.filter(pk=Arrival.objects.order_by("pk")[0].pk).update(outcome="new")
    Message.objects.filter(arrival_id=Arrival.objects.order_by("pk")[0].pk).update(arrival_id=None)


def no_filing() -> None:
    Arrival.objects.update(state="kept")
    cancel("file", now=timezone.now())


def no_file() -> None:
    files.drop(File.objects.exclude(message=None)[0].stored)


def no_send() -> None:
    Turn.objects.filter(kind="send").delete()


def silent_shelf() -> None:
    Arrival.objects.filter(pk=Arrival.objects.order_by("pk")[0].pk).update(state="stuck", reason="")


def no_clock() -> None:
    Clock.objects.filter(conversation_id=Conversation.objects.filter(state=State.OPEN)[0].pk).update(
        ended_at=timezone.now()
    )


def no_turn() -> None:
    Turn.objects.filter(kind="clock").delete()


def clock_on_closed() -> None:
    closed = Conversation.objects.filter(state=State.CLOSED)[0]
    Clock.objects.filter(conversation_id=closed.pk).update(ended_at=None)


def shown_elsewhere() -> None:
    Clock.objects.filter(ended_at=None).update(due_at=timezone.now() + timedelta(days=9))


def strange_clock() -> None:
    Clock.objects.filter(ended_at=None).update(kind="sundial")


def paused_shown() -> None:
    Clock.objects.filter(ended_at=None, kind="first_response").update(paused_at=timezone.now(), left=timedelta(hours=1))


def unlisted() -> None:
    NextClock.objects.all().delete()


def _past_the_constraints(**lie: Any) -> None:
    """As a bug in a migration might: the database's own constraints are off."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for constraint in Promise._meta.constraints:
                cursor.execute(f'ALTER TABLE promises_promise DROP CONSTRAINT "{constraint.name}"')
        Promise.objects.update(**lie)
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def no_promise_clock() -> None:
    Clock.objects.filter(kind="promise").update(ended_at=timezone.now())


def promise_elsewhere() -> None:
    Promise.objects.update(due_at=timezone.now() + timedelta(days=8))


def no_promise_turn() -> None:
    Turn.objects.filter(kind="promise").delete()


def no_promise_for_it() -> None:
    now = timezone.now()
    Promise.objects.update(state="broken", broken_at=now)


def lapsed_promise() -> None:
    long_ago = timezone.now() - timedelta(days=2)
    Beat.objects.create(worker="one", pid=1, started_at=long_ago, beat_at=timezone.now())
    Promise.objects.update(made_at=long_ago - timedelta(hours=1), due_at=long_ago)


def kept_too_late() -> None:
    now = timezone.now()
    _past_the_constraints(state="kept", kept_at=now, due_at=now - timedelta(hours=1))


def withdrawn_too_late() -> None:
    now = timezone.now()
    _past_the_constraints(state="withdrawn", withdrawn_at=now, due_at=now - timedelta(hours=1))


def moved_too_late() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE promises_term DROP CONSTRAINT term_replaces_one_not_yet_due")
    promise, now = Promise.objects.get(), timezone.now()
    late = {"was_due_at": now - timedelta(hours=1), "due_at": now + timedelta(hours=1), "reason": "late"}
    Term.objects.create(promise=promise, said_at=now, **late)
    if connection.vendor == "sqlite":
        raw("PRAGMA ignore_check_constraints = OFF")()


def buried_promise() -> None:
    numbers = Promise.objects.values("conversation")
    Conversation.objects.filter(pk__in=numbers).update(state=State.CLOSED, next_due=None)


def no_first_time() -> None:
    Term.objects.all().delete()


def empty_team() -> None:
    Role.objects.all().delete()


def gone_owner() -> None:
    Agent.objects.filter(name="Ana Example").update(is_active=False)


def circle_of_stand_ins() -> None:
    ana, ben = Agent.objects.filter(name__in=["Ana Example", "Ben Example"]).order_by("name")
    now = timezone.now()
    Substitute.objects.create(agent=ana, stand_in=ben, begins_at=now)
    Substitute.objects.create(agent=ben, stand_in=ana, begins_at=now)


def gone_and_away() -> None:
    mo = Agent.objects.get(name="Mo Example")
    Absence.objects.create(agent=mo, begins_at=timezone.now())
    Agent.objects.filter(pk=mo.pk).update(is_active=False)


def nobody_comes() -> None:
    now = timezone.now()
    Absence.objects.bulk_create(Absence(agent=one, begins_at=now) for one in Agent.objects.all())


def stray_recipient() -> None:
    Delivery.objects.update(address="spy@else.example")


def stray_file() -> None:
    first, last = Conversation.objects.order_by("pk")[0], Conversation.objects.order_by("-pk")[0]
    File.objects.filter(conversation=last).update(conversation=first)


def stray_thread() -> None:
    first, last = Conversation.objects.order_by("pk")[0], Conversation.objects.order_by("-pk")[0]
    Reference.objects.filter(conversation=first).update(conversation=last)


@pytest.mark.parametrize(
    ("vandal", "guarantee", "words"),
    [
        (no_bytes, 1, "has no bytes"),
        (no_message, 1, "no message holds it"),
        (no_filing, 1, "nothing is planned to file it"),
        (no_file, 1, "gone or not whole"),
        (no_send, 1, "nothing is planned to send it"),
        (silent_shelf, 1, "does not say why"),
        (no_clock, 2, "no clock runs on it"),
        (no_turn, 2, "nothing will happen when it runs out"),
        (clock_on_closed, 2, "is closed and a clock still runs"),
        (shown_elsewhere, 2, "another time than its next clock"),
        (strange_clock, 2, "nobody knows what a 'sundial' clock is"),
        (paused_shown, 2, "no clock runs on it"),
        (unlisted, 2, "missing from its team's list"),
        (no_promise_clock, 3, "no clock runs for “A new lid”"),
        (promise_elsewhere, 3, "no clock runs for “A new lid”"),
        (no_promise_turn, 3, "nothing will happen when its promise is due"),
        (no_promise_for_it, 3, "a clock runs for a promise that is not open"),
        (lapsed_promise, 3, "nobody owned up"),
        (kept_too_late, 3, "“A new lid” was kept when it was due already"),
        (withdrawn_too_late, 3, "“A new lid” was withdrawn when it was due already"),
        (moved_too_late, 3, "“A new lid” was given a new time when it was due already"),
        (buried_promise, 3, "is closed over “A new lid”"),
        (no_first_time, 3, "the first time of “A new lid” is not on record"),
        (empty_team, 2, "nobody is left in its team"),
        (gone_owner, 2, "no longer works here"),
        (circle_of_stand_ins, 2, "in a circle: Ben Example, Ana Example, Ben Example"),
        (gone_and_away, 2, "no longer works here and is noted as away"),
        (nobody_comes, 2, "nobody is known to come"),
        (stray_recipient, 6, "whom its message does not name"),
        (stray_file, 6, "not its own"),
        (stray_thread, 6, "another conversation than its message"),
    ],
)
def test_doctor_names_what_is_broken(busy: World, vandal: Callable[[], None], guarantee: int, words: str) -> None:
    vandal()
    assert any(words in violation for violation in broken().get(guarantee, [])), broken()


def test_a_secret_in_the_clear_is_named(busy: World) -> None:
    Access.objects.create(mailbox=busy.help, imap_sealed="hunter2", created_at=timezone.now())
    assert any("not sealed" in words for words in broken()[6])


def test_the_command_prints_a_line_a_guarantee_and_exits_1(busy: World, capsys: pytest.CaptureFixture[str]) -> None:
    import argparse

    assert doctor.run(argparse.Namespace(json=True)) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["guarantee"] for line in lines] == [1, 2, 3, 4, 6] and all(line["ok"] for line in lines)
    unlisted()
    assert doctor.run(argparse.Namespace(json=False)) == 1
    assert "BROKEN 2" in capsys.readouterr().out
