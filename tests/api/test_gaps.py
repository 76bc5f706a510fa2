"""On PostgreSQL a lower id may be committed after a higher one: no webhook misses it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from makegood.api.acts import telling, webhooks
from makegood.api.models import Told, WebhookDelivery
from makegood.people.models import Rank, Role
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind
from tests.servers.machine import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def only_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: a lower id is never committed after a higher one")


@pytest.fixture
def hooked(world: Any) -> Any:
    Role.objects.create(agent=world.ada, rank=Rank.HEAD_OFFICE)
    webhooks.make("https://hooks.example/x", kinds=[], team=None, by=world.ada, now=timezone.now())
    return world


def happens(world: Any) -> int:
    with transaction.atomic():
        return record(Kind.MESSAGE_RECEIVED, at=timezone.now(), conversation=1001, team=world.harbour.pk).pk


@contextmanager
def slow_writer(world: Any, *, rolls_back: bool = False) -> Iterator[tuple[int, Callable[[], None]]]:
    """An event that another thread has numbered and not committed; and the function that lets it commit."""
    written, go, ids = threading.Event(), threading.Event(), []

    def write() -> None:
        with transaction.atomic():
            ids.append(happens(world))
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


def planned() -> set[int]:
    return set(WebhookDelivery.objects.values_list("event_id", flat=True))


def look(*, times: int = 1, after: float = 0.0) -> None:
    for n in range(times):
        telling.plan_new(now=timezone.now() + timedelta(seconds=after + n))


def look_until_told(up_to: int) -> int:
    """Told how far, once the other tests on this server have ended the transactions that they had open."""
    for _ in range(450):
        look(times=3, after=60)
        told: int = Told.objects.get().up_to
        if told >= up_to:
            return told
        time.sleep(0.2)
    return told


def test_a_late_lower_one_is_told_after_the_higher_one(hooked: Any) -> None:
    with slow_writer(hooked) as (low, commit):
        high = happens(hooked)
        assert low < high
        look(times=30)
        assert planned() == {high}
        commit()
        look()
        assert planned() == {low, high}
    assert look_until_told(high) >= high


def test_one_that_was_rolled_back_is_passed_when_it_cannot_come_any_more(hooked: Any) -> None:
    with slow_writer(hooked, rolls_back=True) as (low, commit):
        high = happens(hooked)
        look(times=30)
        assert Told.objects.get().up_to < low
        commit()
    assert look_until_told(high) == high
    assert planned() == {high}
    next_one = happens(hooked)
    look()
    assert planned() == {high, next_one}


def test_two_who_look_at_once_plan_each_once(hooked: Any) -> None:
    ids = {happens(hooked) for _ in range(20)}
    start = threading.Barrier(2)

    def both() -> None:
        start.wait()
        look()
        connection.close()

    threads = [threading.Thread(target=both) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert planned() == ids
    assert WebhookDelivery.objects.count() == 20


def test_a_reader_of_events_does_not_pass_one_that_may_still_come(hooked: Any, program: Any) -> None:
    ana = program(hooked.ana)
    begin = ana.get("/events").json()["next"]
    with slow_writer(hooked) as (low, commit):
        happens(hooked)
        told = ana.get("/events", after=begin).json()
        assert told["items"] == []
        commit()
    assert next(one["id"] for one in ana.get("/events", after=told["next"]).json()["items"]) == low
