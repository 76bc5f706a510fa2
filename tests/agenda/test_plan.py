"""Planning and cancelling."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from makegood.agenda import acts, queries
from makegood.agenda.models import State, Turn
from makegood.agenda.rules import GiveUp

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)

pytestmark = pytest.mark.django_db


def test_a_planned_turn_waits_for_its_time(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        acts.plan("send", "send:7", run_at=LATER, about={"message": 7})
    assert acts.claim(NOON, worker="one") == []
    [turn] = acts.claim(LATER, worker="one")
    assert (turn.kind, turn.key, turn.about, turn.attempts) == ("send", "send:7", {"message": 7}, 1)


def test_planned_twice_it_is_one_turn_with_the_later_word() -> None:
    first = acts.plan("send", "send:7", run_at=NOON, about={"try": 1})
    second = acts.plan("send", "send:7", run_at=LATER, about={"try": 2})
    assert first.pk == second.pk == Turn.objects.get().pk
    assert (Turn.objects.get().run_at, Turn.objects.get().about) == (LATER, {"try": 2})


def test_planning_goes_with_the_change_that_fails() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        acts.plan("send", "send:7", run_at=NOON)
        _ = 1 / 0
    assert not Turn.objects.exists()


def test_planning_a_stuck_turn_takes_it_off_the_shelf() -> None:
    acts.plan("send", "send:7", run_at=NOON)
    [turn] = acts.claim(NOON, worker="one")
    acts.failed(turn, GiveUp("No such address."), now=NOON)
    assert queries.stuck()[0].reason == "No such address."
    acts.plan("send", "send:7", run_at=LATER)
    again = Turn.objects.get()
    assert (again.state, again.attempts, again.last_error, again.failing_since) == (State.PLANNED, 0, "", None)


def test_planned_while_it_runs_it_runs_once_more() -> None:
    acts.plan("index", "index:7", run_at=NOON)
    [turn] = acts.claim(NOON, worker="one")
    acts.plan("index", "index:7", run_at=LATER, about={"newer": True})
    assert acts.done(turn)
    [again] = acts.claim(LATER, worker="one")
    assert again.about == {"newer": True}


def test_planned_while_it_fails_it_keeps_its_new_time() -> None:
    acts.plan("index", "index:7", run_at=NOON)
    [turn] = acts.claim(NOON, worker="one")
    acts.plan("index", "index:7", run_at=LATER)
    acts.failed(turn, GiveUp("Never mind."), now=NOON)
    assert [again.state for again in acts.claim(LATER, worker="one")] == [State.PLANNED]


def test_planned_while_a_recurring_turn_runs_the_plan_wins() -> None:
    acts.plan("fetch", "fetch:1", run_at=NOON)
    [turn] = acts.claim(NOON, worker="one")
    acts.plan("fetch", "fetch:1", run_at=NOON)
    acts.again(turn, run_at=LATER)
    assert queries.next_due_at() == NOON


def test_a_cancelled_turn_is_gone_and_cancelling_twice_says_so() -> None:
    acts.plan("send", "send:7", run_at=NOON)
    assert acts.cancel("send:7", now=NOON)
    assert not acts.cancel("send:7", now=NOON)
    assert acts.claim(LATER, worker="one") == []


def test_of_many_those_are_cancelled_that_do_not_run() -> None:
    for key in ("send:7", "send:8", "send:9"):
        acts.plan("send", key, run_at=NOON)
    [running] = acts.claim(NOON, worker="one")
    assert acts.cancel_all(["send:7", "send:8", "send:0"], now=NOON) == 1
    assert acts.cancel_all([], now=NOON) == 0
    assert running.key == "send:7" and [one.key for one in acts.claim(LATER, worker="two", limit=9)] == [
        "send:7",
        "send:9",
    ]


def test_what_was_never_planned_cannot_be_cancelled() -> None:
    assert not acts.cancel("send:7", now=NOON)


def test_a_running_turn_cannot_be_cancelled() -> None:
    acts.plan("send", "send:7", run_at=NOON)
    [turn] = acts.claim(NOON, worker="one")
    assert not acts.cancel("send:7", now=NOON)
    assert acts.done(turn)


def test_a_turn_whose_worker_died_can_be_cancelled_once_the_lease_is_over() -> None:
    acts.plan("send", "send:7", run_at=NOON)
    acts.claim(NOON, worker="one")
    assert acts.cancel("send:7", now=LATER)


def test_a_stuck_turn_can_be_cancelled() -> None:
    acts.plan("send", "send:7", run_at=NOON)
    [turn] = acts.claim(NOON, worker="one")
    acts.failed(turn, GiveUp("No such address."), now=NOON)
    assert acts.cancel("send:7", now=NOON)
