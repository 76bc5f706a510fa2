"""The loop that takes due turns and runs them, in several threads, until it is told to stop."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Protocol

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection

from makegood.agenda import acts, bell, life, queries
from makegood.agenda.clock import Clock
from makegood.agenda.models import Turn
from makegood.agenda.rules import LEASE, GiveUp

PEEK_EVERY = 0.5  # seconds
BEAT_EVERY = 20.0  # seconds
GRACE = 8.0  # seconds that a running turn has to finish when the worker is told to stop
log = logging.getLogger(__name__)


class Handle(Protocol):
    """Does what a turn asks, outside any transaction. Returns when to run again; absent: done. May raise, see rules."""

    def __call__(self, turn: Turn, *, now: datetime) -> datetime | None: ...


class WorkerBroken(RuntimeError):
    """A thread of the worker ended by itself; the process must be started anew."""


class Running:
    """The turns that this process has in hand, so that one keeper can renew all their leases."""

    def __init__(self, lease: timedelta = LEASE) -> None:
        self.lease = lease
        self._lock = threading.Lock()
        self._turns: dict[int, Turn] = {}

    @contextmanager
    def hold(self, turn: Turn) -> Iterator[None]:
        """While inside, the turn's lease is renewed."""
        with self._lock:
            self._turns[turn.pk] = turn
        try:
            yield
        finally:
            with self._lock:
                self._turns.pop(turn.pk, None)

    def in_hand(self) -> list[int]:
        """The numbers of the turns that run at this moment."""
        with self._lock:
            return list(self._turns)

    def renew(self, now: datetime) -> None:
        """Every lease in hand runs on from now."""
        with self._lock:
            turns = list(self._turns.values())
        for turn in turns:
            acts.renew(turn, now=now, lease=self.lease)


def work_one(handlers: Mapping[str, Handle], *, now: datetime, worker: str, running: Running | None = None) -> bool:
    """Run the turn that has been due the longest. True if there was one, so the loop should ask again at once."""
    running, began = running or Running(), time.monotonic()
    for turn in acts.claim(now, worker=worker, lease=running.lease, besides=running.in_hand()):
        with running.hold(turn):
            if _is_ours_still(turn, running.lease, now=now, waited=time.monotonic() - began):
                _run(handlers, turn, now=now)
        return True
    return False


def _is_ours_still(turn: Turn, lease: timedelta, *, now: datetime, waited: float) -> bool:
    """A claim that was long in coming, on a machine with much to do, is confirmed before the work begins."""
    passed = timedelta(seconds=waited)
    return passed < lease / 3 or acts.renew(turn, now=now + passed, lease=lease)


def _run(handlers: Mapping[str, Handle], turn: Turn, *, now: datetime) -> None:
    """The turn has run, and whatever came of it is in the database."""
    began = time.monotonic()
    try:
        next_at = _handler(handlers, turn.kind)(turn, now=now)
    except Exception as error:  # a turn may fail in any way; it must neither stop the worker nor vanish
        log.warning("Turn %s failed: %s", turn, error, exc_info=not isinstance(error, GiveUp))
        _mend_connection()
        acts.failed(turn, error, now=now + timedelta(seconds=time.monotonic() - began))
        return
    ours = acts.again(turn, run_at=next_at) if next_at else acts.done(turn)
    if not ours:
        log.warning("Turn %s outlived its lease, and another worker has taken it over.", turn)


def _mend_connection() -> None:
    """A handler that failed because the connection is broken leaves a new one for the note about it."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _handler(handlers: Mapping[str, Handle], kind: str) -> Handle:
    try:
        return handlers[kind]
    except KeyError:
        raise GiveUp(f"This version of Makegood does not know work of the kind {kind!r}.") from None


def work(
    handlers: Mapping[str, Handle],
    *,
    stop: threading.Event,
    workers: int = 2,
    clock: Clock | None = None,
    lease: timedelta = LEASE,
) -> None:
    """Takes turns in so many threads until `stop` is set; then finishes those in hand, but waits only some seconds.

    Raises WorkerBroken when a thread ended by itself: the caller should end the process, and let it be started anew.
    """
    clock, running = clock or Clock(), Running(lease)
    name = life.name()
    threads = [
        threading.Thread(target=_take_turns, args=(handlers, stop, clock, running, f"{name}:{n}"), daemon=True)
        for n in range(workers)
    ]
    keeper = threading.Thread(target=_keep_leases, args=(stop, clock, running, name), daemon=True)
    for thread in [keeper, *threads]:
        thread.start()
    try:
        _watch([keeper, *threads], stop)
    finally:
        stop.set()
        _finish([*threads, keeper], name)


def _watch(threads: list[threading.Thread], stop: threading.Event) -> None:
    while not stop.wait(PEEK_EVERY):
        if not all(thread.is_alive() for thread in threads):
            raise WorkerBroken("A worker thread ended by itself; its error is in the log above.")


def _finish(threads: list[threading.Thread], name: str) -> None:
    bell.ring()
    until = time.monotonic() + GRACE
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    with _surviving_the_database():
        acts.rest(name)
    connection.close()


def _take_turns(
    handlers: Mapping[str, Handle], stop: threading.Event, clock: Clock, running: Running, worker: str
) -> None:
    """One thread's life."""
    has_lost = False
    try:
        while not stop.is_set():
            found, rung = False, bell.times()
            with _surviving_the_database():
                if has_lost:
                    acts.give_back(worker)
                has_lost = True
                found = clock.is_settled() and work_one(handlers, now=clock.now(), worker=worker, running=running)
                has_lost = False
            if not found and not stop.is_set():
                bell.listen(_nap(clock), since=rung)
    finally:
        connection.close()


def _nap(clock: Clock) -> float:
    """Seconds until it is worth looking again: the next turn's time if it comes before the next look."""
    with _surviving_the_database():
        due_at = queries.next_due_at()
        if due_at:
            return min(PEEK_EVERY, max(0.05, (due_at - clock.now()).total_seconds()))
    return PEEK_EVERY


def _keep_leases(stop: threading.Event, clock: Clock, running: Running, name: str) -> None:
    """Renews the leases three times a term, and at once after the clock jumped; says from time to time that we live."""
    renew_at = beat_at = 0.0
    has_inherited = False
    while not stop.is_set():
        steady = time.monotonic()
        with _surviving_the_database():
            if not has_inherited:
                acts.inherit(life.is_over, now=clock.now())
                has_inherited = True
            if steady >= renew_at or not clock.is_settled():
                running.renew(clock.now())
                renew_at = steady + running.lease.total_seconds() / 3
            if steady >= beat_at:
                acts.beat(name, pid=os.getpid(), now=clock.now())
                beat_at = steady + BEAT_EVERY
        stop.wait(min(1.0, running.lease.total_seconds() / 10))
    connection.close()


@contextmanager
def _surviving_the_database() -> Iterator[None]:
    """A database that is away ends nothing: it is noted, and asked again a second later with a new connection."""
    close_old_connections()
    try:
        yield
    except DatabaseError as error:
        log.error("The database did not answer: %s", error)
        connection.close()
        time.sleep(1.0)
