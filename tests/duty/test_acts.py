"""Rosters, shifts, absences, stand-ins, and what people say of themselves: each act, by whom, twice, and at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from makegood.agenda.models import Turn
from makegood.people import acts as people
from makegood.people.duty import acts, queries, watching
from makegood.people.duty.models import Absence, Override, Roster, Shift, Substitute
from makegood.people.duty.rules import Line, State
from makegood.people.models import Agent, Company, Gives, LastGiven
from makegood.people.rules import NotAllowed, StillNeeded, Taken, Unfit
from makegood.timeline.models import Event
from tests.people.test_links import race
from tests.world import DAY, HOUR, NOON, World, build

WEEK = ((Line(480, 1020),),) * 5 + ((), ())
ACTS = [
    lambda who, by: acts.set_roster(who, WEEK, by=by, at=NOON),
    lambda who, by: acts.clear_roster(who, by=by, at=NOON),
    lambda who, by: acts.add_shift(who, (NOON, NOON + HOUR), by=by, at=NOON),
    lambda who, by: acts.add_free_day(who, NOON.date(), by=by, at=NOON),
    lambda who, by: acts.begin_absence(who, since=NOON, until=NOON + DAY, by=by, at=NOON),
    lambda who, by: acts.say_on(who, by=by, at=NOON),
    lambda who, by: acts.say_off(who, by=by, at=NOON),
]


def last() -> Event:
    return Event.objects.latest("id")


def state(who: Agent, at: datetime = NOON) -> State:
    return queries.duty_of(who.pk, at=at).state


@pytest.mark.parametrize("act", ACTS)
def test_a_stranger_plans_nobody_s_time(world: World, act: object) -> None:
    for by in (world.mo, world.ben):
        with pytest.raises(NotAllowed):
            act(world.ana, by)  # type: ignore[operator]
    assert not Event.objects.filter(kind__startswith="duty.").exists()


@pytest.mark.parametrize("act", ACTS[:5])
def test_a_lead_plans_the_team_and_an_admin_everyone(world: World, act: object) -> None:
    act(world.ana, world.lea)  # type: ignore[operator]
    act(world.mo, world.ada)  # type: ignore[operator]
    with pytest.raises(NotAllowed):
        act(world.mo, world.lea)  # type: ignore[operator]


def test_a_weekly_roster_counts_in_the_zone_of_the_place_and_twice_is_once(world: World) -> None:
    world.harbour.location.zone = "Europe/Berlin"
    world.harbour.location.save()
    for _ in range(2):
        acts.set_roster(world.ana, WEEK, by=world.lea, at=NOON)
    assert Event.objects.filter(kind="duty.roster").count() == 1
    assert (last().about["name"], last().team_id) == ("Ana Example", world.harbour.pk)
    status = queries.duty_of(world.ana.pk, at=NOON)
    assert (status.state, status.until) == (State.ON, NOON.replace(hour=16))  # 17:00 in Berlin
    assert Roster.objects.get().zone == "Europe/Berlin"
    for _ in range(2):
        acts.clear_roster(world.ana, by=world.lea, at=NOON)
    assert Event.objects.filter(kind="duty.roster").count() == 2 and state(world.ana, NOON + 9 * HOUR) is State.ON


def test_the_words_of_duty_are_met_once_it_is_used(world: World) -> None:
    Company.objects.create(pk=1, name="Hearth & Oak")
    assert not Company.objects.get().keeps_duty
    acts.say_off(world.ana, by=world.ana, at=NOON)
    assert Company.objects.get().keeps_duty


def test_a_dated_shift_replaces_the_usual_week_on_that_day(world: World) -> None:
    acts.set_roster(world.ana, WEEK, by=world.lea, at=NOON)
    late = acts.add_shift(world.ana, (NOON + 3 * HOUR, NOON + 9 * HOUR), by=world.lea, at=NOON)
    assert queries.next_on([world.ana.pk], at=NOON) == {world.ana.pk: NOON + 3 * HOUR}
    with pytest.raises(Taken):
        acts.add_shift(world.ana, (NOON + 8 * HOUR, NOON + 10 * HOUR), by=world.lea, at=NOON)
    acts.move_shift(late, (NOON - HOUR, NOON + 2 * HOUR), breaks=[(NOON, NOON + HOUR)], by=world.lea, at=NOON)
    assert state(world.ana) is State.BREAK
    events = Event.objects.count()
    acts.move_shift(late, (NOON - HOUR, NOON + 2 * HOUR), breaks=[(NOON, NOON + HOUR)], by=world.lea, at=NOON)
    assert Event.objects.count() == events
    for _ in range(2):
        acts.remove_shift(late, by=world.lea, at=NOON)
    assert Event.objects.count() == events + 1 and state(world.ana) is State.ON


def test_a_free_day_is_free_until_a_shift_is_dated_on_it(world: World) -> None:
    for _ in range(2):
        acts.add_free_day(world.ana, NOON.date(), by=world.lea, at=NOON)
    assert Shift.objects.count() == 1 and state(world.ana) is State.OFF
    acts.add_shift(world.ana, (NOON, NOON + HOUR), by=world.lea, at=NOON)
    assert Shift.objects.count() == 1 and state(world.ana) is State.ON
    with pytest.raises(Taken):
        acts.add_free_day(world.ana, NOON.date(), by=world.lea, at=NOON)


def test_who_is_away_is_back_when_it_ends_and_why_is_in_no_event(world: World) -> None:
    away = acts.begin_absence(world.ana, since=NOON, until=NOON + DAY, why="an operation", by=world.lea, at=NOON)
    assert state(world.ana) is State.AWAY and queries.duty_of(world.ana.pk, at=NOON).back_at == NOON + DAY
    assert "operation" not in str(list(Event.objects.values_list("about", flat=True)))
    assert Turn.objects.get(kind="absence").about == {"absence": away.pk}
    acts.change_absence(away, until=None, by=world.lea, at=NOON)
    assert queries.next_on([world.ana.pk], at=NOON) == {world.ana.pk: None}
    for _ in range(2):
        acts.end_absence(away, by=world.ana, at=NOON + HOUR)
    assert state(world.ana, NOON + HOUR) is State.ON and state(world.ana) is State.AWAY  # it was, at that time
    assert Event.objects.filter(kind="duty.absence_ended").count() == 1 and not Turn.objects.filter(kind="absence")


def test_an_absence_that_never_began_leaves_nothing(world: World) -> None:
    away = acts.begin_absence(world.ana, since=NOON + DAY, until=None, by=world.ana, at=NOON)
    acts.end_absence(away, by=world.ana, at=NOON)
    assert not Absence.objects.exists() and last().about["called_off"] is True


def test_each_may_say_that_they_are_away_from_today_on_and_a_lead_what_was_before(world: World) -> None:
    acts.begin_absence(world.ana, since=NOON - 3 * HOUR, until=NOON, by=world.ana, at=NOON)
    with pytest.raises(NotAllowed, match="from today on"):
        acts.begin_absence(world.ana, since=NOON - 3 * DAY, until=NOON - 2 * DAY, by=world.ana, at=NOON)
    acts.begin_absence(world.ana, since=NOON - 3 * DAY, until=NOON - 2 * DAY, by=world.lea, at=NOON)


def test_two_absences_do_not_overlap_and_none_ends_before_it_begins(world: World) -> None:
    acts.begin_absence(world.ana, since=NOON, until=None, by=world.lea, at=NOON)
    with pytest.raises(Taken):
        acts.begin_absence(world.ana, since=NOON + DAY, until=NOON + 2 * DAY, by=world.lea, at=NOON)
    with pytest.raises(Unfit):
        acts.begin_absence(world.ben, since=NOON, until=NOON, by=world.lea, at=NOON)


def test_what_somebody_says_of_themselves_holds_and_goes_with_the_roster(world: World) -> None:
    acts.set_roster(world.ana, WEEK, by=world.lea, at=NOON)
    for _ in range(2):
        acts.say_off(world.ana, by=world.ana, at=NOON)
    assert state(world.ana) is State.OFF and Event.objects.filter(kind="duty.said").count() == 1
    assert queries.next_on([world.ana.pk], at=NOON)[world.ana.pk] == (NOON + DAY).replace(hour=8)
    acts.say_on(world.ana, by=world.ana, at=NOON + HOUR)
    assert not Override.objects.exists() and state(world.ana, NOON + HOUR) is State.ON
    acts.begin_absence(world.ana, since=NOON, until=None, by=world.ana, at=NOON)
    with pytest.raises(StillNeeded, match="End that absence first"):
        acts.say_on(world.ana, by=world.ana, at=NOON)


def test_standing_in_ends_when_it_is_said_to(world: World) -> None:
    acts.set_substitute(world.ana, world.ben, since=NOON, until=NOON + DAY, by=world.lea, at=NOON)
    assert queries.stand_ins(at=NOON) == {world.ana.pk: [world.ben.pk]}
    assert queries.stand_ins(at=NOON + DAY) == {} == queries.stand_ins(at=NOON - HOUR)
    with pytest.raises(Taken):
        acts.set_substitute(world.ana, world.ben, since=NOON, until=None, by=world.lea, at=NOON)
    lea = acts.set_substitute(world.ana, world.lea, since=NOON, until=None, by=world.ana, at=NOON)
    assert queries.stand_ins(at=NOON) == {world.ana.pk: [world.ben.pk, world.lea.pk]}
    for _ in range(2):
        acts.end_substitute(lea, by=world.lea, at=NOON + HOUR)
    assert queries.stand_ins(at=NOON + HOUR) == {world.ana.pk: [world.ben.pk]}
    assert Event.objects.filter(kind="duty.substitute_ended").count() == 1


def test_a_circle_of_stand_ins_is_refused_in_words(world: World) -> None:
    acts.set_substitute(world.ana, world.ben, since=NOON, until=None, by=world.lea, at=NOON)
    acts.set_substitute(world.ben, world.lea, since=NOON, until=None, by=world.lea, at=NOON)
    with pytest.raises(Unfit, match="Lea Example, for whom stands in Ana Example, for whom stands in Ben Example"):
        acts.set_substitute(world.lea, world.ana, since=NOON, until=None, by=world.lea, at=NOON)
    with pytest.raises(Unfit, match="themselves"):
        acts.set_substitute(world.ana, world.ana, since=NOON, until=None, by=world.lea, at=NOON)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_a_circle_at_once_one_is_refused() -> None:
    world = build()
    one, other = race(
        lambda: acts.set_substitute(world.ana, world.ben, since=NOON, until=None, by=world.ada, at=NOON),
        lambda: acts.set_substitute(world.ben, world.ana, since=NOON, until=None, by=world.ada, at=NOON),
    )
    assert {type(one), type(other)} == {Substitute, Unfit}
    assert Substitute.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_absences_at_once_one_is_kept() -> None:
    world = build()
    results = race(
        *[lambda: acts.begin_absence(world.ana, since=NOON, until=None, by=world.ada, at=NOON) for _ in range(3)]
    )
    assert [type(one) for one in results].count(Taken) == 2 and Absence.objects.count() == 1


def test_nobody_waits_for_who_has_gone(world: World) -> None:
    acts.set_substitute(world.ana, world.ben, since=NOON, until=None, by=world.lea, at=NOON)
    acts.set_substitute(world.lea, world.ana, since=NOON + DAY, until=None, by=world.lea, at=NOON)
    acts.begin_absence(world.ana, since=NOON, until=None, by=world.lea, at=NOON)
    acts.add_shift(world.ana, (NOON + 3 * DAY, NOON + 3 * DAY + HOUR), by=world.lea, at=NOON)
    people.deactivate(world.ana, by=world.ada, now=NOON + HOUR)
    assert queries.stand_ins(at=NOON + 2 * DAY) == {} and state(world.ana, NOON + HOUR) is State.GONE
    assert not Turn.objects.filter(kind="absence") and not Shift.objects.exists()
    assert Absence.objects.get().ends_at == NOON + HOUR
    with pytest.raises(Unfit, match="no longer works here"):
        acts.set_substitute(world.ben, world.ana, since=NOON, until=None, by=world.lea, at=NOON)


def test_how_new_work_is_given_is_an_admin_s_to_say(world: World) -> None:
    with pytest.raises(NotAllowed):
        acts.set_giving(world.harbour, Gives.BY_TURN, by=world.lea, at=NOON)
    for _ in range(2):
        acts.set_giving(world.harbour, Gives.BY_TURN, by=world.ada, at=NOON)
    assert last().about["changed"] == {"gives": ["claimed", "by_turn"]} and Event.objects.count() == 1
    with transaction.atomic():
        acts.gave(world.harbour.pk, world.ana.pk)
        acts.gave(world.harbour.pk, world.ben.pk)
    assert LastGiven.objects.get().agent_id == world.ben.pk


class Ladder(watching.Watching):
    """Needs Lea, and remembers what it heard."""

    def __init__(self, needed: int) -> None:
        self.needed, self.heard = needed, list[str]()

    def why_not(self, agents: Collection[int], *, at: datetime) -> str:
        back = queries.next_on(agents, at=at).get(self.needed, at)
        return "Nobody else is at the top. Name who stands in first." if back is None else ""

    def changed(self, agents: Collection[int], *, at: datetime) -> None:
        self.heard.append("changed")

    def forced(self, agents: Collection[int], *, at: datetime) -> None:
        self.heard.append("forced")


def test_who_watches_may_refuse_a_change_and_an_admin_insist(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ladder = Ladder(world.lea.pk)
    monkeypatch.setattr(watching, "everyone", lambda: (ladder,))
    acts.begin_absence(world.ana, since=NOON, until=None, by=world.lea, at=NOON)
    with pytest.raises(StillNeeded, match="Name who stands in first"):
        acts.begin_absence(world.lea, since=NOON, until=None, by=world.lea, at=NOON)
    with pytest.raises(StillNeeded):
        people.deactivate(world.lea, by=world.ada, now=NOON)
    with pytest.raises(NotAllowed):
        acts.begin_absence(world.lea, since=NOON, until=None, by=world.lea, at=NOON, insists=True)
    assert Absence.objects.count() == 1 and Agent.objects.get(pk=world.lea.pk).is_active
    acts.begin_absence(world.lea, since=NOON, until=None, by=world.ada, at=NOON, insists=True)
    assert ladder.heard == ["changed", "forced"]


LATER = timedelta(days=30)


def test_a_stand_in_may_be_named_for_later_and_never_for_the_past(world: World) -> None:
    with pytest.raises(Unfit, match="later than now"):
        acts.set_substitute(world.ana, world.ben, since=NOON - 2 * DAY, until=NOON - DAY, by=world.lea, at=NOON)
    soon = acts.set_substitute(world.ana, world.ben, since=NOON + LATER, until=None, by=world.lea, at=NOON)
    acts.end_substitute(soon, by=world.lea, at=NOON)
    assert not Substitute.objects.exists()
