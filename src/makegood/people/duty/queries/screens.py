"""What screens show of duty: a week of some people, and all that is planned for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise, takewhile

from django.db.models import Q

from makegood.people.duty.models import Absence, Feed, Roster, Shift, Substitute
from makegood.people.duty.queries.facts import persons, read_breaks, read_week
from makegood.people.duty.rules import Person, Status, status_of
from makegood.people.duty.rules.checks import said
from makegood.people.duty.rules.person import DAY
from makegood.people.models import Agent

SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class DayShown:
    """One day of somebody: the stretches of work that begin on it, whether they are away, whether it is all work."""

    day: date
    work: list[tuple[datetime, datetime]]
    is_away: bool = False
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class WeekShown:
    """Somebody's week, and how they stand now."""

    agent: int
    name: str
    status: Status
    days: list[DayShown]


@dataclass(frozen=True, slots=True)
class Lines:
    """A day of the weekly roster as it is typed: "08:00-17:00" and its breaks."""

    work: str
    breaks: str


@dataclass(frozen=True, slots=True)
class Planned:
    """All that is planned for somebody. Times are UTC."""

    status: Status
    zone: str
    week: list[Lines] | None
    shifts: list[Shift]
    absences: list[Absence]
    substitutes: list[Substitute]
    stands_in: list[Substitute]
    has_calendar: bool


def weeks(people: Sequence[tuple[int, str]], *, first: date, zone: tzinfo, at: datetime) -> list[WeekShown]:
    """The seven days from the first of these people, (id, name), in their order. Six queries, some about hours."""
    begin = datetime.combine(first, datetime.min.time(), zone)
    known = persons([pk for pk, _ in people], at=min(begin, at))
    return [
        WeekShown(pk, name, status_of(known[pk], at), _days(known[pk], first, zone))
        for pk, name in people
        if pk in known
    ]


def _days(person: Person, first: date, zone: tzinfo) -> list[DayShown]:
    midnights = [datetime.combine(first + step * DAY, datetime.min.time(), zone) for step in range(8)]
    work = list(takewhile(lambda one: one[0] < midnights[-1], person.shown.stretches(midnights[0])))
    return [_day(person, work, since, until) for since, until in pairwise(midnights)]


def _day(person: Person, work: Sequence[tuple[datetime, datetime]], since: datetime, until: datetime) -> DayShown:
    """What begins on the day; what is longer than a day is shown on each."""
    is_whole = any(begin <= since and until <= end for begin, end in work)
    here = [(max(begin, since), end) for begin, end in work if since <= begin < until or begin < since < end - DAY]
    return DayShown(since.date(), [] if is_whole else here, _is_away(person, since, until), is_whole)


def _is_away(person: Person, since: datetime, until: datetime) -> bool:
    """An absence takes the day, or reaches into it."""
    return any(one.since < until and (one.until is None or one.until > since) for one in person.absences)


def planned(agent: Agent, *, at: datetime) -> Planned:
    """What is planned for the agent from then on. About a dozen queries."""
    person = persons([agent.pk], at=at)[agent.pk]
    lasting = Q(ends_at=None) | Q(ends_at__gt=at)
    standing_in = Substitute.objects.filter(lasting).select_related("agent", "stand_in").order_by("begins_at", "place")
    shifts = Shift.objects.filter(agent=agent, day__gte=at.date() - DAY, day__lte=at.date() + SOON)
    return Planned(
        status=status_of(person, at),
        zone=person.zone,
        week=_lines(agent),
        shifts=list(shifts.order_by("day", "begins_at")),
        absences=list(Absence.objects.filter(lasting, agent=agent).order_by("begins_at")),
        substitutes=list(standing_in.filter(agent=agent)),
        stands_in=list(standing_in.filter(stand_in=agent)),
        has_calendar=Feed.objects.filter(agent=agent).exists(),
    )


def _lines(agent: Agent) -> list[Lines] | None:
    kept = Roster.objects.filter(agent=agent).values_list("week", flat=True).first()
    if kept is None:
        return None
    return [
        Lines(
            ", ".join(f"{said(one.start)}-{said(one.end)}" for one in day),
            ", ".join(f"{said(since)}-{said(until)}" for one in day for since, until in one.breaks),
        )
        for day in read_week(kept)
    ]


def breaks_of(shift: Shift) -> list[tuple[datetime, datetime]]:
    """The breaks of a shift."""
    return list(read_breaks(shift.breaks))


def planned_by(by: Agent, where: Q) -> list[Agent]:
    """Active people whose time `by` may plan, as `is_planned_by` says in `where`, by name. One query."""
    return list(Agent.objects.filter(where, is_active=True).order_by("name", "pk"))


def shift_of(agent: Agent, pk: int) -> Shift:
    """The agent's shift. Raises Shift.DoesNotExist."""
    return Shift.objects.select_related("agent").get(pk=pk, agent=agent)


def absence_of(agent: Agent, pk: int) -> Absence:
    """The agent's absence. Raises Absence.DoesNotExist."""
    return Absence.objects.select_related("agent").get(pk=pk, agent=agent)


def substitute_of(agent: Agent, pk: int) -> Substitute:
    """Who stands in for the agent. Raises Substitute.DoesNotExist."""
    return Substitute.objects.select_related("agent", "stand_in").get(pk=pk, agent=agent)


def whose_calendar(hashed: str) -> Agent | None:
    """Whose calendar the token with this hash opens; None: nobody's, or they have gone."""
    feed = Feed.objects.select_related("agent").filter(hashed=hashed, agent__is_active=True).first()
    return feed.agent if feed else None
