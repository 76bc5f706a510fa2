"""What is known of one person's working time, as frozen values, and the stretches of time that follow from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache

from makegood.clocks.hours import ALWAYS, MINUTES_A_DAY, Day, Hours, Span, Stretch

DAY = timedelta(days=1)
# A week of days that are open from midnight to midnight: what "always" means once some days differ.
WHOLE_WEEK: tuple[Day, ...] = (((0, MINUTES_A_DAY),),) * 7
LOOK_AHEAD = 75 * DAY
STEP = 15 * DAY


@dataclass(frozen=True, slots=True)
class Line:
    """Work on a day of the week, from and to in minutes after midnight on the wall, and the breaks in it."""

    start: int
    end: int
    breaks: tuple[Span, ...] = ()


Week = tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Work:
    """A dated shift, on the local day on which it begins. `stretch` None: the day is free."""

    day: date
    stretch: Stretch | None = None
    breaks: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Away:
    """An absence. `until` None: nobody knows."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """ "I'm on" or "I'm off", and when it was said."""

    is_on: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Calendar:
    """Stretches of work: those of `sources`, and the dated ones, in order."""

    sources: tuple[Hours, ...]
    dated: tuple[Stretch, ...]

    @property
    def is_always(self) -> bool:
        """Work never ends."""
        return any(one.is_always for one in self.sources)

    def holds(self, at: datetime) -> bool:
        """Somebody works then."""
        return any(one.is_open(at) for one in self.sources) or any(start <= at < end for start, end in self.dated)

    def stretches(self, at: datetime) -> Iterator[Stretch]:
        """Work from then on, in order, for some weeks; what touches is one."""
        run: Stretch | None = None
        for start, end in self._pieces(at):
            if run and start <= run[1]:
                run = run[0], max(run[1], end)
                continue
            if run:
                yield run
            run = start, end
        if run:
            yield run

    def begins(self, at: datetime) -> datetime | None:
        """`at` itself when there is work then, else when the next begins; None: not within some weeks."""
        if self.holds(at):
            return at
        return next((start for start, _ in self.stretches(at) if start >= at), None)

    def changes(self, at: datetime) -> datetime | None:
        """When work next begins or ends, later than `at`; None: not within some weeks."""
        for start, end in () if self.is_always else self.stretches(at):
            for moment in (start, end):
                if at < moment < at + LOOK_AHEAD:
                    return moment
        return None

    def _pieces(self, at: datetime) -> Iterator[Stretch]:
        """In order, cut to what lies ahead, a few days at a time, since most ask for the first alone."""
        since, last = at, at + LOOK_AHEAD
        while since < last:
            until = min(since + STEP, last)
            pieces = [piece for one in self.sources for piece in one.openings(since, until)]
            pieces += [
                (max(start, since), min(end, until)) for start, end in self.dated if start < until and end > since
            ]
            yield from sorted(pieces)
            since = until


@dataclass(frozen=True)
class Person:
    """Someone who works here. `week` None: the office hours of their teams are their roster.

    `planned` are days, first and last, that an imported plan covers: without a `week`, free where no shift is dated.
    `shifts` and `absences` are those about the time in question, in order.
    """

    agent: int
    is_active: bool = True
    zone: str = "UTC"
    hours: tuple[Hours, ...] = (ALWAYS,)
    week: Week | None = None
    shifts: tuple[Work, ...] = ()
    planned: tuple[tuple[date, date], ...] = ()
    absences: tuple[Away, ...] = ()
    said: Said | None = None

    @cached_property
    def shown(self) -> Calendar:
        """Shifts from their begin to their end, breaks included."""
        dated = (one.stretch for one in self.shifts if one.stretch)
        return Calendar(self._sources(lambda line: [(line.start, line.end)]), tuple(dated))

    @cached_property
    def working(self) -> Calendar:
        """The same without the breaks."""
        if not any(one.breaks for one in self.shifts) and not any(
            line.breaks for day in self.week or () for line in day
        ):
            return self.shown
        dated = (piece for one in self.shifts if one.stretch for piece in _without(one.stretch, one.breaks))
        return Calendar(self._sources(lambda line: _without((line.start, line.end), line.breaks)), tuple(dated))

    def _sources(self, spans: Callable[[Line], Iterable[Span]]) -> tuple[Hours, ...]:
        dated = frozenset(one.day for one in self.shifts)
        if self.week is None:
            return self._office_hours(dated)
        week = tuple(tuple(span for line in day for span in spans(line)) for day in self.week)
        closed = dated | self._closed
        both = (weekly(self.zone, _same_day(week), closed), weekly(self.zone, _next_day(week), _later(closed)))
        return tuple(one for one in both if any(one.week))

    def _office_hours(self, dated: frozenset[date]) -> tuple[Hours, ...]:
        off = dated.union(*(_days(first, last) for first, last in self.planned))
        return tuple(_besides(one, off, zone=self.zone) for one in self.hours) if off else self.hours

    @property
    def _closed(self) -> frozenset[date]:
        """Days on which each of their places is closed, holidays among them: the usual week does not hold then."""
        closed = [_closed_days(one) for one in self.hours]
        return frozenset.intersection(*closed) if closed else frozenset()


@lru_cache(512)
def weekly(zone: str, week: tuple[Day, ...], closed: frozenset[date]) -> Hours:
    """These hours; the same object for the same week, since it remembers the days that it has worked out."""
    return Hours(zone=zone, week=week, closed=closed)


def _same_day(week: tuple[Day, ...]) -> tuple[Day, ...]:
    return tuple(tuple(span for span in day if span[0] < MINUTES_A_DAY) for day in week)


def _next_day(week: tuple[Day, ...]) -> tuple[Day, ...]:
    """What begins after a break past midnight still belongs to the day before, and goes with it when that is free."""
    before = (week[-1], *week[:-1])
    late = (tuple((start, end) for start, end in day if start >= MINUTES_A_DAY) for day in before)
    return tuple(tuple((start - MINUTES_A_DAY, end - MINUTES_A_DAY) for start, end in day) for day in late)


def _later(days: frozenset[date]) -> frozenset[date]:
    return frozenset(one + DAY for one in days)


def _besides(hours: Hours, off: frozenset[date], *, zone: str) -> Hours:
    if hours.is_always:
        return weekly(zone, WHOLE_WEEK, off)
    special = tuple((day, spans) for day, spans in hours.special if day not in off)
    return replace(hours, closed=hours.closed | off, special=special)


def _closed_days(hours: Hours) -> frozenset[date]:
    if hours.is_always:
        return frozenset()
    opened = {day for day, spans in hours.special if spans}
    return (hours.closed | {day for day, spans in hours.special if not spans}) - opened


def _days(first: date, last: date) -> frozenset[date]:
    return frozenset(first + step * DAY for step in range((last - first).days + 1))


def _without(whole: tuple, breaks: Iterable[tuple]) -> list:  # type: ignore[type-arg]
    """What is left of it between the breaks; minutes and moments alike."""
    start, end = whole
    left = []
    for since, until in sorted(breaks):
        if since > start:
            left.append((start, min(since, end)))
        start = max(start, until)
    return [*left, (start, end)] if start < end else left
