"""One turn of the loop, and the loop itself with several threads."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from makegood.agenda import acts, bell, queries, worker
from makegood.agenda.clock import SETTLING, Clock
from makegood.agenda.models import Beat, Turn
from makegood.agenda.rules import GiveUp, TryAgain
from makegood.agenda.worker import Handle, work, work_one
from tests.servers.machine import wait_until

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def _nothing(turn: Turn, *, now: datetime) -> None:
    return None


@pytest.mark.django_db
class TestOneTurn:
    def test_there_is_nothing_to_do(self) -> None:
        assert not work_one({}, now=NOON, worker="one")

    def test_a_turn_that_is_done_is_gone(self) -> None:
        ran: list[str] = []

        def send(turn: Turn, *, now: datetime) -> None:
            ran.append(f"{turn.key} at {now:%H:%M}")

        acts.plan("send", "a", run_at=NOON)
        assert work_one({"send": send}, now=NOON, worker="one")
        assert ran == ["a at 12:00"]
        assert not Turn.objects.exists()

    def test_a_time_returned_is_the_next_time(self) -> None:
        def fetch(turn: Turn, *, now: datetime) -> datetime:
            return now + timedelta(minutes=5)

        acts.plan("fetch", "a", run_at=NOON)
        work_one({"fetch": fetch}, now=NOON, worker="one")
        assert queries.next_due_at() == NOON + timedelta(minutes=5)

    def test_a_failing_turn_does_not_block_the_next(self) -> None:
        def send(turn: Turn, *, now: datetime) -> None:
            if turn.key == "bad":
                raise OSError("no route")

        acts.plan("send", "bad", run_at=NOON - timedelta(hours=1))
        acts.plan("send", "good", run_at=NOON)
        while work_one({"send": send}, now=NOON, worker="one"):
            pass
        assert [turn.key for turn in Turn.objects.all()] == ["bad"]
        assert Turn.objects.get().last_error == "OSError: no route"

    def test_giving_up_is_on_the_shelf(self) -> None:
        def send(turn: Turn, *, now: datetime) -> None:
            raise GiveUp("The address does not exist.")

        acts.plan("send", "a", run_at=NOON)
        work_one({"send": send}, now=NOON, worker="one")
        assert queries.stuck()[0].reason == "The address does not exist."

    def test_a_turn_may_ask_for_another_time(self) -> None:
        later = NOON + timedelta(hours=2)

        def send(turn: Turn, *, now: datetime) -> None:
            raise TryAgain("Greylisted.", later)

        acts.plan("send", "a", run_at=NOON)
        work_one({"send": send}, now=NOON, worker="one")
        assert (Turn.objects.get().run_at, Turn.objects.get().last_error) == (later, "Greylisted.")

    def test_work_that_nobody_knows_is_stuck_and_says_so(self) -> None:
        acts.plan("juggle", "a", run_at=NOON)
        work_one({}, now=NOON, worker="one")
        assert "does not know work of the kind 'juggle'" in queries.stuck()[0].reason


@pytest.mark.django_db(transaction=True)
class TestTheLoop:
    def test_many_threads_run_each_turn_once(self) -> None:
        ran: Counter[str] = Counter()

        def send(turn: Turn, *, now: datetime) -> None:
            ran[turn.key] += 1

        for n in range(40):
            acts.plan("send", f"turn {n}", run_at=NOON)
        _work({"send": send}, until=lambda: not Turn.objects.exists(), workers=4)
        assert ran == {f"turn {n}": 1 for n in range(40)}

    def test_handlers_run_outside_any_transaction(self) -> None:
        from django.db import connection

        inside: list[bool] = []

        def send(turn: Turn, *, now: datetime) -> None:
            inside.append(connection.in_atomic_block)

        acts.plan("send", "a", run_at=NOON)
        _work({"send": send}, until=lambda: bool(inside))
        assert inside == [False]

    def test_what_is_planned_in_this_process_starts_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(worker, "PEEK_EVERY", 3600.0)
        started = threading.Event()

        def send(turn: Turn, *, now: datetime) -> None:
            started.set()

        stop = threading.Event()
        thread = threading.Thread(
            target=worker._take_turns, args=({"send": send}, stop, Clock(), worker.Running(), "w")
        )
        thread.start()
        time.sleep(0.1)  # the thread is now listening, or is about to
        acts.plan("send", "a", run_at=NOON)
        wait_until("the turn to start", started.is_set)
        stop.set()
        bell.ring()
        thread.join()

    def test_a_slow_turn_keeps_its_lease(self) -> None:
        ran: list[str] = []
        lease = timedelta(seconds=0.3)

        def slow(turn: Turn, *, now: datetime) -> None:
            ran.append(turn.key)
            time.sleep(0.9)

        acts.plan("slow", "a", run_at=NOON)
        _work({"slow": slow}, until=lambda: not Turn.objects.exists(), workers=3, lease=lease)
        assert ran == ["a"]

    def test_told_to_stop_it_finishes_what_it_has_in_hand(self) -> None:
        begun = threading.Event()

        def send(turn: Turn, *, now: datetime) -> None:
            begun.set()
            time.sleep(0.2)

        acts.plan("send", "a", run_at=NOON)
        acts.plan("send", "b", run_at=NOON + timedelta(seconds=1))
        _work({"send": send}, until=begun.is_set, workers=1)
        assert [turn.key for turn in Turn.objects.all()] == ["b"]
        assert not Beat.objects.exists()

    def test_while_it_lives_it_says_so(self) -> None:
        _work({}, until=lambda: queries.last_beat_at() is not None)

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
    def test_a_thread_that_ends_by_itself_ends_the_worker(self) -> None:
        class Broken(dict[str, Handle]):
            def __getitem__(self, kind: str) -> Handle:
                raise SystemExit

        acts.plan("send", "a", run_at=NOON)
        with pytest.raises(worker.WorkerBroken):
            work(Broken(), stop=threading.Event(), workers=1)


def _work(
    handlers: dict[str, Handle], *, until: Callable[[], bool], workers: int = 2, lease: timedelta = worker.LEASE
) -> None:
    stop = threading.Event()
    loop = threading.Thread(target=work, args=(handlers,), kwargs={"stop": stop, "workers": workers, "lease": lease})
    loop.start()
    try:
        wait_until("it", until)
    finally:
        stop.set()
        loop.join()


class _Time:
    """A wall clock that anyone may put forward or back, and a steady one beside it."""

    def __init__(self) -> None:
        self.steady, self.ahead = 0.0, 0.0

    def clock(self) -> Clock:
        return Clock(lambda: NOON + timedelta(seconds=self.steady + self.ahead), lambda: self.steady)


@pytest.mark.parametrize("jump", [3600.0, -3600.0])
def test_after_the_clock_jumped_nothing_is_claimed_until_leases_are_renewed(jump: float) -> None:
    time_ = _Time()
    clock = time_.clock()
    assert clock.is_settled()
    time_.ahead = jump
    assert not clock.is_settled()
    time_.steady += SETTLING / 2
    assert not clock.is_settled()
    time_.steady += SETTLING
    assert clock.is_settled()


def test_a_clock_that_is_gently_corrected_has_not_jumped() -> None:
    time_ = _Time()
    clock = time_.clock()
    for _ in range(100):
        time_.steady += 1
        time_.ahead += 0.01
        assert clock.is_settled()
