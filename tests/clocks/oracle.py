"""Working time, told slowly: every minute is looked at by itself. It shares no line with what it judges."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TWO_WEEKS = 14 * 24 * 60


@cache
def shown_by(zone: str, first: datetime, minutes: int) -> list[datetime]:
    """The latest time that the clock on the wall has shown by each minute."""
    tz = ZoneInfo(zone)
    return list(accumulate(((first + n * MINUTE).astimezone(tz).replace(tzinfo=None) for n in range(minutes)), max))


class Oracle:
    """Knows of each minute since `first` whether it is open and whether it counts."""

    def __init__(self, zone: str, openings: dict[date, list[tuple[int, int]]], first: datetime, days: int) -> None:
        self.first = first
        self.open = [False] * days * 1440
        shown = shown_by(zone, first, len(self.open))
        for day, spans in openings.items():
            for start, end in spans:
                midnight = datetime.combine(day, time())
                opens, closes = (bisect_left(shown, midnight + minutes * MINUTE) for minutes in (start, end))
                self.open[opens:closes] = [True] * (closes - opens)
        self.next = self._next()

    def _next(self) -> list[int]:
        """For each minute, the first open one from it on."""
        found, soonest = [0] * len(self.open), 10**9
        for minute in reversed(range(len(self.open))):
            soonest = minute if self.open[minute] else soonest
            found[minute] = soonest
        return found

    def counts(self, minute: int) -> bool:
        return self.next[minute] - minute > TWO_WEEKS or self.open[minute]

    def is_open(self, at: datetime) -> bool:
        return self.open[self._minute(at)]

    def next_open(self, at: datetime) -> datetime | None:
        minute = self.next[self._minute(at)]
        return self._moment(minute) if minute - self._minute(at) <= TWO_WEEKS else None

    def closes_at(self, at: datetime) -> datetime | None:
        if not self.is_open(at):
            return None
        last = self._minute(at) + TWO_WEEKS
        closed = next((n for n in range(self._minute(at), last) if not self.open[n]), None)
        return None if closed is None else self._moment(closed)

    def add(self, at: datetime, work: timedelta) -> datetime:
        minute, left = self._minute(at), work // MINUTE
        while left:
            left -= self.counts(minute)
            minute += 1
        return self._moment(minute)

    def before(self, at: datetime, work: timedelta) -> datetime:
        minute, left = self._minute(at), work // MINUTE
        while left:
            minute -= 1
            left -= self.counts(minute)
        return self._moment(minute)

    def between(self, start: datetime, end: datetime) -> timedelta:
        return sum(map(self.counts, range(self._minute(start), self._minute(end)))) * MINUTE

    def openings(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        runs: list[tuple[datetime, datetime]] = []
        for minute in range(self._minute(start), self._minute(end)):
            at = self._moment(minute)
            if self.open[minute]:
                since = runs.pop()[0] if runs and runs[-1][1] == at else at
                runs.append((since, at + MINUTE))
        return runs

    def _minute(self, at: datetime) -> int:
        return (at - self.first) // MINUTE

    def _moment(self, minute: int) -> datetime:
        return self.first + minute * MINUTE


def utc(*parts: int) -> datetime:
    """A moment in UTC."""
    year, month, day, *rest = parts
    return datetime(year, month, day, *rest, tzinfo=UTC)
