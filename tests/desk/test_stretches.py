"""The lines between the rows of a list, and the parts of a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from makegood.conversations.queries import Row
from makegood.desk.inbox import stretches
from makegood.desk.today import stretches as parts
from makegood.desk.today import summary

NOW = datetime(2026, 11, 19, 9, 42, tzinfo=UTC)  # a Thursday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def row(due: datetime | None, number: int = 1) -> Row:
    return Row(
        number, "Eva", "Lamp", "", [], "", "mail", "open", "next_response" if due else "", due, None, False, None
    )


def between(*dues: datetime | None, is_first: bool = True) -> list[str]:
    lines = stretches([row(due) for due in dues], NOW, is_first=is_first)
    return [kind if kind != "stretch" else str(what) for kind, what in lines]


def test_a_line_says_now_between_what_is_late_and_what_is_ahead() -> None:
    assert between(NOW - HOUR, NOW + HOUR) == ["row", "now", "row"]


def test_when_nothing_is_late_the_line_stands_first() -> None:
    assert between(NOW + HOUR, NOW + 2 * HOUR) == ["now", "row", "row"]


def test_when_everything_is_late_there_is_no_line() -> None:
    assert between(NOW - HOUR, NOW) == ["row", "row"]


def test_when_nothing_is_due_today_the_line_says_so() -> None:
    assert between(NOW - HOUR, NOW + DAY) == ["row", "now", "Tomorrow", "row"]


def test_later_stretches_are_named_once() -> None:
    dues = [NOW + HOUR, NOW + DAY, NOW + DAY, NOW + 2 * DAY, NOW + 5 * DAY, NOW + 30 * DAY]
    assert between(*dues) == [
        "now",
        "row",
        "Tomorrow",
        "row",
        "row",
        "This week",
        "row",
        "Next week",
        "row",
        "Later",
        "row",
    ]


def test_a_following_page_does_not_say_now_again() -> None:
    assert between(NOW + HOUR, is_first=False) == ["row"]


def test_what_has_no_clock_has_no_lines() -> None:
    assert between(None, None) == ["row", "row"]


def test_a_day_is_told_in_its_parts() -> None:
    owed = [
        row(NOW - HOUR),
        row(NOW + HOUR),
        row(NOW + 5 * HOUR),
        row(NOW + 10 * HOUR),
        row(NOW + DAY),
        row(NOW + 9 * DAY),
    ]
    assert [one.title for one in parts(owed, NOW)] == [
        "Late", "Before lunch", "This afternoon", "This evening", "Tomorrow", "Later",
    ]  # fmt: skip


SUMMARIES = [
    ([], "Nobody is waiting for you today."),
    ([NOW + DAY], "Nobody is waiting for you today."),
    ([NOW + HOUR], "1 answer to give today."),
    ([NOW - HOUR, NOW + HOUR, NOW + 2 * HOUR], "1 answer is late, 2 answers to give today."),
    ([NOW - HOUR, NOW - 2 * HOUR], "2 answers are late."),
]


@pytest.mark.parametrize(("dues", "words"), SUMMARIES)
def test_the_day_is_summed_up_in_one_sentence(dues: list[datetime], words: str) -> None:
    assert summary([row(due) for due in dues], NOW) == words
