"""Functions of time that CEL lacks and written policies need: ages, days and working days, hours of the day. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Protocol

from makegood.authority.conditions.values import EXACT, Value, as_day, kind_of, midnight, missing, moment


class Around(Protocol):
    """What functions know beside their arguments: the moment of the question, the zone of days, the working days."""

    @property
    def now(self) -> datetime | None:
        """None: nobody said when."""

    @property
    def zone(self) -> tzinfo:
        """In which days are counted."""

    def is_working_day(self, day: date) -> bool:
        """Somebody works on that day."""


class Misfit(Exception):
    """An argument is not what the function takes; the text says so in words."""


Work = Callable[..., Value]


@dataclass(frozen=True)
class Helper:
    """A function: its work, how many arguments it takes, and of which of CEL's types its answer is."""

    work: Work
    takes: tuple[int, ...] = (1,)
    answers: str = "DYN"


def at(value: Value, around: Around) -> datetime:
    """The moment that a time, or a text with one, stands for; a day stands for its beginning. Raises Misfit."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, str):
        if found := moment(value, around.zone):
            return found
        if day := as_day(value):
            return midnight(day, around.zone)
    raise Misfit(f"needs a time, not {kind_of(value)}")


def day_of(value: Value, around: Around) -> date:
    """The day, in the policy's zone, of a time or a text with one. Raises Misfit."""
    if isinstance(value, str) and (day := as_day(value)):
        return day
    return at(value, around).astimezone(around.zone).date()


def _between(unit: timedelta) -> Work:
    def work(around: Around, start: Value, end: Value) -> Value:
        return _units(at(end, around) - at(start, around), unit)

    return work


def _units(span: timedelta, unit: timedelta) -> Decimal:
    whole = Decimal(span // timedelta(microseconds=1))
    return EXACT.divide(whole, Decimal(unit // timedelta(microseconds=1)))


def days_between(around: Around, start: Value, end: Value) -> Value:
    """Days on the calendar of the policy's zone from the one to the other. Raises Misfit."""
    return Decimal((day_of(end, around) - day_of(start, around)).days)


def _working_days_between(around: Around, start: Value, end: Value) -> Value:
    """Working days after the first day, up to and with the last; negative when it lies before."""
    first, last = day_of(start, around), day_of(end, around)
    if first > last:
        return -_working_days_between(around, end, start)
    if (last - first).days > 4_000:
        raise Misfit("counts no more than ten years")
    days = (first + timedelta(days=step) for step in range(1, (last - first).days + 1))
    return Decimal(sum(around.is_working_day(day) for day in days))


def _months_between(around: Around, start: Value, end: Value) -> Value:
    """Whole months on the calendar; the last of a shorter month ends one begun on a later day."""
    first, last = day_of(start, around), day_of(end, around)
    if first > last:
        return -_months_between(around, end, start)
    months = (last.year - first.year) * 12 + last.month - first.month
    return Decimal(months - (last < _later(first, months)))


def _years_between(around: Around, start: Value, end: Value) -> Value:
    months = _months_between(around, start, end)
    return Decimal(int(months / 12))


def _later(day: date, months: int) -> date:
    """The same day so many months on; the last of a month that has no such day. Raises Misfit."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9_998:
        raise Misfit("leads too far away")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _add_days(around: Around, then: Value, count: Value) -> Value:
    return (day_of(then, around) + timedelta(days=_whole(count))).isoformat()


def _add_months(around: Around, then: Value, count: Value) -> Value:
    return _later(day_of(then, around), _whole(count)).isoformat()


def _whole(count: Value) -> int:
    if not isinstance(count, (int, Decimal)) or isinstance(count, bool) or count != int(count):
        raise Misfit(f"needs a whole number, not {kind_of(count)}")
    return int(count)


def _since(between: Work) -> Work:
    def work(around: Around, then: Value) -> Value:
        return missing("now") if around.now is None else between(around, then, around.now)

    return work


def _until(between: Work) -> Work:
    def work(around: Around, then: Value) -> Value:
        return missing("now") if around.now is None else between(around, around.now, then)

    return work


def _day(around: Around, value: Value) -> Value:
    return day_of(value, around).isoformat()


def _time_of_day(around: Around, value: Value) -> Value:
    return f"{at(value, around).astimezone(around.zone):%H:%M}"


def _weekday(around: Around, value: Value) -> Value:
    return "mon tue wed thu fri sat sun".split()[day_of(value, around).weekday()]


def _today(around: Around) -> Value:
    return missing("now") if around.now is None else _day(around, around.now)


MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

AGES: dict[str, Helper] = {
    "minutes_between": Helper(_between(MINUTE), (2,)),
    "minutes_since": Helper(_since(_between(MINUTE))),
    "minutes_until": Helper(_until(_between(MINUTE))),
    "hours_between": Helper(_between(HOUR), (2,)),
    "hours_since": Helper(_since(_between(HOUR))),
    "hours_until": Helper(_until(_between(HOUR))),
    "days_between": Helper(days_between, (2,)),
    "days_since": Helper(_since(days_between)),
    "days_until": Helper(_until(days_between)),
    "working_days_between": Helper(_working_days_between, (2,)),
    "working_days_since": Helper(_since(_working_days_between)),
    "working_days_until": Helper(_until(_working_days_between)),
    "months_between": Helper(_months_between, (2,)),
    "months_since": Helper(_since(_months_between)),
    "months_until": Helper(_until(_months_between)),
    "years_between": Helper(_years_between, (2,)),
    "years_since": Helper(_since(_years_between)),
    "add_days": Helper(_add_days, (2,), "STRING"),
    "add_months": Helper(_add_months, (2,), "STRING"),
    "day": Helper(_day, answers="STRING"),
    "time_of_day": Helper(_time_of_day, answers="STRING"),
    "weekday": Helper(_weekday, answers="STRING"),
    "today": Helper(_today, (0,), "STRING"),
}
