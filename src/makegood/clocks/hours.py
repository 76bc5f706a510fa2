"""Office hours: when a place is open, and how working time passes there. Pure; every moment is aware and in UTC.

An opening runs from the moment the clock on the wall first shows its start (or skips past it) to the moment it first
shows its end, so each opening opens once, on the nights when clocks are changed too. It belongs to the day on which it
starts, also past midnight: what is closed or special about the next day does not shorten it.
A minute counts as working time if it is open, or if nothing opens within 14 days of it: then calendar time is all there
is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from makegood.clocks.public_days import public_days

Span = tuple[int, int]
"""From and to, in minutes after midnight on the wall; `to` may pass midnight (22:00 to 02:00 is 1320 to 1560)."""

Day = tuple[Span, ...]
Stretch = tuple[datetime, datetime]

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MINUTES_A_DAY = 1440
REACH_DAYS = 14
REACH = REACH_DAYS * DAY


@dataclass(frozen=True)
class Hours:
    """When a place is open. `week` is seven days from Monday, or empty: always open, whatever the other fields say.

    A day in `special` has its own openings (none: closed). Otherwise it is closed on the days in `closed`, and on the
    public holidays of `country` ("": of none; a code of two letters) and its `subdivision`.
    """

    zone: str = "UTC"
    week: tuple[Day, ...] = ()
    closed: frozenset[date] = frozenset()
    special: tuple[tuple[date, Day], ...] = ()
    country: str = ""
    subdivision: str = ""

    def __post_init__(self) -> None:
        if len(self.week) not in (0, 7):
            raise ValueError("A week has seven days.")
        for day in (*self.week, *(day for _, day in self.special)):
            if any(not (0 <= start < MINUTES_A_DAY and start < end <= start + MINUTES_A_DAY) for start, end in day):
                raise ValueError("An opening starts within its day, ends after that, and lasts a day at most.")

    @cached_property
    def tz(self) -> ZoneInfo:
        """The zone of the clock on the wall."""
        return ZoneInfo(self.zone)

    @cached_property
    def is_always(self) -> bool:
        """Nothing was said about when it is open."""
        return not any(self.week)

    # What is open when

    def is_open(self, at: datetime) -> bool:
        """Somebody is there."""
        return self.is_always or any(start <= at < end for start, end in self._near(at, days=1))

    def next_open(self, at: datetime) -> datetime | None:
        """`at` itself when open, else the next opening; None when nothing opens within 14 days."""
        if self.is_always:
            return at
        opening = self._next(at, REACH)
        return max(opening[0], at) if opening else None

    def closes_at(self, at: datetime) -> datetime | None:
        """When the opening that runs then is over; None when it is closed then, or stays open for 14 days."""
        if not self.is_open(at):
            return None
        _, end = next(self.openings(at, at + REACH))
        return end if end < at + REACH else None

    def openings(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        """All open stretches between the two, in order, cut to them; what touches is one."""
        if self.is_always:
            if start < end:
                yield start, end
            return
        run: Stretch | None = None
        for opened, closed in self._near(start, days=(end - start).days + 2):
            opened, closed = max(opened, start), min(closed, end)
            if opened >= closed:
                continue
            if run and opened <= run[1]:
                run = run[0], max(run[1], closed)
                continue
            if run:
                yield run
            run = opened, closed
        if run:
            yield run

    # How working time passes

    def add(self, at: datetime, work: timedelta) -> datetime:
        """The first moment by which so much working time has passed since `at`."""
        left = work
        if left <= timedelta():
            return at
        for start, end in self._counted(at):
            if end - start >= left:
                return start + left
            left -= end - start
        raise AssertionError("Time does not end.")

    def before(self, at: datetime, work: timedelta) -> datetime:
        """The last moment from which so much working time was left until `at`."""
        left = work
        if left <= timedelta():
            return at
        reach = max(work, DAY)
        while self.between(at - reach, at) < work:
            reach *= 2
        for start, end in reversed(list(self._counted_between(at - reach, at))):
            if end - start >= left:
                return end - left
            left -= end - start
        raise AssertionError("There was enough time.")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time passes from start to end; none when end is not later."""
        if self.is_always:
            return max(end - start, timedelta())
        return sum((to - since for since, to in self._counted_between(start, end)), timedelta())

    # How working days pass

    def is_working_day(self, day: date) -> bool:
        """Something opens on that day."""
        return self.is_always or bool(self._spans(day))

    def next_working_day(self, day: date) -> date | None:
        """The first later day on which something opens; None when there is none within 14 days."""
        later = (day + step * DAY for step in range(1, REACH_DAYS + 1))
        return next((one for one in later if self.is_working_day(one)), None)

    def add_days(self, at: datetime, working_days: int) -> datetime:
        """The same time on the wall so many working days on; if closed then, the last close before it on that day.

        What comes while it is closed counts from the next opening; working days from when a day opens are until the
        last of them closes: Saturday's mail is due on Monday evening. Calendar days where nothing opens within 14 days.
        """
        opened = None if self.is_always else self.next_open(at)
        if opened is None or working_days <= 0:
            return at + max(working_days, 0) * DAY
        day, minutes = self._on_the_wall(opened)
        is_whole = minutes == self._spans(day)[0][0]
        before = day
        for _ in range(working_days - is_whole):
            before, day = day, self.next_working_day(day) or day + DAY
        due = self._closing(day) if is_whole else self._moment(day, self._while_open(day, minutes))
        return max(due, self._closing(before))  # nights may reach into what opens on the day after

    def _on_the_wall(self, at: datetime) -> tuple[date, float]:
        """The first day whose opening runs then, and the minutes since that day's midnight on the wall."""
        local = at.astimezone(self.tz).replace(tzinfo=None)
        for day in (local.date() - DAY, local.date(), local.date() + DAY):
            if any(start <= at < end for start, end in self._openings_of(day)):
                return day, (local - datetime.combine(day, time())) / MINUTE
        raise ValueError("It is closed then.")

    def _closing(self, day: date) -> datetime:
        """When the last opening of that day is over; midnight after it where there is none."""
        spans = self._spans(day)
        return self._moment(day, spans[-1][1] if spans else MINUTES_A_DAY)

    def _while_open(self, day: date, minutes: float) -> float:
        """The time on the wall, moved to the last close before it, or to the first opening, when it is closed then."""
        spans = self._spans(day)
        if not spans or any(start <= minutes <= end for start, end in spans):
            return minutes
        return max((end for _, end in spans if end <= minutes), default=spans[0][0])

    # Stretches of time

    def _counted_between(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        for since, to in self._counted(start) if start < end else ():
            if since >= end:
                return
            yield since, min(to, end)

    def _counted(self, at: datetime) -> Iterator[Stretch]:
        """The stretches that count as working time from then on, in order, without end."""
        while True:
            opening = None if self.is_always else self._next(at, REACH + DAY)
            if opening is None:
                yield at, at + DAY
                at += DAY
                continue
            start, end = opening
            if at < start - REACH:
                yield at, start - REACH
            yield max(start, at), end
            at = end

    def _next(self, at: datetime, reach: timedelta) -> Stretch | None:
        """The opening that runs then, or the next one to start within reach."""
        for start, end in self._near(at, days=reach.days + 1):
            if end > at:
                return (start, end) if start <= at + reach else None
        return None

    def _near(self, at: datetime, *, days: int) -> Iterator[Stretch]:
        """The openings of the day before `at` and of so many days after it, by their starts."""
        first = at.astimezone(self.tz).date() - DAY
        for step in range(days + 2):
            yield from self._openings_of(first + step * DAY)

    def _openings_of(self, day: date) -> tuple[Stretch, ...]:
        """In UTC. Kept, since a few days are asked for again and again."""
        if day not in self._kept:
            if len(self._kept) > 1000:
                self._kept.clear()
            both = ((self._moment(day, start), self._moment(day, end)) for start, end in self._spans(day))
            self._kept[day] = tuple((start, end) for start, end in both if start < end)
        return self._kept[day]

    @cached_property
    def _kept(self) -> dict[date, tuple[Stretch, ...]]:
        return {}

    def _spans(self, day: date) -> Day:
        """The openings that start on that day, in order and apart from each other, on the wall."""
        if day in self._special:
            return self._special[day]
        return () if self.is_always or self._is_closed(day) else self._week[day.weekday()]

    def _is_closed(self, day: date) -> bool:
        return day in self.closed or (
            bool(self.country) and day in public_days(self.country, self.subdivision, day.year)
        )

    @cached_property
    def _week(self) -> tuple[Day, ...]:
        return tuple(_joined(spans) for spans in self.week)

    @cached_property
    def _special(self) -> dict[date, Day]:
        return {day: _joined(spans) for day, spans in self.special}

    def _moment(self, day: date, minutes: float) -> datetime:
        """When the clock on the wall first shows that time or, where the clocks were put forward past it, skips it."""
        wall = datetime.combine(day, time()) + minutes * MINUTE
        at = wall.replace(tzinfo=self.tz).astimezone(UTC)
        if at.astimezone(self.tz).replace(tzinfo=None) == wall:
            return at
        early, late = wall.replace(tzinfo=self.tz, fold=1).astimezone(UTC), at
        while late - early > MINUTE:
            middle = early + (late - early) // MINUTE // 2 * MINUTE
            early, late = (early, middle) if middle.astimezone(self.tz).replace(tzinfo=None) > wall else (middle, late)
        return late


def _joined(day: Day) -> Day:
    """In order; of openings that overlap or touch, one."""
    apart: list[Span] = []
    for start, end in sorted(day):
        if apart and start <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(apart[-1][1], end)
        else:
            apart.append((start, end))
    return tuple(apart)


ALWAYS = Hours()
