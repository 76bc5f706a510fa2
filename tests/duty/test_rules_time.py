"""On duty: the roster, unless they say otherwise, never while they are away. Held against an oracle."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.clocks.hours import ALWAYS, Hours
from makegood.people.duty.rules import (
    Away,
    Line,
    Person,
    Said,
    State,
    Work,
    next_on_duty,
    off_duty_at,
    on_duty,
    said_until,
    status_of,
)
from makegood.people.duty.rules.time import changes_at

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MON = datetime(2026, 11, 16, tzinfo=UTC)
OFFICE = Hours(week=(((480, 1020),),) * 5 + ((), ()))
EIGHT_TO_FIVE = Line(480, 1020, ((720, 780),))
WEEK = ((EIGHT_TO_FIVE,),) * 5 + ((), ())


def at(day: int, hour: float) -> datetime:
    """So many days after the Monday, at that hour."""
    return MON + day * DAY + hour * HOUR


def ana(**facts: object) -> Person:
    """Ana, with an office that is open from eight to five on weekdays."""
    return Person(1, **({"hours": (OFFICE,)} | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("person", "when", "is_on", "back"),
    [
        (Person(1), at(6, 3), True, at(6, 3)),  # no hours at all: always
        (ana(), at(0, 9), True, at(0, 9)),
        (ana(), at(0, 18), False, at(1, 8)),
        (ana(), at(4, 18), False, at(7, 8)),
        (ana(week=WEEK), at(0, 12.5), False, at(0, 13)),  # a break
        (ana(week=((),) * 7), at(0, 9), False, None),  # a roster without a day
        (ana(is_active=False), at(0, 9), False, None),
        (ana(absences=(Away(at(0, 0)),)), at(0, 9), False, None),  # an unknown return is never
        (ana(absences=(Away(at(0, 0), at(1, 12)),)), at(0, 9), False, at(1, 12)),
        (ana(absences=(Away(at(0, 0), at(1, 0)), Away(at(1, 0), at(2, 0)))), at(0, 9), False, at(2, 8)),
        (ana(shifts=(Work(date(2026, 11, 16)),)), at(0, 9), False, at(1, 8)),  # a free day
        (ana(shifts=(Work(date(2026, 11, 16), (at(0, 14), at(0, 22))),)), at(0, 9), False, at(0, 14)),
        (ana(shifts=(Work(date(2026, 11, 21), (at(5, 10), at(5, 14))),)), at(4, 18), False, at(5, 10)),
        (Person(1, shifts=(Work(date(2026, 11, 16)),)), at(0, 9), False, at(1, 0)),  # always, but for that day
        (ana(planned=((date(2026, 11, 16), date(2026, 11, 18)),)), at(0, 9), False, at(3, 8)),
        (ana(week=WEEK, planned=((date(2026, 11, 16), date(2026, 11, 18)),)), at(0, 9), True, at(0, 9)),
        (ana(said=Said(is_on=False, at=at(0, 9))), at(0, 10), False, at(1, 8)),  # until the next opening
        (ana(said=Said(is_on=False, at=at(0, 9))), at(1, 9), True, at(1, 9)),
        (ana(said=Said(is_on=True, at=at(0, 19))), at(0, 20), True, at(0, 20)),
        (ana(said=Said(is_on=True, at=at(0, 19))), at(1, 20), False, at(2, 8)),
        (ana(week=WEEK, said=Said(is_on=False, at=at(0, 9))), at(0, 14), False, at(1, 8)),  # a break ends nothing
        (ana(week=WEEK, said=Said(is_on=True, at=at(0, 12.2))), at(0, 12.5), True, at(0, 12.5)),
        (Person(1, said=Said(is_on=False, at=at(0, 9))), at(5, 9), False, None),
        (ana(said=Said(is_on=True, at=at(0, 9)), absences=(Away(at(0, 0)),)), at(0, 10), False, None),
    ],
)
def test_who_is_on_duty_and_when_they_are_back(
    person: Person, when: datetime, is_on: bool, back: datetime | None
) -> None:
    assert on_duty(person, when) is is_on
    assert next_on_duty(person, when) == back


def test_a_closed_day_of_the_place_is_off_whatever_the_usual_week_says_and_a_dated_shift_is_not() -> None:
    holiday = date(2026, 11, 17)
    place = Hours(week=OFFICE.week, closed=frozenset({holiday}))
    assert next_on_duty(Person(1, hours=(place,), week=WEEK), at(0, 18)) == at(2, 8)
    helps_out = Person(1, hours=(place,), week=WEEK, shifts=(Work(holiday, (at(1, 9), at(1, 11))),))
    assert next_on_duty(helps_out, at(0, 18)) == at(1, 9)


def test_a_night_shift_runs_past_midnight_and_through_a_change_of_clocks() -> None:
    night = Person(1, zone="Europe/Berlin", week=((),) * 6 + ((Line(1320, 1800),),))  # Sunday 22:00 to Monday 06:00
    before = datetime(2026, 10, 25, 21, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    since = next_on_duty(night, before)
    assert since == datetime(2026, 10, 25, 21, 0, tzinfo=UTC)
    assert off_duty_at(night, since) == datetime(2026, 10, 26, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("person", "when", "state", "words"),
    [
        (Person(1), at(0, 9), State.ON, "on duty"),
        (ana(), at(0, 9), State.ON, "on duty until 17:00"),
        (ana(week=WEEK), at(0, 9), State.ON, "on duty until noon"),
        (ana(week=WEEK), at(0, 12.5), State.BREAK, "on a break until 13:00"),
        (ana(), at(4, 18), State.OFF, "back Mon 08:00"),
        (ana(absences=(Away(at(0, 0), at(1, 0)),)), at(0, 9), State.AWAY, "away, back tomorrow 08:00"),
        (ana(absences=(Away(at(0, 0)),)), at(0, 9), State.AWAY, "away, back unknown"),
        (ana(week=((),) * 7), at(0, 9), State.OFF, "off"),
        (ana(is_active=False), at(0, 9), State.GONE, "no longer works here"),
    ],
)
def test_where_somebody_stands_is_said_in_words(person: Person, when: datetime, state: State, words: str) -> None:
    status = status_of(person, when)
    assert status.state is state
    assert status.words(now=when, zone=UTC) == words


# The oracle knows nothing of stretches: it looks at each quarter of an hour by itself.

QUARTER = 15
quarters = st.integers(0, 95)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    start = draw(quarters)
    length = draw(st.integers(4, 60))
    begin, end = start * QUARTER, (start + length) * QUARTER
    breaks = ((begin + QUARTER, begin + 2 * QUARTER),) if draw(st.booleans()) else ()
    return Line(begin, end, breaks)


weeks = st.one_of(st.none(), st.lists(st.lists(lines(), max_size=1).map(tuple), min_size=7, max_size=7).map(tuple))
moments = st.integers(0, 7 * 96).map(lambda n: MON + n * QUARTER * MINUTE)


@st.composite
def persons(draw: st.DrawFn) -> Person:
    shifts = []
    for day in draw(st.sets(st.integers(0, 6), max_size=3)):
        start = at(day, 0) + draw(quarters) * QUARTER * MINUTE
        stretch = (start, start + draw(st.integers(1, 80)) * QUARTER * MINUTE)
        shifts.append(Work(start.date(), stretch if draw(st.booleans()) else None))
    absences = [
        Away(since, None if draw(st.integers(0, 9)) == 0 else since + draw(st.integers(1, 200)) * QUARTER * MINUTE)
        for since in draw(st.lists(moments, max_size=2))
    ]
    return Person(
        1,
        hours=(draw(st.sampled_from([ALWAYS, OFFICE])),),
        week=draw(weeks),
        shifts=tuple(sorted(shifts, key=lambda one: one.day)),
        absences=tuple(absences),
        said=draw(st.one_of(st.none(), st.builds(Said, st.booleans(), moments))),
    )


def works(person: Person, when: datetime, *, breaks: bool) -> bool:
    """What the plan alone says of that moment, looked up by hand. `breaks`: they count as work."""
    dated = {one.day: one for one in person.shifts}
    for one in person.shifts:
        if one.stretch and one.stretch[0] <= when < one.stretch[1]:
            return True
    for day in (when.date(), when.date() - DAY):
        minute = (when - datetime.combine(day, datetime.min.time(), UTC)) // MINUTE
        if day in dated:
            continue
        if person.week is None:
            spans = [(0, 1440)] if person.hours == (ALWAYS,) else list(OFFICE.week[day.weekday()])
            if any(start <= minute < end for start, end in spans):
                return True
        elif any(
            one.start <= minute < one.end and (breaks or not any(a <= minute < b for a, b in one.breaks))
            for one in person.week[day.weekday()]
        ):
            return True
    return False


def so_far(person: Person, when: datetime) -> Person:
    """The same, knowing nothing that is said only later."""
    return replace(person, said=None) if person.said and person.said.at > when else person


def oracle(person: Person, when: datetime) -> bool:
    if any(one.since <= when and (one.until is None or when < one.until) for one in person.absences):
        return False
    said = person.said
    if said and said.at <= when and not _changed(person, said, when):
        return said.is_on
    return works(person, when, breaks=False)


def _changed(person: Person, said: Said, when: datetime) -> bool:
    """Whether a shift began or ended after it was said (of an office: whether it opened, for who is off)."""
    was, step = works(person, said.at, breaks=True), said.at
    while step < when:
        step += QUARTER * MINUTE
        is_now = works(person, step, breaks=True)
        if is_now != was and (said.is_on or person.week is not None or is_now):
            return True
        was = is_now
    return False


@settings(max_examples=60, deadline=None)
@given(persons(), moments)
def test_each_quarter_of_an_hour_is_as_the_oracle_says(person: Person, start: datetime) -> None:
    steps = [start + n * QUARTER * MINUTE for n in range(0, 96, 5)]
    for when in steps:
        assert on_duty(person, when) == oracle(person, when), when


@settings(max_examples=60, deadline=None)
@given(persons(), moments)
def test_nobody_is_on_duty_before_they_come_next_and_then_they_are(person: Person, when: datetime) -> None:
    person = so_far(person, when)
    back = next_on_duty(person, when)
    if back is not None:
        assert back >= when and oracle(person, back)
    step, end = when, min(back or when + 5 * DAY, when + 5 * DAY)
    while step < end:
        assert not on_duty(person, step), step
        step += 3 * QUARTER * MINUTE


@settings(max_examples=60, deadline=None)
@given(persons(), moments)
def test_who_is_on_duty_stays_until_they_go(person: Person, when: datetime) -> None:
    person = so_far(person, when)
    until = off_duty_at(person, when)
    if until is None:
        return
    assert on_duty(person, when) and not on_duty(person, until)
    step = when
    while step < until:
        assert oracle(person, step), step
        step += 3 * QUARTER * MINUTE
    assert changes_at(person, when) == until


@settings(max_examples=40, deadline=None)
@given(persons())
def test_what_somebody_says_holds_until_it_is_said_to(person: Person) -> None:
    until = said_until(person)
    if person.said and until:
        assert until > person.said.at
