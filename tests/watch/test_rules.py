"""When an order is in trouble, and when it is looked at again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from makegood.watch import rules
from makegood.watch.rules import Facts, Limits, Why

TODAY = date(2026, 11, 19)
LIMITS = Limits(since=date(2026, 10, 1), grace_days=1)


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def facts(**known: object) -> Facts:
    plain = {"standing": "placed", "is_back_ordered": False, "placed_on": day(-3), "expected_on": None,
             "first_expected_on": None, "moved_on": None}  # fmt: skip
    return Facts(**(plain | known))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "why", "named", "again"),
    [
        ({}, None, None, day(12)),
        ({"placed_on": day(-14)}, None, None, day(1)),
        ({"placed_on": day(-15)}, Why.NO_DATE, None, None),
        ({"placed_on": date(2026, 9, 30), "expected_on": day(-9)}, None, None, None),
        ({"expected_on": day(0), "first_expected_on": day(0)}, None, None, day(2)),
        ({"expected_on": day(-1), "first_expected_on": day(-1)}, None, None, day(1)),
        ({"expected_on": day(-2), "first_expected_on": day(-2)}, Why.NO_DATE, None, None),
        ({"expected_on": day(5), "first_expected_on": day(2)}, Why.MOVED, day(5), day(7)),
        ({"expected_on": day(1), "first_expected_on": day(2)}, None, None, day(3)),
        ({"is_back_ordered": True}, Why.NO_DATE, None, day(12)),
        ({"is_back_ordered": True, "expected_on": day(5), "first_expected_on": day(5)}, Why.MOVED, day(5), day(7)),
        ({"standing": "partly", "expected_on": day(-3), "first_expected_on": day(-3)}, Why.NO_DATE, None, None),
        ({"standing": "shipped"}, None, None, None),
        ({"standing": "shipped", "moved_on": day(-7)}, None, None, day(1)),
        ({"standing": "shipped", "moved_on": day(-8)}, Why.SILENT, None, None),
        ({"standing": "delivered", "moved_on": day(-80)}, None, None, None),
        ({"standing": "cancelled", "expected_on": day(-9)}, None, None, None),
    ],
)
def test_what_is_trouble_and_when_one_looks_again(known, why, named, again) -> None:
    found = rules.trouble(facts(**known), LIMITS, TODAY)
    assert (found and found.why, found and found.day) == (why, named)
    assert rules.next_look(facts(**known), LIMITS, TODAY) == again


def test_one_looks_on_the_very_day_on_which_trouble_begins() -> None:
    for known in ({"expected_on": day(4)}, {}, {"standing": "shipped", "moved_on": day(-1)}):
        one = facts(**known)
        again = rules.next_look(one, LIMITS, TODAY)
        assert again and rules.trouble(one, LIMITS, again) and not rules.trouble(one, LIMITS, again - timedelta(days=1))


def test_what_cannot_be_watched_is_said() -> None:
    assert rules.why_not(LIMITS) == ""
    assert "between 0 and 90" in rules.why_not(Limits(TODAY, grace_days=91))
    assert "a day of work" in rules.why_not(Limits(TODAY, answer_days=0))
