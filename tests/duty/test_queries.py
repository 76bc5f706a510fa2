"""Who is on duty and who covers, read from the database: the right people, in as many queries for many as for one."""

from __future__ import annotations

from typing import Any

import pytest

from makegood.clocks.hours import Hours
from makegood.people import acts as people
from makegood.people.duty import acts, queries
from makegood.people.duty.queries import Covered, Held
from makegood.people.duty.rules import Cover, How, Line
from makegood.people.models import Agent, Rank, Region, Role
from tests.world import DAY, HOUR, NOON, World

OFF_TODAY = ((Line(480, 1020),),) * 3 + ((),) + ((Line(480, 1020),),) + ((), ())  # NOON is a Thursday


@pytest.fixture
def max_(world: World) -> Agent:
    """Max, who manages the harbour's location."""
    manager = Agent.objects.create_user("max@harbour.example", name="Max Example", created_at=NOON)
    Role.objects.create(agent=manager, rank=Rank.MANAGER, location=world.harbour.location)
    return manager


def test_who_covers_for_ana(world: World, max_: Agent) -> None:
    ana, ben, lea, ada = world.ana.pk, world.ben.pk, world.lea.pk, world.ada.pk
    held = Held("#1", ana, world.harbour.pk, NOON + 10 * HOUR)
    assert queries.covers([held], at=NOON) == {}
    away = acts.begin_absence(world.ana, since=NOON, until=None, by=world.lea, at=NOON)
    assert queries.covers([held], at=NOON) == {"#1": Cover(ben, How.TEAM, NOON)}
    acts.set_substitute(world.ana, world.mo, since=NOON, until=None, by=world.lea, at=NOON)
    assert queries.covers([held], at=NOON) == {"#1": Cover(ben, How.TEAM, NOON)}  # Mo may not see it
    acts.set_substitute(world.ana, world.lea, since=NOON, until=None, by=world.lea, at=NOON)
    assert queries.covers([held], at=NOON) == {"#1": Cover(lea, How.SUBSTITUTE, NOON)}
    for who in (world.ben, world.lea):
        acts.begin_absence(who, since=NOON, until=None, by=world.ada, at=NOON)
    assert queries.covers([held], at=NOON) == {"#1": Cover(max_.pk, How.LADDER, NOON)}
    assert queries.covers([held], at=NOON, ladders={world.harbour.pk: [ada]}) == {"#1": Cover(ada, How.LADDER, NOON)}
    acts.change_absence(away, until=NOON + 5 * HOUR, by=world.lea, at=NOON)
    assert queries.covers([held], at=NOON) == {}  # she is back before it is due
    soon = queries.cover_of(ana, world.harbour.pk, due_at=NOON + HOUR, at=NOON)
    assert soon == Cover(max_.pk, How.LADDER, NOON)


def test_what_nobody_has_is_covered_only_when_nobody_of_the_team_is_there(world: World, max_: Agent) -> None:
    held = Held("#1", None, world.harbour.pk, NOON + HOUR)
    for who in (world.ana, world.ben):
        acts.begin_absence(who, since=NOON, until=NOON + DAY, by=world.ada, at=NOON)
    assert queries.covers([held], at=NOON) == {}
    acts.begin_absence(world.lea, since=NOON, until=NOON + DAY, by=world.ada, at=NOON)
    assert queries.covers([held], at=NOON) == {"#1": Cover(max_.pk, How.LADDER, NOON)}
    assert Covered(None, world.harbour.pk, NOON + DAY) in queries.covered_by(max_.pk, [world.harbour.pk], at=NOON)
    acts.begin_absence(max_, since=NOON, until=None, by=world.ada, at=NOON, insists=True)
    assert queries.covers([held], at=NOON)["#1"] == Cover(world.ana.pk, How.TEAM, NOON + DAY)


def test_for_whom_somebody_covers_and_until_when(world: World) -> None:
    acts.begin_absence(world.ana, since=NOON, until=NOON + DAY, by=world.lea, at=NOON)
    assert queries.covered_by(world.ben.pk, [world.harbour.pk], at=NOON) == [
        Covered(world.ana.pk, world.harbour.pk, NOON + DAY)
    ]
    assert queries.covered_by(world.lea.pk, [world.harbour.pk], at=NOON) == []


