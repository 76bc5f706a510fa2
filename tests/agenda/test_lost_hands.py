"""Hands that lost what they held: killed, asleep, or without a database. Nothing waits long for them, or runs twice."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from makegood.agenda import acts, life, worker
from makegood.agenda.models import Turn
from makegood.agenda.worker import Running, work, work_one
from tests.servers.machine import wait_until

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def _dead() -> str:
    """The name of a worker that was a process of this machine and is no more."""
    process = subprocess.Popen(["true"])
    process.wait()
    return life.name().replace(f":{os.getpid()}", f":{process.pid}")


class TestLife:
    def test_who_lives_is_not_over(self) -> None:
        assert not life.is_over(f"{life.name()}:1")

    def test_who_was_a_process_of_this_machine_is_over(self) -> None:
        assert life.is_over(f"{_dead()}:1")

    def test_of_another_machine_nobody_can_tell(self) -> None:
        assert not life.is_over("elsewhere.1234abcd.42:1:1")
        assert not life.is_over("a name without any number")


@pytest.mark.django_db
class TestLeases:
    def test_what_a_killed_worker_held_is_free_at_once_and_counts_as_lost(self) -> None:
        acts.plan("send", "a", run_at=NOON)
        acts.claim(NOON, worker=f"{_dead()}:0")
        assert acts.inherit(life.is_over, now=NOON) == 1
        [turn] = acts.claim(NOON, worker="next")
        assert (turn.lost, turn.attempts) == (1, 2)

    def test_what_a_living_worker_holds_stays_its_own(self) -> None:
        acts.plan("send", "a", run_at=NOON)
        acts.claim(NOON, worker=f"{life.name()}:0")
        assert acts.inherit(life.is_over, now=NOON) == 0
        assert acts.claim(NOON, worker="next") == []

    def test_what_is_given_back_is_free_and_does_not_count_as_lost(self) -> None:
        acts.plan("send", "a", run_at=NOON)
        acts.claim(NOON, worker="host:1:1")
        assert (acts.give_back("host:1:11"), acts.give_back("host:1:1")) == (0, 1)
        [turn] = acts.claim(NOON, worker="next")
        assert turn.lost == 0

    def test_what_was_ever_in_hand_is_not_cancelled_as_unbegun(self) -> None:
        acts.plan("send", "a", run_at=NOON)
        acts.plan("send", "b", run_at=NOON + MINUTE)
        acts.claim(NOON, worker="killed")
        later = NOON + 5 * MINUTE
        assert (acts.cancel_unbegun("a", now=later), acts.cancel_unbegun("b", now=later)) == (False, True)

    def test_a_process_that_slept_does_not_run_its_own_turn_again(self) -> None:
        acts.plan("send", "a", run_at=NOON)
        running, [turn] = Running(), acts.claim(NOON, worker="host:1:1")
        with running.hold(turn):
            assert not work_one({}, now=NOON + 5 * MINUTE, worker="host:1:2", running=running)
        assert work_one({"send": lambda turn, now: None}, now=NOON + 5 * MINUTE, worker="host:1:2", running=running)

    def test_a_claim_that_was_overtaken_before_it_began_does_not_run(self) -> None:
        acts.plan("send", "a", run_at=NOON)
        [turn] = acts.claim(NOON, worker="slow")
        acts.claim(NOON + 2 * MINUTE, worker="quick")
        assert not worker._is_ours_still(turn, MINUTE, now=NOON, waited=120.0)

    def test_a_claim_that_was_long_in_coming_is_held_from_now_on(self) -> None:
        acts.plan("send", "a", run_at=NOON)
        [turn] = acts.claim(NOON, worker="slow")
        assert worker._is_ours_still(turn, MINUTE, now=NOON, waited=50.0)
        assert Turn.objects.get().lease_until == NOON + timedelta(seconds=110)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_lost_the_database_in_the_middle_goes_on_when_it_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[float] = []

    def send(turn: Turn, *, now: datetime) -> None:
        tries.append(time.monotonic())
        if len(tries) == 1:
            raise OperationalError("the database went away")

    def gone(turn: Turn, error: Exception, *, now: datetime) -> bool:
        raise OperationalError("and is still away")

    monkeypatch.setattr(acts, "failed", gone)
    acts.plan("send", "a", run_at=NOON)
    stop = threading.Event()
    loop = threading.Thread(target=work, args=({"send": send},), kwargs={"stop": stop, "workers": 1})
    loop.start()
    wait_until("the turn to be done", lambda: not Turn.objects.exists())
    stop.set()
    loop.join()
    assert len(tries) == 2
