"""Who is on duty, until when, and who comes when. The number of queries is that of `persons`, for one as for many."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from makegood.people.duty.queries.facts import NONE_AHEAD, persons
from makegood.people.duty.rules import Status, next_on_duty, on_duty, status_of
from makegood.people.duty.rules.time import changes_at
from makegood.people.models import LastGiven, Role


def on_duty_now(agents: Collection[int], *, at: datetime) -> frozenset[int]:
    """Those of them who are on duty then."""
    return frozenset(pk for pk, one in persons(agents, at=at, ahead=NONE_AHEAD).items() if on_duty(one, at))


def is_on_duty(agent: int, *, at: datetime) -> bool:
    """Whether that one is."""
    return agent in on_duty_now([agent], at=at)


def duty_of(agent: int, *, at: datetime) -> Status:
    """How the person stands then, with words for the screen. Raises KeyError for who never worked here."""
    return duty_of_all([agent], at=at)[agent]


def duty_of_all(agents: Collection[int], *, at: datetime) -> dict[int, Status]:
    """The same for many."""
    return {pk: status_of(one, at) for pk, one in persons(agents, at=at).items()}


def next_on(agents: Collection[int], *, at: datetime) -> dict[int, datetime | None]:
    """When each is next on duty, `at` itself for who is now. None: nobody knows, which is never."""
    return {pk: next_on_duty(one, at) for pk, one in persons(agents, at=at).items()}


def next_change(agents: Collection[int], *, at: datetime) -> datetime | None:
    """When any of them, as far as is known, next goes on or off duty; None: not within sight."""
    changes = (changes_at(one, at) for one in persons(agents, at=at).values())
    return min((one for one in changes if one is not None), default=None)


def members_of(teams: Collection[int]) -> dict[int, list[int]]:
    """The active people who work in each of these teams, by id. One query."""
    found: dict[int, list[int]] = {team: [] for team in teams}
    rows = Role.objects.filter(team__in=teams, agent__is_active=True).values_list("team_id", "agent_id")
    for team, agent in rows.order_by("agent_id").distinct():
        found[team or 0].append(agent)
    return found


def last_given(teams: Collection[int]) -> dict[int, int]:
    """Who was given the newest work of each team, where it goes by turn. One query."""
    return dict(LastGiven.objects.filter(team__in=teams).values_list("team_id", "agent_id"))


def team_on_duty(teams: Collection[int], *, at: datetime) -> dict[int, list[int]]:
    """Who of each team is on duty then, by id. One query more than `on_duty_now`."""
    members = members_of(teams)
    here = on_duty_now({agent for some in members.values() for agent in some}, at=at)
    return {team: [agent for agent in some if agent in here] for team, some in members.items()}
