"""When an order is in trouble, and when to look again. Pure; days are those of the place that has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from django.utils.translation import gettext as _

from makegood.orders.models import Standing

DAY = timedelta(days=1)
LOOKS_AT = time(9)
ENDS_AT = time(18)  # a day that was named ends then, where nobody says when it closes
LONGEST_DAYS = 90


class Why(StrEnum):
    """What is the matter."""

    MOVED = "moved"  # another day is named than the first
    NO_DATE = "no_date"  # it has not left, and no day that lies ahead is named
    SILENT = "silent"  # it has left, and its carrier has told nothing since


@dataclass(frozen=True, slots=True)
class Limits:
    """A rule as plain values."""

    since: date
    grace_days: int = 0
    no_date_days: int = 14
    silent_days: int = 7
    answer_days: int = 2


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an order. `moved_on`: the day of its carrier's last word; None: nobody tells of its parcels.

    `owes_day`: we promised to write once a day is known.
    """

    standing: str
    is_back_ordered: bool
    placed_on: date
    expected_on: date | None
    first_expected_on: date | None
    moved_on: date | None
    owes_day: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is the matter, and which day is named now; None: none that lies ahead."""

    why: Why
    day: date | None = None

    @property
    def key(self) -> str:
        """By which one knows whether it was said: a new day is new trouble."""
        return f"{self.why}:{self.day or ''}"


def trouble(facts: Facts, limits: Limits, today: date) -> Trouble | None:
    """What is the matter with the order today; None: nothing, or it is not watched over."""
    if facts.placed_on < limits.since:
        return None
    if facts.standing == Standing.SHIPPED:
        is_silent = facts.moved_on is not None and today - facts.moved_on > limits.silent_days * DAY
        return Trouble(Why.SILENT, None) if is_silent else None
    if facts.standing not in (Standing.PLACED, Standing.PARTLY):
        return None
    day = facts.expected_on
    if day and day >= today:
        is_later = facts.first_expected_on is not None and day > facts.first_expected_on
        return Trouble(Why.MOVED, day) if is_later or facts.is_back_ordered or facts.owes_day else None
    if facts.is_back_ordered:
        return Trouble(Why.NO_DATE)
    if day is not None:
        return Trouble(Why.NO_DATE) if today - day > limits.grace_days * DAY else None
    return Trouble(Why.NO_DATE) if today - facts.placed_on > limits.no_date_days * DAY else None


def next_look(facts: Facts, limits: Limits, today: date) -> date | None:
    """The next day on which time alone may bring trouble; None: none does."""
    if facts.placed_on < limits.since:
        return None
    days = []
    if facts.standing == Standing.SHIPPED and facts.moved_on:
        days.append(facts.moved_on + (limits.silent_days + 1) * DAY)
    if facts.standing in (Standing.PLACED, Standing.PARTLY):
        if facts.expected_on:
            days.append(facts.expected_on + (limits.grace_days + 1) * DAY)
        else:
            days.append(facts.placed_on + (limits.no_date_days + 1) * DAY)
    return min((day for day in days if day > today), default=None)


def days_late(facts: Facts, limits: Limits, today: date, day: date | None) -> int:
    """How many days later than was said first, or than is usual, it leaves or will, by the day that is named now."""
    return max(0, (max(today, day or today) - _was_due(facts, limits)).days)


def _was_due(facts: Facts, limits: Limits) -> date:
    return facts.first_expected_on or facts.placed_on + limits.no_date_days * DAY


def gift_day(facts: Facts, limits: Limits, begins: int | None) -> date | None:
    """The day on which something is given though nothing else is new; None: nothing is."""
    return None if begins is None else _was_due(facts, limits) + begins * DAY


def looks_at(day: date, zone: tzinfo) -> datetime:
    """The moment of a day at which it is looked at: in the morning, when people read."""
    return datetime.combine(day, LOOKS_AT, zone)


def ends_at(day: date, zone: tzinfo) -> datetime:
    """The moment by which what was named for a day is to be done."""
    return datetime.combine(day, ENDS_AT, zone)


def why_not(limits: Limits) -> str:
    """Empty when one can watch so; else why not, in words."""
    spans = (limits.grace_days, limits.no_date_days, limits.silent_days, limits.answer_days)
    if not all(0 <= days <= LONGEST_DAYS for days in spans):
        return _("Name days between 0 and %(count)d.") % {"count": LONGEST_DAYS}
    return "" if limits.answer_days else _("We promise to write within a day of work at least.")