def test_of_a_team_that_is_away_not_one_person_covers_for_all(world: World) -> None:
    cleo = Agent.objects.create_user("cleo@harbour.example", name="Cleo Example", created_at=NOON)
    Role.objects.create(agent=cleo, rank=Rank.AGENT, team=world.harbour)
    covering = set()
    for who in (world.ana, world.ben, cleo):
        away = acts.begin_absence(who, since=NOON, until=None, by=world.ada, at=NOON)
        covering.add(queries.cover_of(who.pk, world.harbour.pk, due_at=NOON + DAY, at=NOON).agent)  # type: ignore[union-attr]
        acts.end_absence(away, by=world.ada, at=NOON)
    assert len(covering) == 3


def test_everyone_above_sees_and_may_cover_the_nearest_first(world: World, max_: Agent) -> None:
    coast = Region.objects.create(name="Coast")
    world.harbour.location.region = coast
    world.harbour.location.save()
    rita, hugo = (
        Agent.objects.create_user(f"{name}@harbour.example", name=name, created_at=NOON) for name in ("rita", "hugo")
    )
    Role.objects.create(agent=hugo, rank=Rank.HEAD_OFFICE)
    Role.objects.create(agent=rita, rank=Rank.REGIONAL, region=coast)
    seen = queries.seers([world.harbour.pk, world.hill.pk])
    assert seen[world.harbour.pk].team == [world.ana.pk, world.ben.pk, world.lea.pk]
    assert seen[world.harbour.pk].above == [max_.pk, rita.pk, hugo.pk]
    assert (seen[world.hill.pk].team, seen[world.hill.pk].above) == ([world.mo.pk], [hugo.pk])
    assert seen[world.harbour.pk].from_after(world.ben.pk) == [world.lea.pk, world.ana.pk]


def test_many_cost_as_many_queries_as_one(world: World, django_assert_num_queries: Any) -> None:
    agents = [Agent.objects.create_user(f"a{n}@harbour.example", name=f"Agent {n}", created_at=NOON) for n in range(40)]
    Role.objects.bulk_create(Role(agent=one, rank=Rank.AGENT, team=world.harbour) for one in agents)
    for one in agents[::4]:
        acts.set_roster(one, OFF_TODAY, by=None, at=NOON)
        acts.add_shift(one, (NOON + DAY, NOON + DAY + HOUR), by=None, at=NOON)
        acts.say_on(one, by=one, at=NOON)
    for one in agents[1::4]:
        acts.begin_absence(one, since=NOON, until=NOON + DAY, by=None, at=NOON)
    ids = [one.pk for one in agents]
    with django_assert_num_queries(6):
        assert len(queries.on_duty_now(ids, at=NOON)) == 30
    with django_assert_num_queries(6):
        statuses = queries.duty_of_all(ids, at=NOON)
    assert sum(one.is_on for one in statuses.values()) == 30
    with django_assert_num_queries(7):
        assert len(queries.team_on_duty([world.harbour.pk, world.hill.pk], at=NOON)[world.harbour.pk]) == 33
    held = [Held(one, one, world.harbour.pk, NOON + HOUR) for one in ids]
    with django_assert_num_queries(9):
        assert len(queries.covers(held, at=NOON)) == 10
    with django_assert_num_queries(0):
        assert queries.covers([], at=NOON) == {} == queries.persons([], at=NOON)
    assert queries.next_change(ids, at=NOON) == NOON + DAY


def test_without_a_roster_the_office_hours_of_the_team_are_one(world: World) -> None:
    office = people.add_hours("Shop", Hours(week=(((480, 1020),),) * 5 + ((), ())), by=world.ada, now=NOON)
    people.keep_hours(world.harbour, office, by=world.ada, now=NOON)
    evening = NOON.replace(hour=18)
    assert queries.on_duty_now([world.ana.pk, world.mo.pk], at=evening) == {world.mo.pk}
    assert queries.next_on([world.ana.pk], at=evening) == {world.ana.pk: evening + 14 * HOUR}
    acts.say_off(world.ana, by=world.ana, at=NOON)
    assert queries.next_on([world.ana.pk], at=NOON) == {world.ana.pk: evening + 14 * HOUR}
    acts.set_roster(world.ana, OFF_TODAY, by=world.ada, at=NOON)
    assert queries.next_on([world.ana.pk], at=NOON) == {world.ana.pk: evening + 14 * HOUR}
