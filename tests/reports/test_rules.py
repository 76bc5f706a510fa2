"""The arithmetic of reports, and how it is said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from makegood.people.rules import Unfit
from makegood.reports import rules, words
from tests.world import DAY, HOUR, MINUTE, NOON

LATE, SOON = NOON + HOUR, NOON - HOUR


@pytest.mark.parametrize(
    ("minutes", "half", "nine"),
    [([], None, None), ([7], 7, 7), ([1, 2], 1, 2), ([3, 1, 2], 2, 3), (range(1, 11), 5, 9), (range(1, 101), 50, 90)],
)
def test_half_and_nine_in_ten_are_spans_that_there_were(minutes: list[int], half: int | None, nine: int | None) -> None:
    found = rules.spread(one * MINUTE for one in minutes)
    assert (found.half, found.nine) == (half and half * MINUTE, nine and nine * MINUTE)


@given(some.lists(some.integers(0, 10**6), min_size=1), some.integers(1, 100))
def test_so_many_of_a_hundred_did_not_exceed_it(minutes: list[int], percent: int) -> None:
    spans = sorted(one * MINUTE for one in minutes)
    found = rules.share(spans, percent)
    assert found in spans and sum(one <= found for one in spans) * 100 >= percent * len(spans)
    assert sum(one < found for one in spans) * 100 < percent * len(spans)


@pytest.mark.parametrize(
    ("state", "due_at", "kept_at", "fate"),
    [
        ("kept", NOON, SOON, "kept"),
        ("kept", LATE, NOON, "moved"),
        ("kept", NOON, LATE, "made_good"),  # corrected: it was kept, and late
        ("made_good", NOON, None, "made_good"),
        ("broken", NOON, None, "broken"),
        ("withdrawn", NOON, None, "withdrawn"),
    ],
)
def test_what_a_promise_counts_as(state: str, due_at: datetime, kept_at: datetime | None, fate: str) -> None:
    assert rules.became(state, due_at=due_at, first_due_at=NOON, kept_at=kept_at) == fate


def test_what_was_made_good_stays_broken() -> None:
    found = rules.word(["kept", "made_good", "broken", "withdrawn"])
    assert (found.due, found.broken, found.made_good, found.withdrawn) == (3, 2, 1, 1)


def test_a_period_is_the_last_thirty_days_unless_it_is_said() -> None:
    found = rules.period_of("", "", now=NOON, zone=UTC)
    assert (found.first, found.last) == (date(2026, 10, 21), date(2026, 11, 19))
    assert (found.until - found.since).days == 30


@pytest.mark.parametrize(
    ("first", "last"),
    [("x", ""), ("2026-11-20", "2026-11-19"), ("2024-01-01", "2026-01-01"), ("0001-01-01", ""), ("", "9999-12-31")],
)
def test_what_is_no_period_is_refused_in_words(first: str, last: str) -> None:
    with pytest.raises(Unfit, match=r"\."):
        rules.period_of(first, last, now=NOON, zone=UTC)


@pytest.mark.parametrize(
    ("span", "working", "calendar"),
    [
        (None, "–", "–"),
        (timedelta(0), "1 min", "1 min"),
        (59 * MINUTE, "59 min", "59 min"),
        (80 * MINUTE, "1 h 20 min", "1 h 20 min"),
        (27 * HOUR, "27 h", "27 h"),
        (3 * DAY + 4 * HOUR, "76 h", "3 days 4 h"),
        (20 * DAY + HOUR, "481 h", "20 days"),
    ],
)
def test_lengths_in_words(span: timedelta | None, working: str, calendar: str) -> None:
    assert words.length(span, is_working=True) == working
    assert words.length(span, is_working=False) == calendar
