"""Wakes the worker threads of this process, so that what is planned here need not wait for the next look."""

from __future__ import annotations

import threading

_bell = threading.Condition()


def ring() -> None:
    """Every thread that listens wakes now."""
    with _bell:
        _bell.notify_all()


def listen(seconds: float) -> None:
    """Returns when the bell rings, or after so many seconds."""
    with _bell:
        _bell.wait(seconds)
