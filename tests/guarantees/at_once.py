"""Many at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

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
