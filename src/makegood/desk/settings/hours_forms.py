"""The fields of office hours: a week of openings, holidays, special days. All of them plain fields of a plain form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from makegood.clocks.hours import MINUTES_A_DAY, Day, Hours, Span
from makegood.desk.settings.hours_words import clock, weekday
from makegood.people.rules import Unfit

A_DAY = 2  # openings for which each day has fields: before and after the break
FREE = 2  # special days beside those that are there
MOST_DAYS = 400
USUAL: tuple[Day, ...] = (((540, 1020),),) * 5 + ((), ())
Pair = tuple[str, str]


class HoursForm(forms.Form):
    """What is said once; the week and special days are read by `said`."""

    name = forms.CharField(max_length=120)
    zone = forms.CharField(max_length=64)
    country = forms.CharField(max_length=2, required=False)
    subdivision = forms.CharField(max_length=60, required=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A day with fields for its openings. `day` is a number of the week, or a date as the browser writes it."""

    day: str
    label: str
    pairs: list[Pair]

    @property
    def has_break(self) -> bool:
        """Whether the fields after the first opening are in use."""
        return any(start or end for start, end in self.pairs[1:])


def rows(hours: Hours, sent: QueryDict | None = None) -> list[Row]:
    """The week's fields: as they were sent, else as the hours are."""
    if sent is not None:
        return [Row(str(number), weekday(number), _sent(sent, str(number))) for number in range(7)]
    return [Row(str(number), weekday(number), _pairs(day)) for number, day in enumerate(hours.week or ((),) * 7)]


def special_rows(hours: Hours, sent: QueryDict | None = None, *, since: date) -> list[Row]:
    """The fields of special days, past ones left out, and some that are free."""
    if sent is not None:
        found = [Row(day, "", _sent(sent, f"s{at}")) for at, day in enumerate(sent.getlist("special"))]
    else:
        found = [Row(day.isoformat(), "", _pairs(spans)) for day, spans in hours.special if day >= since]
    return found + [Row("", "", _pairs(())) for _free in range(FREE)]


def said(form: HoursForm, sent: QueryDict) -> Hours:
    """The hours that the form says. Raises Unfit in words."""
    try:
        return Hours(
            zone=form.cleaned_data["zone"],
            week=tuple(_day(_sent(sent, str(number)), weekday(number)) for number in range(7)),
            special=_special(sent),
            country=form.cleaned_data["country"],
            subdivision=form.cleaned_data["subdivision"] if form.cleaned_data["country"] else "",
        )
    except (ArithmeticError, ValueError) as error:
        raise Unfit(str(error)) from error


def _special(sent: QueryDict) -> tuple[tuple[date, Day], ...]:
    found: dict[date, Day] = {}
    for at, text in enumerate(sent.getlist("special")[:MOST_DAYS]):
        pairs = _sent(sent, f"s{at}")
        if not text:
            if any(start or end for start, end in pairs):
                raise Unfit(_("Which day is special? Choose its date."))
            continue
        found[_date(text)] = _day(pairs, text)
    return tuple(sorted(found.items()))


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Unfit(_("“%(day)s” is no date. They look like 2026-12-24.") % {"day": text[:20]}) from error


def _sent(sent: QueryDict, day: str) -> list[Pair]:
    return list(zip(sent.getlist(f"from-{day}"), sent.getlist(f"to-{day}"), strict=False))[:8]


def _pairs(day: Day) -> list[Pair]:
    """The openings as their fields show them, with room for a break."""
    filled = [(clock(start), clock(end)) for start, end in day]
    return filled + [("", "")] * max(0, A_DAY - len(filled))


def _day(pairs: Sequence[Pair], label: str) -> Day:
    day = tuple(sorted(_span(start, end, label) for start, end in pairs if start or end))
    for (_start, end), (start, _end) in pairwise(day):
        if start < end:
            raise Unfit(_("%(day)s: two openings overlap. Make one of them.") % {"day": label})
    return day


def _span(start: str, end: str, label: str) -> Span:
    """An end that is not later than the start is on the next day: 22:00 to 02:00."""
    since, until = _minutes(start, label), _minutes(end, label)
    return since, until if until > since else until + MINUTES_A_DAY


def _minutes(text: str, label: str) -> int:
    found = re.fullmatch(r"\s*(\d{1,2})(?:[:.](\d{2}))?\s*", text)
    if not found or int(found[1]) > 24 or int(found[2] or 0) > 59:
        raise Unfit(_("%(day)s: from when to when? Times look like 09:30.") % {"day": label})
    at = timedelta(hours=int(found[1]), minutes=int(found[2] or 0))
    return int(at.total_seconds() // 60) % MINUTES_A_DAY
