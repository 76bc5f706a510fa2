"""Processor time, which says the same on a machine that does something else, too."""

from __future__ import annotations

import time
from collections.abc import Callable


def spent(work: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of one core, a round; the first is not counted."""
    work()
    took = []
    for _round in range(rounds):
        began = time.process_time()
        work()
        took.append((time.process_time() - began) * 1000)
    return took
