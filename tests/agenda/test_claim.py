"""Who holds a turn, for how long, and what happens when they do not come back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from makegood.agenda import acts, queries
from makegood.agenda.models import Turn
from makegood.agenda.rules import GIVE_UP_AFTER, LEASE, MOST_LOST, TryAgain

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
AFTER_LEASE = NOON + LEASE + timedelta(seconds=1)

pytestmark = pytest.mark.django_db


def _claim_one(now: datetime = NOON, worker: str = "one") -> Turn:
    [turn] = acts.claim(now, worker=worker)
    return turn


def test_two_workers_never_hold_the_same_turn() -> None:
    acts.plan("send", "a", run_at=NOON)
    assert len(acts.claim(NOON, worker="one")) == 1
    assert acts.claim(NOON, worker="two") == []


def test_overdue_turns_come_in_the_order_of_their_times() -> None:
    for key, hours in [("late", 1), ("latest", 0), ("first", 9)]:
        acts.plan("send", key, run_at=NOON - timedelta(hours=hours))
    assert [turn.key for turn in acts.claim(NOON, worker="one", limit=9)] == ["first", "late", "latest"]


def test_when_the_lease_is_over_another_worker_takes_the_turn() -> None:
    acts.plan("send", "a", run_at=NOON)
    lost = _claim_one()
    taken = _claim_one(AFTER_LEASE, "two")
    assert (taken.attempts, taken.lost) == (2, 1)
    assert not acts.done(lost)
    assert not acts.again(lost, run_at=NOON)
    assert not acts.failed(lost, OSError(), now=AFTER_LEASE)
    assert not acts.renew(lost, now=AFTER_LEASE)
    assert acts.done(taken)
    assert not Turn.objects.exists()


def test_even_the_same_worker_does_not_mistake_its_second_claim_for_its_first() -> None:
    acts.plan("send", "a", run_at=NOON)
    first = _claim_one()
    second = _claim_one(AFTER_LEASE)
    assert not acts.done(first)
    assert acts.done(second)


def test_a_renewed_lease_keeps_others_away() -> None:
    acts.plan("send", "a", run_at=NOON)
    turn = _claim_one()
    assert acts.renew(turn, now=NOON + LEASE - timedelta(seconds=1))
    assert acts.claim(AFTER_LEASE, worker="two") == []


def test_a_lease_written_by_a_clock_that_was_put_back_does_not_hold_for_ever() -> None:
    acts.plan("send", "a", run_at=NOON - timedelta(days=2))
    _claim_one(NOON)
    assert _claim_one(NOON - timedelta(days=1), "two")


def test_done_twice_is_done_once() -> None:
    acts.plan("send", "a", run_at=NOON)
    turn = _claim_one()
    assert acts.done(turn)
    assert not acts.done(turn)


def test_a_failure_waits_and_keeps_its_reason() -> None:
    acts.plan("send", "a", run_at=NOON)
    acts.failed(_claim_one(), OSError("no route"), now=NOON)
    turn = Turn.objects.get()
    assert turn.last_error == "OSError: no route"
    assert turn.failing_since == NOON
    assert timedelta(seconds=15) <= turn.run_at - NOON <= timedelta(seconds=30)
    assert acts.claim(NOON, worker="one") == []


def test_after_three_days_of_failing_it_is_on_the_shelf_in_words() -> None:
    acts.plan("send", "a", run_at=NOON)
    now = NOON
    while not queries.stuck():
        [turn] = acts.claim(now, worker="one")
        acts.failed(turn, TryAgain("The server did not answer."), now=now)
        now = max(Turn.objects.get().run_at, now)
    [shelved] = queries.stuck()
    assert GIVE_UP_AFTER <= now - NOON <= GIVE_UP_AFTER + timedelta(hours=4)
    assert shelved.attempts > 18
    assert shelved.reason.endswith("The last time: The server did not answer.")


def test_a_success_in_between_starts_the_three_days_anew() -> None:
    acts.plan("fetch", "a", run_at=NOON)
    acts.failed(_claim_one(), OSError(), now=NOON)
    turn = _claim_one(NOON + MINUTE)
    assert acts.again(turn, run_at=NOON + 2 * MINUTE)
    fresh = _claim_one(NOON + 2 * MINUTE)
    assert (fresh.attempts, fresh.failing_since, fresh.last_error, fresh.lost) == (1, None, "", 0)


def test_a_turn_that_kills_its_workers_is_shelved_and_the_next_one_goes_on() -> None:
    acts.plan("read", "poison", run_at=NOON - MINUTE)
    now = NOON
    for _ in range(MOST_LOST):
        _claim_one(now)
        now += LEASE
    acts.plan("read", "next", run_at=now)
    assert [turn.key for turn in acts.claim(now, worker="one", limit=2)] == ["next"]
    [shelved] = queries.stuck()
    assert (shelved.key, "the worker was stopped" in shelved.reason) == ("poison", True)


def test_retrying_what_is_stuck_makes_it_due_now() -> None:
    test_a_turn_that_kills_its_workers_is_shelved_and_the_next_one_goes_on()
    [shelved] = queries.stuck()
    now = NOON + timedelta(days=1)
    assert acts.retry_stuck(shelved.id, now=now)
    assert not acts.retry_stuck(shelved.id, now=now)
    assert "poison" in [turn.key for turn in acts.claim(now, worker="one", limit=9)]


def test_the_shelf_can_be_asked_for_one_kind() -> None:
    test_a_turn_that_kills_its_workers_is_shelved_and_the_next_one_goes_on()
    assert len(queries.stuck(kind="read")) == 1
    assert queries.stuck(kind="send") == []


def test_the_counts_tell_planned_due_and_stuck_apart() -> None:
    acts.plan("send", "a", run_at=NOON - MINUTE)
    acts.plan("send", "b", run_at=NOON)
    acts.plan("send", "c", run_at=NOON + MINUTE)
    _claim_one()
    assert queries.counts(NOON) == queries.Counts(planned=3, due=1, stuck=0, oldest_due_at=NOON)
    assert queries.next_due_at() == NOON


def test_a_worker_is_known_to_live_until_it_rests() -> None:
    assert queries.last_beat_at() is None
    acts.beat("host:1", pid=1, now=NOON)
    acts.beat("host:1", pid=1, now=NOON + MINUTE)
    assert queries.last_beat_at() == NOON + MINUTE
    acts.rest("host:1")
    assert queries.last_beat_at() is None
