"""What conditions work with: texts, exact numbers, moments, lists, groups of facts, and what is not known. Pure.

A number of a fact is a Decimal, a whole number in a condition's text an int, as CEL has it; both are exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Context, Decimal
from typing import Any, TypeAlias

Value: TypeAlias = Any
"""str, bool, int, Decimal, datetime (aware, UTC), timedelta, list, dict, Unknown or NOTHING."""

EXACT = Context(prec=34, Emax=9_999, Emin=-9_999)
MEANT = Context(prec=15)
LONGEST_TEXT = 20_000

MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)\d{0,3} ?(Z|[+-]\d\d:?\d\d)?", re.ASCII | re.IGNORECASE
)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True)
class Unknown:
    """A value that cannot be told: for want of these facts, or since they are not what they should be (`problems`).

    `one_of` are all that it can be, whatever the facts turn out to be; none: that is not known.
    """

    names: frozenset[str] = frozenset()
    problems: frozenset[str] = frozenset()
    one_of: tuple[Value, ...] = field(default=(), compare=False)

    def __or__(self, other: Unknown) -> Unknown:
        return Unknown(self.names | other.names, self.problems | other.problems)


MOST_POSSIBILITIES = 24


def possibly(values: Iterable[Value], why: Unknown) -> Value:
    """The value when all that it can be is the same; else unknown, for the reason given, with what it can be.

    What is there and cannot be used could be anything, and stays unknown.
    """
    if why.problems:
        return why
    distinct: list[Value] = []
    for value in values:
        each = value.one_of if isinstance(value, Unknown) else (value,)
        if not each:
            return why
        distinct += [one for one in each if not any(same(one, other) for other in distinct)]
        if len(distinct) > MOST_POSSIBILITIES:
            return why
    return distinct[0] if len(distinct) == 1 else Unknown(why.names, why.problems, tuple(distinct))


def missing(name: str) -> Unknown:
    """A fact that nobody gave."""
    return Unknown(frozenset([name]))


def unusable(name: str, problem: str) -> Unknown:
    """A fact that is there and cannot be used, with the reason in words."""
    return Unknown(frozenset([name] if name else []), frozenset([problem]))


class Nothing:
    """An optional value that is not there: what `order.?gift` is without a gift."""


NOTHING = Nothing()


def is_number(value: Value) -> bool:
    """An exact number; yes and no are none."""
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def kind_of(value: Value) -> str:
    """What the value is, in a word for people."""
    if isinstance(value, bool):
        return "yes or no"
    for kinds, word in WORDS:
        if isinstance(value, kinds):
            return word
    return "something else"


WORDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    ((int, Decimal), "a number"),
    (str, "a text"),
    (datetime, "a time"),
    (timedelta, "a length of time"),
    (list, "a list"),
    (dict, "a group of facts"),
)


def same(one: Value, other: Value) -> bool:
    """CEL's equality: numbers by value, lists and groups by what is in them, different kinds never."""
    if is_number(one) and is_number(other):
        return bool(one == other)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    return type(one) is type(other) and bool(one == other)


def moment(text: str, zone: tzinfo) -> datetime | None:
    """The moment that a text names, in UTC; without an offset it is the zone's. None: it names none."""
    found = MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    day, clock, offset = found.groups()
    try:
        at = datetime.fromisoformat(f"{day}T{clock}{(offset or '').upper()}")
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def as_day(text: str) -> date | None:
    """The day that a text names (`2026-05-01`); None: it names none."""
    try:
        return date.fromisoformat(text.strip()) if DAY.fullmatch(text.strip()) else None
    except ValueError:
        return None


def midnight(day: date, zone: tzinfo) -> datetime:
    """When the day begins in the zone, in UTC."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def as_number(text: str) -> Decimal | None:
    """The number that a text holds (`19.99`, `-5`); None: it holds none, or one of more than 30 digits."""
    if not re.fullmatch(r"-?\d{1,20}(\.\d{1,20})?", text.strip(), re.ASCII):
        return None
    return exact(Decimal(text.strip()))


def exact(number: Decimal) -> Decimal | None:
    """The number as people mean it; None: it has more digits than anybody means.

    0.1 + 0.2 is 0.30000000000000004 where machines count in binary: what is beyond 15 digits is noise, and is dropped.
    """
    if not number.is_finite() or number.adjusted() >= 20:
        return None
    if number == number.to_integral_value() or len(number.as_tuple().digits) <= 15:
        return number
    return MEANT.plus(number).normalize()


def shown(value: Value) -> str:
    """The value as people read it: 40.00, not 4E+1; a whole number without a point."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}" if value != value.to_integral_value() or value.as_tuple().exponent == -2 else f"{value:.0f}"
    if isinstance(value, list):
        return ", ".join(shown(one) for one in value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value)


def spelled(value: Value) -> str:
    """A key as it is written in a table: 3 for 3.0, true and false."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else shown(value)
