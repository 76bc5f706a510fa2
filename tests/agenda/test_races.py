"""Two at the same moment: whoever wins, nothing is done twice and nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from makegood.agenda import acts
from makegood.agenda.models import Turn

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ROUNDS = 12

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each came to, all begun at the same moment in threads of their own."""
    ready, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        connection.ensure_connection()
        ready.wait()
        results[place] = act()
        connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_workers_that_claim_at_once_one_gets_the_turn() -> None:
    for n in range(ROUNDS):
        acts.plan("send", f"turn {n}", run_at=NOON)
        claims = _at_once(*(lambda name=name: acts.claim(NOON, worker=name) for name in "abc"))
        assert sorted(map(len, claims)) == [0, 0, 1]


def test_a_turn_is_either_cancelled_or_claimed() -> None:
    for n in range(ROUNDS):
        key = f"turn {n}"
        acts.plan("send", key, run_at=NOON)
        cancelled, claimed = _at_once(
            lambda key=key: acts.cancel(key, now=NOON), lambda: acts.claim(NOON, worker="one")
        )
        assert cancelled != bool(claimed)
        for turn in claimed:
            assert acts.done(turn)


def test_planned_while_it_is_being_finished_it_runs_once_more() -> None:
    for n in range(ROUNDS):
        key = f"turn {n}"
        acts.plan("index", key, run_at=NOON)
        [turn] = acts.claim(NOON, worker="one")
        _at_once(lambda turn=turn: acts.done(turn), lambda key=key: acts.plan("index", key, run_at=NOON))
        [again] = acts.claim(NOON, worker="two")
        assert acts.done(again)


def test_planned_twice_at_once_it_is_one_turn() -> None:
    for n in range(ROUNDS):
        _at_once(*(lambda n=n: acts.plan("send", f"turn {n}", run_at=NOON) for _ in range(3)))
    assert Turn.objects.count() == ROUNDS
