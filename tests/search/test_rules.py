"""Marks narrow a search; they never lose what was asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.base.folding import MOST_TEXT, folded, spaced
from makegood.search import rules

FIRST, LAST = date(1990, 1, 1), date(2026, 11, 23)
DAYS = st.dates(FIRST, LAST)


@given(after=DAYS, length=st.integers(0, 4000), hour=st.integers(0, 23), offset=st.integers(-1, 4000))
def test_each_moment_between_two_days_has_a_mark_of_the_span(after: date, length: int, hour: int, offset: int) -> None:
    before = min(LAST, after + timedelta(days=length))
    moment = datetime(after.year, after.month, after.day, hour, tzinfo=UTC) + timedelta(days=min(offset, length))
    marks = rules.marks_between(after, before, first=FIRST, last=LAST)
    assert moment.date() > before or moment.date() < FIRST or set(rules.time_marks(moment).split()) & set(marks)
    assert len(marks) < 120


def test_spans_are_few_marks_and_nothing_beyond_a_day() -> None:
    assert rules.marks_between(date(2024, 1, 2), date(2025, 12, 31), first=FIRST, last=LAST) == [
        "y2024",
        "y2025",
        "d20260101",
    ]
    assert rules.marks_between(date(2026, 5, 3), date(2026, 5, 3), first=FIRST, last=LAST) == [
        "d20260502", "d20260503", "d20260504",
    ]  # fmt: skip
    assert rules.marks_between(date(2027, 1, 1), None, first=FIRST, last=LAST) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Crème  BRÛLÉE!", "creme brulee"),
        ("snake_case a-b", "snake case a b"),
        ("退款 now", "退 款 now"),
        ("Straße", "strasse"),
        ("a\0b", "a b"),
        ("'; DROP <x>:*&|", "drop x"),
    ],
)
def test_folding(text: str, words: str) -> None:
    assert folded(text) == words


@given(st.text())
def test_folded_words_hold_no_sign(text: str) -> None:
    assert all(one.isalnum() or one.isspace() or not one.isascii() for one in folded(text))


def test_endless_texts_are_cut() -> None:
    assert len(spaced("x" * 10**6)) == MOST_TEXT
