"""The bell that wakes the worker's threads: no ring is missed between a look and the listening after it."""

from __future__ import annotations

import threading
import time

from makegood.agenda import bell
from tests.servers.machine import PATIENCE


def test_what_rang_before_the_listening_began_is_heard() -> None:
    before, began = bell.times(), time.monotonic()
    bell.ring()
    bell.listen(2 * PATIENCE, since=before)
    assert time.monotonic() - began < PATIENCE


def test_whoever_listens_wakes_when_it_rings() -> None:
    listener = threading.Thread(target=bell.listen, args=(2 * PATIENCE,), kwargs={"since": bell.times()})
    listener.start()
    bell.ring()
    listener.join(PATIENCE)
    assert not listener.is_alive()


def test_when_nothing_rings_the_time_ends_it() -> None:
    bell.listen(0.01, since=bell.times())
