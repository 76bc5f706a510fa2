"""How long things took, and what became of our word: pure arithmetic. Spans are timedelta, times UTC."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from django.utils.translation import gettext as _

from makegood.people.rules import Unfit

LONGEST = timedelta(days=366)
USUAL = timedelta(days=29)


class Measure(StrEnum):
    """What is measured, in the order in which a customer meets it."""

    FIRST = "first_reply"
    NEXT = "next_reply"
    CALL = "callback"
    SOLVED = "resolution"


class By(StrEnum):
    """Whose figures stand in one line."""

    TEAM = "team"
    LOCATION = "location"


@dataclass(frozen=True, slots=True)
class Period:
    """Days, the first and the last included, as they begin and end in the zone."""

    first: date
    last: date
    zone: tzinfo

    @property
    def since(self) -> datetime:
        """The moment at which it begins."""
        return datetime.combine(self.first, time(), self.zone)

    @property
    def until(self) -> datetime:
        """The moment at which it is over."""
        return datetime.combine(self.last + timedelta(days=1), time(), self.zone)

    @property
    def last_begins(self) -> datetime:
        """The moment at which its last day begins."""
        return datetime.combine(self.last, time(), self.zone)


def period_of(first: str, last: str, *, now: datetime, zone: tzinfo) -> Period:
    """The days that were asked for, as ISO dates; "" is the last thirty. Raises Unfit, in words."""
    today = now.astimezone(zone).date()
    try:
        end = date.fromisoformat(last) if last else today
        begin = date.fromisoformat(first) if first else end - USUAL
    except (ValueError, OverflowError):
        raise Unfit(_("That is no day. Write it as 2026-11-19.")) from None
    if not 2000 <= begin.year <= end.year < 2200 or begin > end:
        raise Unfit(_("The first day comes before the last."))
    if end - begin > LONGEST:
        raise Unfit(_("Choose a year at most."))
    return Period(begin, end, zone)


@dataclass(frozen=True, slots=True)
class Took:
    """One thing that was done: how long it took by the calendar, and in the hours of whoever did it."""

    calendar: timedelta
    working: timedelta
    was_late: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """Half took no longer than `half`, nine in ten no longer than `nine`. None: nothing was done."""

    half: timedelta | None = None
    nine: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """What was done in the period, how many of them late, and how long it took.

    `otherwise` ended without it: nothing was to be answered, a call was called off. `waiting` wait for it now.
    """

    done: int = 0
    late: int = 0
    working: Spread = Spread()
    calendar: Spread = Spread()
    otherwise: int = 0
    waiting: int = 0

    @property
    def in_time(self) -> int:
        """How many were not late."""
        return self.done - self.late

    @property
    def is_nothing(self) -> bool:
        """Nothing was done, and nothing waits."""
        return not (self.done or self.otherwise or self.waiting)


@dataclass(frozen=True, slots=True)
class Word:
    """What became of the promises that came due in the period. `made_good` are among `broken`, which they stay."""

    kept: int = 0
    moved: int = 0
    broken: int = 0
    made_good: int = 0
    withdrawn: int = 0

    @property
    def due(self) -> int:
        """How many came due, and were not withdrawn."""
        return self.kept + self.moved + self.broken


def share(spans: Sequence[timedelta], percent: int) -> timedelta | None:
    """Of spans in order, the one that so many of a hundred did not exceed: nothing between two. None: there is none."""
    return spans[max(-(-len(spans) * percent // 100), 1) - 1] if spans else None


def spread(spans: Iterable[timedelta]) -> Spread:
    """The median and the ninetieth percentile."""
    known = sorted(spans)
    return Spread(share(known, 50), share(known, 90))


def times(took: Sequence[Took], *, otherwise: int = 0, waiting: int = 0) -> Times:
    """All of these together."""
    return Times(
        done=len(took),
        late=sum(one.was_late for one in took),
        working=spread(one.working for one in took),
        calendar=spread(one.calendar for one in took),
        otherwise=otherwise,
        waiting=waiting,
    )


def became(state: str, *, due_at: datetime, first_due_at: datetime, kept_at: datetime | None) -> str:
    """Which figure of Word a promise counts in. What was kept late counts as broken, whoever wrote down when."""
    if state == "withdrawn":
        return "withdrawn"
    if state == "kept" and kept_at is not None and kept_at < due_at:
        return "kept" if due_at == first_due_at else "moved"
    return "made_good" if state in ("made_good", "kept") else "broken"


def word(fates: Iterable[str]) -> Word:
    """All of these together."""
    known = list(fates)
    made_good = known.count("made_good")
    return Word(
        kept=known.count("kept"),
        moved=known.count("moved"),
        broken=known.count("broken") + made_good,
        made_good=made_good,
        withdrawn=known.count("withdrawn"),
    )
