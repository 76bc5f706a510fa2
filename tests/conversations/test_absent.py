"""Who is away for long does not keep what they own."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from makegood.agenda.models import Turn
from makegood.conversations import acts, due
from makegood.conversations.models import Conversation
from makegood.people.duty import acts as duty
from makegood.people.duty.models import Absence
from makegood.people.duty.rules import Line
from makegood.people.models import Agent
from makegood.timeline.models import Event
from tests.world import DAY, HOUR, NOON, World

WEEK = timedelta(days=7)
EARLY = ((Line(360, 1020),),) * 7


@pytest.fixture
def lamp(world: World) -> Conversation:
    """Ana owns it."""
    conversation = world.receive()
    acts.claim(conversation, by=world.ana, at=NOON)
    return conversation


def away(world: World, *, until: datetime | None, since: datetime = NOON) -> Absence:
    return duty.begin_absence(world.ana, since=since, until=until, by=world.ada, at=NOON)


def turn(now: datetime) -> datetime | None:
    [planned] = Turn.objects.filter(kind="absence")
    return due.absence(planned, now=now)


def owner(conversation: Conversation) -> Agent | None:
    conversation.refresh_from_db()
    return conversation.owner


def test_a_short_absence_leaves_everything_as_it_is(world: World, lamp: Conversation) -> None:
    away(world, until=NOON + DAY)
    assert turn(NOON) is None
    assert owner(lamp) == world.ana and Absence.objects.get().passed_on_at is None


def test_what_somebody_away_for_long_owns_is_the_stand_in_s(world: World, lamp: Conversation) -> None:
    duty.set_substitute(world.ana, world.mo, since=NOON, until=None, by=world.ada, at=NOON)  # who may not see it
    duty.set_substitute(world.ana, world.ben, since=NOON, until=None, by=world.ada, at=NOON)
    away(world, until=NOON + WEEK)
    for _ in range(2):
        assert turn(NOON) is None
    assert owner(lamp) == world.ben
    [event] = Event.objects.filter(kind="conversation.assigned")
    assert event.about == {"to": world.ben.pk, "team": world.harbour.pk, "why": "absence", "from": world.ana.pk}
    assert Absence.objects.get().passed_on_at == NOON


def test_without_a_stand_in_it_is_the_team_s_and_comes_back_by_hand_alone(world: World, lamp: Conversation) -> None:
    absence = away(world, until=NOON + WEEK)
    turn(NOON)
    assert owner(lamp) is None
    duty.end_absence(absence, by=world.ana, at=NOON + HOUR)
    assert owner(lamp) is None


def test_an_absence_without_an_end_passes_on_once_it_has_been_long(world: World, lamp: Conversation) -> None:
    away(world, until=None)
    third_day = (NOON + 2 * DAY).replace(hour=0)
    assert turn(NOON) == third_day and owner(lamp) == world.ana
    assert turn(third_day) is None and owner(lamp) is None


def test_one_that_is_to_come_waits_and_one_that_was_called_off_does_nothing(world: World, lamp: Conversation) -> None:
    absence = away(world, since=NOON + DAY, until=NOON + WEEK)
    assert turn(NOON) == NOON + DAY
    planned = Turn.objects.get(kind="absence")
    duty.end_absence(absence, by=world.ana, at=NOON)
    assert due.absence(planned, now=NOON + DAY) is None and owner(lamp) == world.ana


def test_a_stand_in_who_comes_in_the_morning_is_waited_for(world: World, lamp: Conversation) -> None:
    duty.set_roster(world.ben, EARLY, by=world.ada, at=NOON)
    duty.set_substitute(world.ana, world.ben, since=NOON, until=None, by=world.ada, at=NOON)
    midnight = (NOON + DAY).replace(hour=0)
    away(world, since=midnight, until=midnight + WEEK)
    assert turn(midnight) == midnight + 6 * HOUR and owner(lamp) == world.ana
    assert turn(midnight + 6 * HOUR) is None and owner(lamp) == world.ben


def test_all_of_it_goes_however_much_it_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("makegood.conversations.acts.absent.AT_ONCE", 2)
    for _ in range(5):
        acts.claim(world.receive(), by=world.ana, at=NOON)
    away(world, until=NOON + WEEK)
    assert turn(NOON) is None
    assert not Conversation.objects.filter(owner=world.ana).exists()
