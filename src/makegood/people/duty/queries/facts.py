"""What is known of people's working time, read for many at once: five queries, however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from makegood.clocks.hours import ALWAYS, Hours
from makegood.people.duty.models import Absence, Planned, Shift
from makegood.people.duty.rules.person import DAY, Away, Line, Person, Said, Week, Work
from makegood.people.models import Agent, Company, Role, Team
from makegood.people.queries.hours import hours_of_all

NONE_AHEAD = timedelta()
SOME_AHEAD = 21 * DAY
OVERRIDES_LOOK_BACK = 14 * DAY  # within so much time a shift has begun or ended, or none ever does


@dataclass
class _Found:
    """The rows of one person, as they come in."""

    absences: list[Away] = field(default_factory=list)
    shifts: list[Work] = field(default_factory=list)
    planned: list[tuple[Any, Any]] = field(default_factory=list)


def persons(ids: Collection[int], *, at: datetime, ahead: timedelta = SOME_AHEAD) -> dict[int, Person]:
    """What duty/rules need to know of these people at that time, and so far ahead of it and of their return.

    Five queries and those about office hours; none for nobody. Who is unknown is left out.
    """
    wanted = set(ids)
    if not wanted:
        return {}
    columns = ("pk", "is_active", "roster__zone", "roster__week", "override__is_on", "override__at")
    people = list(Agent.objects.filter(pk__in=wanted).values_list(*columns))
    found: dict[int, _Found] = defaultdict(_Found)
    _absences(wanted, found, at)
    since = max(min((said_at for *_, said_at in people if said_at), default=at), at - OVERRIDES_LOOK_BACK)
    returns = [one.until for each in found.values() for one in each.absences if one.until]
    _shifts(wanted, found, since=min(since, at), until=max([at, *returns]) + ahead)
    places = _places(wanted)
    return {row[0]: _person(row, found[row[0]], places) for row in people}


def _absences(wanted: Collection[int], found: Mapping[int, _Found], at: datetime) -> None:
    rows = Absence.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), agent__in=wanted).order_by("begins_at")
    for agent, begins, ends in rows.values_list("agent_id", "begins_at", "ends_at"):
        found[agent].absences.append(Away(begins, ends))


def _shifts(wanted: Collection[int], found: Mapping[int, _Found], *, since: datetime, until: datetime) -> None:
    first, last = (since - 2 * DAY).date(), (until + 2 * DAY).date()
    rows = Shift.objects.filter(agent__in=wanted, day__gte=first, day__lte=last).order_by("begins_at")
    for agent, day, begins, ends, breaks in rows.values_list("agent_id", "day", "begins_at", "ends_at", "breaks"):
        found[agent].shifts.append(Work(day, (begins, ends) if begins and ends else None, read_breaks(breaks)))
    covered = Planned.objects.filter(agent__in=wanted, first_day__lte=last, last_day__gte=first)
    for agent, begin, end in covered.values_list("agent_id", "first_day", "last_day"):
        found[agent].planned.append((max(begin, first), min(end, last)))


def read_breaks(breaks: Iterable[Iterable[str]]) -> tuple[tuple[datetime, datetime], ...]:
    """The breaks of a shift, as it stores them."""
    return tuple((datetime.fromisoformat(since), datetime.fromisoformat(until)) for since, until in breaks)


def read_week(week: list[list[list[Any]]]) -> Week:
    """The week of a roster, as it stores it."""
    return tuple(
        tuple(Line(start, end, tuple((since, until) for since, until in breaks)) for start, end, breaks in day)
        for day in week
    )


@dataclass
class _Places:
    """Where people work: the teams of each, and the zone of their place; the hours of each team."""

    teams: dict[int, list[int]]
    zones: dict[int, str]
    hours: Mapping[int, Hours]
    zone: str


def _places(wanted: Collection[int]) -> _Places:
    roles = Role.objects.filter(agent__in=wanted).order_by("pk")
    columns = ("agent_id", "team_id", "team__location__zone", "location_id", "location__zone", "region_id")
    rows = list(roles.values_list(*columns))
    below = _teams_below({row[3] for row in rows if row[3]}, {row[5] for row in rows if row[5]})
    teams: dict[int, list[int]] = defaultdict(list)
    zones: dict[int, str] = {}
    for agent, team, team_zone, location, location_zone, region in rows:
        teams[agent] += (
            [team] if team else below.get(("location", location or 0), below.get(("region", region or 0), []))
        )
        if team_zone or location_zone:
            zones.setdefault(agent, team_zone or location_zone)
    company = "" if len(zones) == len(wanted) else Company.objects.values_list("zone", flat=True).first()
    hours = hours_of_all({team for some in teams.values() for team in some}) if teams else {}
    return _Places(teams, zones, hours, company or "UTC")


def _teams_below(locations: set[int], regions: set[int]) -> dict[tuple[str, int], list[int]]:
    """The open teams of these places."""
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    if not locations and not regions:
        return found
    below = Q(location__in=locations) | Q(location__region__in=regions)
    rows = Team.objects.filter(below, is_active=True).values_list("pk", "location_id", "location__region_id")
    for team, location, region in rows:
        found["location", location].append(team)
        found["region", region or 0].append(team)
    return found


def _person(row: tuple[Any, ...], found: _Found, places: _Places) -> Person:
    agent, is_active, zone, week, is_on, said_at = row
    hours = tuple(dict.fromkeys(places.hours.get(team, ALWAYS) for team in places.teams.get(agent, ())))
    return Person(
        agent=agent,
        is_active=is_active,
        zone=zone or places.zones.get(agent) or places.zone,
        hours=hours or (ALWAYS,),
        week=None if week is None else read_week(week),
        shifts=tuple(found.shifts),
        planned=tuple(found.planned),
        absences=tuple(found.absences),
        said=None if said_at is None else Said(is_on, said_at),
    )
