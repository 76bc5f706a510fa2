"""What is known of people's working time, read for many at once: five queries, however many they are."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from makegood.base.plain import ask, marks, moment, utc
from makegood.base.rows import among
from makegood.clocks.hours import ALWAYS, Hours
from makegood.people.duty.rules.person import DAY, Away, Line, Person, Said, Week, Work
from makegood.people.queries.hours import hours_of_all

NONE_AHEAD = timedelta()
SOME_AHEAD = 21 * DAY
OVERRIDES_LOOK_BACK = 14 * DAY  # within so much time a shift has begun or ended, or none ever does

PEOPLE = """SELECT a.id, a.is_active, r.zone, r.week, o.is_on, o.at FROM people_agent a
    LEFT JOIN people_roster r ON r.agent_id = a.id LEFT JOIN people_override o ON o.agent_id = a.id WHERE a.id IN (?)"""
ABSENCES = """SELECT agent_id, begins_at, ends_at FROM people_absence
    WHERE (ends_at IS NULL OR ends_at > %s) AND agent_id IN (?) ORDER BY begins_at"""
SHIFTS = """SELECT agent_id, day, begins_at, ends_at, breaks FROM people_shift
    WHERE day >= %s AND day <= %s AND agent_id IN (?) ORDER BY begins_at"""
PLANNED = """SELECT agent_id, first_day, last_day FROM people_planned
    WHERE first_day <= %s AND last_day >= %s AND agent_id IN (?)"""
ROLES = """SELECT r.agent_id, r.team_id, tl.zone, r.location_id, l.zone, r.region_id FROM people_role r
    LEFT JOIN people_team t ON t.id = r.team_id LEFT JOIN people_location tl ON tl.id = t.location_id
    LEFT JOIN people_location l ON l.id = r.location_id WHERE r.agent_id IN (?) ORDER BY r.id"""
BELOW = """SELECT t.id, t.location_id, l.region_id FROM people_team t JOIN people_location l ON l.id = t.location_id
    WHERE t.is_active AND (t.location_id IN {locations} OR l.region_id IN {regions})"""
COMPANY = "SELECT zone FROM people_company ORDER BY id LIMIT 1"


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
    people = among(PEOPLE, wanted)
    found: dict[int, _Found] = defaultdict(_Found)
    _absences(wanted, found, at)
    since = max(min((utc(said_at) for *_, said_at in people if said_at), default=at), at - OVERRIDES_LOOK_BACK)
    returns = [one.until for each in found.values() for one in each.absences if one.until]
    _shifts(wanted, found, since=min(since, at), until=max([at, *returns]) + ahead)
    places = _places(wanted)
    return {row[0]: _person(row, found[row[0]], places) for row in people}


def _absences(wanted: Collection[int], found: Mapping[int, _Found], at: datetime) -> None:
    for agent, begins, ends in among(ABSENCES, wanted, moment(at)):
        found[agent].absences.append(Away(utc(begins), utc(ends)))


def _shifts(wanted: Collection[int], found: Mapping[int, _Found], *, since: datetime, until: datetime) -> None:
    first, last = (since - 2 * DAY).date(), (until + 2 * DAY).date()
    for agent, day, begins, ends, breaks in among(SHIFTS, wanted, first.isoformat(), last.isoformat()):
        span = (utc(begins), utc(ends)) if begins and ends else None
        found[agent].shifts.append(Work(day, span, read_breaks(json.loads(breaks))))
    for agent, begin, end in among(PLANNED, wanted, last.isoformat(), first.isoformat()):
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
    rows = among(ROLES, wanted)
    below = _teams_below({row[3] for row in rows if row[3]}, {row[5] for row in rows if row[5]})
    teams: dict[int, list[int]] = defaultdict(list)
    zones: dict[int, str] = {}
    for agent, team, team_zone, location, location_zone, region in rows:
        teams[agent] += (
            [team] if team else below.get(("location", location or 0), below.get(("region", region or 0), []))
        )
        if team_zone or location_zone:
            zones.setdefault(agent, team_zone or location_zone)
    company = "" if len(zones) == len(wanted) else next((zone for (zone,) in ask(COMPANY)), "")
    hours = hours_of_all({team for some in teams.values() for team in some}) if teams else {}
    return _Places(teams, zones, hours, company or "UTC")


def _teams_below(locations: set[int], regions: set[int]) -> dict[tuple[str, int], list[int]]:
    """The open teams of these places."""
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    if not locations and not regions:
        return found
    below = BELOW.format(locations=marks([*locations]), regions=marks([*regions]))
    for team, location, region in ask(below, [*locations, *regions]):
        found["location", location].append(team)
        found["region", region or 0].append(team)
    return found


def _person(row: tuple[Any, ...], found: _Found, places: _Places) -> Person:
    agent, is_active, zone, week, is_on, said_at = row
    hours = tuple(dict.fromkeys(places.hours.get(team, ALWAYS) for team in places.teams.get(agent, ())))
    return Person(
        agent=agent,
        is_active=bool(is_active),
        zone=zone or places.zones.get(agent) or places.zone,
        hours=hours or (ALWAYS,),
        week=None if week is None else read_week(json.loads(week)),
        shifts=tuple(found.shifts),
        planned=tuple(found.planned),
        absences=tuple(found.absences),
        said=None if said_at is None else Said(bool(is_on), utc(said_at)),
    )
