"""Which service target applies, and when it is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from makegood.clocks.hours import Hours
from makegood.clocks.models import Kind, Target
from makegood.clocks.targets import Book, Matter, Said, best, due_at, warn_at, why_not
from tests.clocks.oracle import utc

HOUR = timedelta(hours=1)
SHOP = Hours("UTC", (((540, 1020),),) * 5 + ((), ()))
MONDAY = utc(2026, 11, 23, 9)
MATTER = Matter(team=1, channel="mail", tags=frozenset({"urgent", "boots"}), group=5)


def target(pk: int, amount: int = 60, unit: str = "minutes", **conditions: object) -> Target:
    return Target(pk=pk, kind=Kind.FIRST_RESPONSE, amount=amount, unit=unit, **conditions)


def choose(*targets: Target) -> int | None:
    found = best(targets, Kind.FIRST_RESPONSE, MATTER)
    return found.pk if found else None


def test_the_target_with_the_most_conditions_applies() -> None:
    assert choose(target(1), target(2, team_id=1), target(3, team_id=1, channel="mail")) == 3


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [({"group_id": 5}, {"tag": "urgent"}), ({"tag": "urgent"}, {"team_id": 1}), ({"team_id": 1}, {"channel": "mail"})],
)
def test_of_as_many_group_goes_before_tag_before_team_before_channel(
    stronger: dict[str, object], weaker: dict[str, object]
) -> None:
    assert choose(target(1, **weaker), target(2, **stronger)) == 2
    assert choose(target(1, **stronger), target(2, **weaker)) == 1


def test_of_two_tags_the_shorter_then_the_older_applies() -> None:
    assert choose(target(1, 90, tag="urgent"), target(2, 60, tag="boots")) == 2
    assert choose(target(1, 1, "days", tag="urgent"), target(2, 300, tag="boots")) == 2
    assert choose(target(2, tag="urgent"), target(1, tag="boots")) == 1


@pytest.mark.parametrize("other", [{"team_id": 2}, {"channel": "phone"}, {"tag": "lamps"}, {"group_id": 6}])
def test_a_target_with_a_condition_that_is_not_met_does_not_apply(other: dict[str, object]) -> None:
    assert choose(target(1, **other)) is None


def test_without_targets_one_working_day_is_owed_and_no_solution() -> None:
    book = Book(hours={7: SHOP})
    times = book.times(Kind.FIRST_RESPONSE, MATTER, at=MONDAY + 2 * HOUR, hours=7)
    assert times is not None and times.due_at == times.turn_at == MONDAY + 26 * HOUR
    assert (times.hours, times.target) == (7, None)
    look_again = book.times(Kind.LOOK_AGAIN, MATTER, at=MONDAY + HOUR, hours=7)
    assert look_again is not None and look_again.due_at == MONDAY + HOUR + 3 * 24 * HOUR
    callback = book.times(Kind.CALLBACK, MATTER, at=MONDAY + 6 * HOUR, hours=7)
    assert callback is not None and callback.due_at == MONDAY + 26 * HOUR
    assert book.times(Kind.RESOLUTION, MATTER, at=MONDAY, hours=7) is None


def test_minutes_and_days_are_working_time() -> None:
    assert due_at(target(1, 240), SHOP, at=MONDAY + 6 * HOUR) == MONDAY + 26 * HOUR
    assert due_at(target(1, 2, "days"), SHOP, at=MONDAY + HOUR) == MONDAY + 49 * HOUR


def test_a_warning_comes_so_much_working_time_before() -> None:
    due = MONDAY + 25 * HOUR  # Tuesday at ten
    assert warn_at(target(1, warn=90, warn_in="minutes"), SHOP, at=MONDAY, due=due) == MONDAY + 7.5 * HOUR
    assert warn_at(target(1, warn=50), SHOP, at=MONDAY + HOUR, due=due) == MONDAY + 5 * HOUR
    assert warn_at(target(1), SHOP, at=MONDAY, due=due) is None
    assert warn_at(target(1, warn=900, warn_in="minutes"), SHOP, at=MONDAY, due=due) is None, "before it began"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": "look_again"}, "Choose what is owed"),
        ({"unit": "weeks"}, "Choose from"),
        ({"amount": 0}, "some time"),
        ({"amount": 366, "unit": "days"}, "365 days"),
        ({"warn": 100}, "less than 100"),
        ({"pauses": True}, "Only a solution"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(wrong: dict[str, object], words: str) -> None:
    said = Said(Kind.FIRST_RESPONSE, 60, "minutes")
    assert why_not(said) == ""
    assert words in why_not(replace(said, **wrong))
