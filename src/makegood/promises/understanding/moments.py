"""The moment that a sentence names as its latest: "tomorrow before noon", "bis Freitag 17 Uhr". Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from makegood.clocks.hours import Hours
from makegood.promises.understanding.patterns import (
    AFTER,
    BARE,
    BEFORE,
    BETWEEN,
    CLOCK,
    DATE,
    END_OF,
    HALF,
    HOUR,
    ISO,
    MONTHS,
    NEXT_WEEK,
    NUMBERS,
    ON_WEEKDAY,
    PARTS,
    RELATIVE,
    SPAN,
    THE_DAY,
    THE_HOUR,
    WEEKDAYS,
)

EVENING = time(18)
SMALL_HOURS = 7
DAY = timedelta(days=1)
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Day:
    """Now, on the wall of whoever is meant, and our office hours."""

    now: datetime
    hours: Hours

    def at(self, day: date, minutes: int) -> datetime:
        """So many minutes after midnight of the day."""
        return datetime.combine(day, time(), self.now.tzinfo) + timedelta(minutes=minutes)

    def closes(self, day: date) -> datetime:
        """When we close on that day; six in the evening when we are always open, or not at all."""
        evening = datetime.combine(day, EVENING, self.now.tzinfo)
        if self.hours.is_always:
            return evening
        midnight = datetime.combine(day, time(), self.now.tzinfo)
        ends = [end for _, end in self.hours.openings(midnight, midnight + DAY)]
        return ends[-1].astimezone(self.now.tzinfo) if ends else evening

    def is_open(self, at: datetime) -> bool:
        """Somebody is there."""
        return self.hours.is_open(at)


@dataclass(frozen=True, slots=True)
class Moment:
    """When, and which parts of the sentence said so."""

    at: datetime
    spans: tuple[Span, ...]


def moment_in(clause: str, day: Day) -> Moment | None:
    """The latest moment that the clause names; None when it names none, or only a vague one."""
    said = clause.lower().replace("good morning", "gggg mmmmmmm")
    for find in (_span, _the_hour, _the_day):
        if found := find(said, day):
            return found
    return _day_and_clock(said, day)


def _span(said: str, day: Day) -> Moment | None:
    found = SPAN.search(said)
    if found is None:
        return None
    return Moment(_later(_number(found[1]), found[2], day), (found.span(),))


def _later(number: int, unit: str, day: Day) -> datetime:
    if unit.startswith("min"):
        return day.now + timedelta(minutes=number)
    if unit.startswith(("hour", "stunde")):
        return day.now + timedelta(hours=number)
    if unit.startswith(("working", "business", "werktag", "arbeitstag")):
        return day.closes(_working(day, number))
    return day.closes((day.now + timedelta(days=number * (7 if unit.startswith(("week", "woche")) else 1))).date())


def _working(day: Day, number: int) -> date:
    """So many working days ahead; Saturdays and Sundays are none where we have no hours."""
    at = day.now.date()
    while number:
        at += DAY
        number -= at.weekday() < 5 if day.hours.is_always else day.hours.is_working_day(at)
    return at


def _the_hour(said: str, day: Day) -> Moment | None:
    found = THE_HOUR.search(said)
    return Moment(day.now + timedelta(hours=1), (found.span(),)) if found else None


def _the_day(said: str, day: Day) -> Moment | None:
    found = THE_DAY.search(said)
    return Moment(day.closes(day.now.date()), (found.span(),)) if found else None


def _day_and_clock(said: str, day: Day) -> Moment | None:
    when, span = _date_in(said, day)
    rest = said[: span[0]] + " " * (span[1] - span[0]) + said[span[1] :] if span else said
    minutes, clock, is_open_ended = _clock_in(rest, when or day.now.date(), day)
    spans = tuple(one for one in (span, clock) if one)
    if when is None and minutes is None:
        return None
    on = when or day.now.date()
    if minutes is None or is_open_ended:
        is_before = span is not None and clock is None and BEFORE.search(said[: span[0]]) is not None
        return Moment(day.closes(on - DAY if is_before else on), spans)
    return Moment(day.at(on, minutes), spans)


def _date_in(said: str, day: Day) -> tuple[date | None, Span | None]:
    finders: tuple[Callable[[str, date], tuple[date, Span] | None], ...] = (
        _iso, _written, _relative, _weekday, _end_of, _next_week,
    )  # fmt: skip
    for find in finders:
        if found := find(said, day.now.date()):
            return found
    return None, None


def _iso(said: str, today: date) -> tuple[date, Span] | None:
    found = ISO.search(said)
    return _real(int(found[1]), int(found[2]), int(found[3]), found.span()) if found else None


def _written(said: str, today: date) -> tuple[date, Span] | None:
    found = DATE.search(said)
    if found is None:
        return None
    number = int(found[1] or found[4] or found[5])
    month = int(found[6]) if found[6] else MONTHS[found[2] or found[3]]
    this_year = _real(today.year, month, number, found.span())
    is_past = this_year is not None and this_year[0] < today
    return _real(today.year + 1, month, number, found.span()) if is_past else this_year


def _real(year: int, month: int, number: int, span: Span) -> tuple[date, Span] | None:
    try:
        return date(year, month, number), span
    except ValueError:
        return None


def _relative(said: str, today: date) -> tuple[date, Span] | None:
    for pattern, days in RELATIVE:
        if found := pattern.search(said):
            return today + days * DAY, found.span()
    return None


def _weekday(said: str, today: date) -> tuple[date, Span] | None:
    found = ON_WEEKDAY.search(said)
    if found is None:
        return None
    ahead = (WEEKDAYS[found[2]] - today.weekday()) % 7
    if (found[1] or "").strip() in ("next", "nächsten") and ahead == 0:
        ahead = 7
    end = found.end() - (1 if found[0].endswith(" ") else 0)
    return today + ahead * DAY, (found.start(), end)


def _end_of(said: str, today: date) -> tuple[date, Span] | None:
    found = END_OF.search(said)
    if found is None:
        return None
    what = next(one for one in found.groups() if one)
    if what in ("week", "woche", "wochen"):
        is_next = "next" in found[0] or "nächster" in found[0]
        return today + ((4 - today.weekday()) % 7 + (7 if is_next else 0)) * DAY, found.span()
    first = (today.replace(day=1) + 32 * DAY).replace(day=1)
    return first - DAY, found.span()


def _next_week(said: str, today: date) -> tuple[date, Span] | None:
    found = NEXT_WEEK.search(said)
    return (today + (7 - today.weekday() + 4) * DAY, found.span()) if found else None


def _clock_in(said: str, on: date, day: Day) -> tuple[int | None, Span | None, bool]:
    """Minutes after midnight, where the clause says so, and whether it is only a beginning ("after 3")."""
    if found := BETWEEN.search(said):
        return _hours(int(found[2]), int(found[3] or 0), found[4] or "", on, day), found.span(), False
    for pattern in (CLOCK, HOUR, BARE, HALF):
        if found := pattern.search(said):
            minutes = _minutes(pattern, found, on, day)
            if minutes is None:
                continue
            lead = said[: found.start()] + (found[0] if pattern is BARE else "")
            is_after = bool(AFTER.search(lead)) or (pattern is BARE and found[0].startswith(("after", "nach", "ab")))
            return minutes, found.span(), is_after
    for pattern, part in PARTS:
        if found := pattern.search(said):
            closes = day.closes(on)
            return part if part is not None else closes.hour * 60 + closes.minute, found.span(), False
    return None, None, False


def _minutes(pattern: re.Pattern[str], found: re.Match[str], on: date, day: Day) -> int | None:
    if pattern is HALF:
        number = _number(found[1] or found[2])
        return _hours(number - (1 if found[2] else 0), 30, "", on, day)
    if pattern is CLOCK:
        return _hours(int(found[1]), int(found[2]), found[3] or "uhr", on, day)
    return _hours(_number(found[1]), 0, found[2] if pattern is HOUR else "", on, day)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBERS[word]


def _hours(hour: int, minute: int, half: str, on: date, day: Day) -> int | None:
    """On the wall. Without am or pm, of two the one at which we are there; else a working hour.

    Said as on a clock of 24 hours it stands, except in the small hours: "um 3 Uhr" and "3:30" are afternoons.
    """
    if hour > 24 or minute > 59:
        return None
    half = half.replace(".", "")
    if half in ("am", "pm"):
        return (hour % 12 + (12 if half == "pm" else 0)) * 60 + minute
    minutes = hour * 60 + minute
    if hour >= 12 or (half == "uhr" and not 0 < hour < SMALL_HOURS):
        return minutes
    later = minutes + 12 * 60
    if not day.hours.is_always and day.is_open(day.at(on, minutes)) != day.is_open(day.at(on, later)):
        return minutes if day.is_open(day.at(on, minutes)) else later
    return minutes if hour >= 8 else later
