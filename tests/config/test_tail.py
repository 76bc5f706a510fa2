"""The live stream misses no event, in whatever order they are committed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from makegood.config.tail import FORGET_AFTER, Gap, Running, Tail
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind
from makegood.timeline.queries import newest_id
from tests.servers.machine import PATIENCE

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def only_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: a lower id is never committed after a higher one")


class _Steady:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def _settled(steady: _Steady) -> Tail:
    """A tail that has forgotten the ids of the tests before."""
    tail = Tail(steady)
    for _ in range(2):
        tail.look()
        steady.seconds += FORGET_AFTER
    _looked_until(tail, newest_id())
    return tail


def _looked_until(tail: Tail, mark: int) -> int:
    """The tail's mark, once the other tests on this server have ended the transactions that they had open."""
    for _ in range(450):
        tail.look()
        if tail.mark >= mark:
            break
        time.sleep(0.2)
    return tail.mark


def _happens(number: int = 1001) -> int:
    with transaction.atomic():
        return record(Kind.MESSAGE_RECEIVED, at=NOON, conversation=number).pk


@contextmanager
def _slow_writer(*, rolls_back: bool = False) -> Iterator[tuple[int, Callable[[], None]]]:
    """An event that another thread has numbered and not committed; and the function that lets it commit."""
    written, go = threading.Event(), threading.Event()
    ids: list[int] = []

    def write() -> None:
        with transaction.atomic():
            ids.append(record(Kind.MESSAGE_RECEIVED, at=NOON, conversation=1001).pk)
            written.set()
            go.wait(PATIENCE)
            transaction.set_rollback(rolls_back)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    written.wait(PATIENCE)

    def commit() -> None:
        go.set()
        thread.join()

    try:
        yield ids[0], commit
    finally:
        commit()


def _ids(tail: Tail) -> list[int]:
    return [event.id for event in tail.look()]


def test_each_look_brings_what_is_new_and_nothing_twice() -> None:
    _happens()
    tail = _settled(_Steady())
    assert _ids(tail) == []
    first, second = _happens(), _happens()
    assert _ids(tail) == [first, second]
    assert _ids(tail) == []
    third = _happens()
    assert _ids(tail) == [third]
    assert tail.mark == third


def test_what_happened_before_is_not_news() -> None:
    before = _happens()
    assert _ids(Tail()) == []
    assert _settled(_Steady()).mark == before


def test_an_event_carries_its_audience_and_the_team_it_left() -> None:
    tail = Tail()
    with transaction.atomic():
        about = {"from_team": 4}
        record(Kind.CONVERSATION_ASSIGNED, at=NOON, by=3, conversation=1001, team=2, location=1, about=about)
    [event] = tail.look()
    assert (event.conversation_id, event.team_id, event.location_id, event.by_id) == (1001, 2, 1, 3)
    assert (event.kind, event.from_team_id) == ("conversation.assigned", 4)


def test_two_writers_and_the_lower_id_is_committed_last(only_postgresql: None) -> None:
    _happens()
    tail = _settled(_Steady())
    with _slow_writer() as (low, commit):
        high = _happens()
        assert low < high
        assert _ids(tail) == [high]
        assert tail.mark < low  # whoever comes again now is told from before the one that is missing
        assert _ids(tail) == []
        commit()
        assert _ids(tail) == [low]
        assert tail.mark == high


def test_a_tail_that_starts_between_the_two_hears_the_late_one(only_postgresql: None) -> None:
    with _slow_writer() as (low, commit):
        _happens()
        tail = Tail()
        commit()
        assert _ids(tail) == [low]


def test_a_transaction_may_take_longer_than_a_gap_is_usually_remembered(only_postgresql: None) -> None:
    steady = _Steady()
    tail = Tail(steady)
    with _slow_writer() as (low, commit):
        _happens()
        for _ in range(5):
            tail.look()
            steady.seconds += FORGET_AFTER
        commit()
        assert _ids(tail) == [low]


def test_what_was_rolled_back_is_forgotten(only_postgresql: None) -> None:
    _happens()
    steady = _Steady()
    tail = _settled(steady)
    with _slow_writer(rolls_back=True) as (low, commit):
        high = _happens()
        commit()
    tail.look()
    tail.look()
    assert tail.mark == low - 1
    steady.seconds += FORGET_AFTER
    assert _looked_until(tail, high) == high


def test_a_gap_is_over_only_when_it_is_old_and_nobody_can_fill_it() -> None:
    gap = Gap(5, 9, since=0.0)
    assert not gap.is_over(FORGET_AFTER, Running(100, 100))
    gap = gap.seen_again(Running(oldest=90, next=100))
    assert gap.seen_again(Running(200, 300)) == gap
    assert not gap.is_over(FORGET_AFTER, Running(99, 150))
    assert not gap.is_over(FORGET_AFTER - 1, Running(100, 150))
    assert gap.is_over(FORGET_AFTER, Running(100, 150))
