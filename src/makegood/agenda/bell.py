"""Wakes the worker threads of this process, so that what is planned here need not wait for the next look."""

from __future__ import annotations

import threading

_bell = threading.Condition()
_times = 0


def times() -> int:
    """How often it has rung. Whoever looks for work asks first, and tells `listen` afterwards."""
    return _times


def ring() -> None:
    """Every thread that listens wakes now."""
    global _times
    with _bell:
        _times += 1
        _bell.notify_all()


def listen(seconds: float, *, since: int) -> None:
    """Returns when the bell rings, or after so many seconds; at once if it has rung since it had rung so often."""
    with _bell:
        _bell.wait_for(lambda: _times != since, seconds)
