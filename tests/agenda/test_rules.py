"""What becomes of a turn that failed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from makegood.agenda.rules import (
    GIVE_UP_AFTER,
    LONGEST_WAIT,
    MOST_LOST,
    Again,
    GiveUp,
    Stuck,
    TryAgain,
    after_failure,
    after_loss,
    wait,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def _after(error: Exception, *, attempts: int = 1, failing_for: timedelta = timedelta(0)) -> Again | Stuck:
    return after_failure(error, attempts=attempts, failing_since=NOON - failing_for, now=NOON, chance=0.5)


@pytest.mark.parametrize(
    ("attempts", "chance", "seconds"),
    [(1, 0.0, 15), (1, 0.999999, 30), (2, 0.0, 30), (3, 0.0, 60), (9, 0.0, 3840), (10, 0.0, 7200), (5000, 0.0, 7200)],
)
def test_the_wait_doubles_up_to_four_hours_and_half_of_it_is_chance(attempts: int, chance: float, seconds: int) -> None:
    assert wait(attempts, chance=chance).total_seconds() == pytest.approx(seconds, abs=0.01)
    assert wait(attempts, chance=chance) <= LONGEST_WAIT


def test_a_failure_is_tried_again_later_with_its_name() -> None:
    assert _after(OSError("no route")) == Again(NOON + timedelta(seconds=22.5), "OSError: no route")


def test_a_failure_without_words_has_at_least_a_name() -> None:
    assert _after(TimeoutError()) == Again(NOON + timedelta(seconds=22.5), "TimeoutError")


def test_giving_up_is_stuck_at_once_in_the_words_given() -> None:
    assert _after(GiveUp("The address does not exist.")) == Stuck("The address does not exist.")


def test_a_handler_may_name_the_time_of_the_next_attempt() -> None:
    later = NOON + timedelta(hours=1)
    assert _after(TryAgain("The server asked for patience.", later)) == Again(later, "The server asked for patience.")


def test_after_three_days_of_failing_it_is_stuck_with_the_story() -> None:
    end = _after(OSError("no route"), attempts=26, failing_for=GIVE_UP_AFTER)
    assert end == Stuck("Tried 26 times since 2026-11-18 12:00 UTC. The last time: OSError: no route")


def test_a_clock_put_forward_does_not_give_up_on_the_second_failure() -> None:
    assert isinstance(_after(OSError("no route"), attempts=2, failing_for=timedelta(days=400)), Again)


def test_a_turn_that_stops_its_worker_again_and_again_is_shelved() -> None:
    assert after_loss(MOST_LOST - 1) is None
    end = after_loss(MOST_LOST)
    assert end and "5 times in a row" in end.reason
