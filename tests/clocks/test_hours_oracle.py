"""Working time is right to the minute: in every zone, over changes of clocks, breaks, nights, holidays, closures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.clocks.hours import Day, Hours
from tests.clocks.oracle import DAY, MINUTE, Oracle, utc

DAYS = 44
"""How many days the oracle knows; the last fifteen only show what comes next."""

CHANGES = [
    ("Europe/Berlin", utc(2026, 3, 18)),
    ("Europe/Berlin", utc(2026, 10, 14)),
    ("America/New_York", utc(2026, 2, 25)),
    ("America/New_York", utc(2026, 10, 21)),
    ("America/St_Johns", utc(2010, 10, 27)),  # put back one minute after midnight: the day before begins again
    ("Australia/Lord_Howe", utc(2026, 9, 23)),  # half an hour
    ("Atlantic/Azores", utc(2026, 10, 14)),  # from one o'clock to midnight
    ("Asia/Beirut", utc(2026, 3, 18)),  # midnight is skipped
    ("Pacific/Apia", utc(2011, 12, 20)),  # a whole day is skipped
    ("Asia/Kathmandu", utc(2026, 3, 18)),
    ("UTC", utc(2026, 12, 20)),
]


@dataclass(frozen=True)
class Case:
    """Some hours, what opens on each day as an oracle is told, and the first moment that it knows."""

    hours: Hours
    openings: dict[date, list[tuple[int, int]]]
    first: datetime

    @cached_property
    def oracle(self) -> Oracle:
        return Oracle(self.hours.zone, self.openings, self.first, DAYS)

    @property
    def last(self) -> datetime:
        return self.first + (DAYS - 15) * DAY


@st.composite
def days(draw: st.DrawFn) -> Day:
    """Up to three openings, with breaks or overlapping, past midnight too; often when clocks change."""
    spans = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.one_of(st.integers(0, 1439), st.integers(0, 200)))
        spans.append((start, start + draw(st.one_of(st.integers(1, 1440), st.integers(1, 240)))))
    return tuple(spans)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    zone, first = draw(st.sampled_from(CHANGES))
    calendar = [first.date() + n * DAY for n in range(-2, DAYS + 2)]
    week = tuple(draw(st.lists(days(), min_size=7, max_size=7).filter(any)))
    gap_from, gap = draw(st.integers(0, DAYS)), draw(st.sampled_from([0, 0, 3, 13, 14, 15, 20]))
    closed = frozenset([*calendar[gap_from : gap_from + gap], *draw(st.lists(st.sampled_from(calendar), max_size=3))])
    special = draw(st.dictionaries(st.sampled_from(calendar), days(), max_size=3))
    hours = Hours(zone, week, closed, tuple(special.items()))
    return Case(hours, _openings(week, closed, special, calendar), first)


def _openings(
    week: tuple[Day, ...], closed: frozenset[date], special: dict[date, Day], calendar: list[date]
) -> dict[date, list[tuple[int, int]]]:
    usual = {day: week[day.weekday()] if day not in closed else () for day in calendar}
    return {day: list(spans) for day, spans in (usual | special).items()}


def moments(case: Case) -> st.SearchStrategy[datetime]:
    minutes = (case.last - case.first) // MINUTE
    return st.integers(2 * 1440, minutes).map(lambda minute: case.first + minute * MINUTE)


def _all_agrees(case: Case, data: st.DataObject) -> None:
    hours, oracle = case.hours, case.oracle
    start, end = sorted(data.draw(st.tuples(moments(case), moments(case)), label="between"))
    for at in (start, end):
        assert hours.is_open(at) == oracle.is_open(at)
        assert hours.next_open(at) == oracle.next_open(at)
        assert hours.closes_at(at) == oracle.closes_at(at)
    assert list(hours.openings(start, end)) == oracle.openings(start, end)
    worked = oracle.between(start, end)
    assert hours.between(start, end) == worked
    work = data.draw(st.integers(0, worked // MINUTE), label="minutes") * MINUTE
    assert hours.add(start, work) == oracle.add(start, work)
    assert hours.before(end, work) == oracle.before(end, work)


@given(cases(), st.data())
@settings(max_examples=10)
def test_every_minute_is_counted_as_when_looked_at_by_itself(case: Case, data: st.DataObject) -> None:
    _all_agrees(case, data)


@pytest.mark.long
@given(cases(), st.data())
@settings(max_examples=5_000)
def test_every_minute_of_many_weeks(case: Case, data: st.DataObject) -> None:
    _all_agrees(case, data)


@given(cases(), st.data())
@settings(max_examples=30)
def test_adding_and_counting_undo_each_other_to_the_second(case: Case, data: st.DataObject) -> None:
    start = data.draw(moments(case)) + data.draw(st.integers(0, 59)) * timedelta(seconds=1)
    work = data.draw(st.integers(1, 100_000)) * timedelta(seconds=1)
    end = case.hours.add(start, work)
    assert case.hours.between(start, end) == work
    assert case.hours.between(case.hours.before(end, work), end) == work


@given(cases(), st.data(), st.integers(0, 5))
@settings(max_examples=30)
def test_who_writes_later_is_never_due_earlier(case: Case, data: st.DataObject, working_days: int) -> None:
    start, end = sorted(data.draw(st.tuples(moments(case), moments(case))))
    work = working_days * timedelta(hours=3)
    assert case.hours.add(start, work) <= case.hours.add(end, work)
    assert start <= case.hours.add_days(start, working_days) <= case.hours.add_days(end, working_days)


@pytest.mark.long
@given(cases(), st.data(), st.integers(0, 5))
@settings(max_examples=5_000)
def test_who_writes_later_in_many_weeks(case: Case, data: st.DataObject, working_days: int) -> None:
    start, end = sorted(data.draw(st.tuples(moments(case), moments(case))))
    assert start <= case.hours.add_days(start, working_days) <= case.hours.add_days(end, working_days)
