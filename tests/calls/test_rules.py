"""When the next call is tried, and what may become of one that we owe. No database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from makegood.base.phones import number_in, shown
from makegood.calls import rules
from makegood.calls.models import State
from makegood.calls.rules import APART, TABLE, Trying, next_try, why_not_try
from makegood.clocks.hours import ALWAYS, Hours

HOUR = timedelta(hours=1)
SHOP = Hours(zone="Europe/Berlin", week=(((540, 1080),),) * 5 + ((), ()))
MORNING = datetime(2026, 11, 19, 9, 30, tzinfo=UTC)  # a Thursday, half past ten in Berlin


def test_the_tries_lie_in_working_time_and_at_different_times_of_day() -> None:
    tried = [MORNING]
    for _ in range(2):
        tried.append(next_try(tried, hours=SHOP))
    assert all(SHOP.is_open(at) for at in tried)
    walls = [at.astimezone(SHOP.tz) for at in tried]
    minutes = [at.hour * 60 + at.minute for at in walls]
    assert all(abs(one - two) >= APART.seconds // 60 for one in minutes for two in minutes if one != two)
    assert len({at.date() for at in walls}) > 1
    assert all(one < two for one, two in pairwise(tried))


@pytest.mark.parametrize("hours", [SHOP, ALWAYS])
def test_however_often_one_tries_there_is_a_next_time(hours: Hours) -> None:
    tried = [MORNING]
    for _ in range(20):
        tried.append(next_try(tried, hours=hours))
    assert all(one < two <= one + timedelta(days=5) for one, two in pairwise(tried))


def test_each_state_but_open_is_an_end() -> None:
    assert {move.comes_from for move in TABLE} == {None, State.OPEN}
    assert {state for move in TABLE for state in move.to} == set(State)
    assert [rules.possible(state) for state in State if state != State.OPEN] == [[]] * 4


@pytest.mark.parametrize(
    ("said", "region", "number"),
    [
        ("030 123456", "DE", "+4930123456"),
        ("+49 (0)30 / 12 34 56", "", "+4930123456"),
        ("0049 30 123456", "DE", "+4930123456"),
        ("(415) 555-2671", "US", "+14155552671"),
        ("030 123456", "", ""),
        ("eva@post.example", "DE", ""),
        ("1", "DE", ""),
        ("+49 30 123456 ext 7", "DE", ""),
        ("9" * 41, "DE", ""),
        ("", "DE", ""),
    ],
)
def test_numbers_are_read_as_people_write_them(said: str, region: str, number: str) -> None:
    assert number_in(said, region=region) == number


def test_a_number_is_shown_as_one_reads_it() -> None:
    assert shown("+4930123456") == "+49 30 123456"
    assert shown("withheld") == "withheld"


def test_a_wish_lies_ahead_and_is_near() -> None:
    assert not rules.why_not_call_at(None, now=MORNING)
    assert not rules.why_not_call_at(MORNING + timedelta(hours=1), now=MORNING)
    assert "passed" in rules.why_not_call_at(MORNING, now=MORNING)
    assert "90 days" in rules.why_not_call_at(MORNING + timedelta(days=91), now=MORNING)


def test_the_distance_between_tries_is_the_one_that_was_chosen() -> None:
    first = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
    trying = Trying(5, HOUR, 20 * HOUR)
    second = next_try([first], hours=SHOP, trying=trying)
    assert second >= SHOP.add(first, HOUR) and second < next_try([first], hours=SHOP)
    assert next_try([first, second], hours=SHOP, trying=trying) >= SHOP.add(second, 20 * HOUR)


def test_nobody_is_called_again_at_once_or_for_ever() -> None:
    assert not why_not_try(Trying())
    assert "9 times" in why_not_try(Trying(tries=10)) and "once at least" in why_not_try(Trying(tries=0))
    assert "one working hour" in why_not_try(Trying(first=HOUR / 2))
    assert "at most" in why_not_try(Trying(later=100 * HOUR))
