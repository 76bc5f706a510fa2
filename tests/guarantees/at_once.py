"""Many at the same moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from tests.servers.machine import PATIENCE


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each returned or raised, all begun at the same moment in threads and connections of their own."""
    ready, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            ready.wait(PATIENCE)
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def many(count: int, act: Callable[[], Any]) -> list[Any]:
    """The same act so many times at once."""
    return at_once(*[act] * count)


def one_holds(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any]:
    """What both returned or raised. The second begins while the first holds its rows, and waits for them until it ends.

    On PostgreSQL the second is seen to wait, or to have ended; on SQLite everyone waits for the file anyway.
    """
    results: list[Any] = []

    def run() -> None:
        try:
            results.append(second())
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    waiter = threading.Thread(target=run)
    with transaction.atomic():
        try:
            with transaction.atomic():
                done = first()
        except Exception as error:
            done = error
        waiter.start()
        until_someone_waits(or_ended=waiter)
    waiter.join(PATIENCE)
    return done, results[0]


def until_someone_waits(*, or_ended: threading.Thread) -> None:
    """Until another connection waits for a row of ours; SQLite, where everyone waits for the file, does not tell."""
    until = time.monotonic() + PATIENCE
    while connection.vendor == "postgresql" and or_ended.is_alive() and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
