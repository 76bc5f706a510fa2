"""The wall clock, and whether it has just jumped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

JUMP = 2.0  # seconds by which the wall clock may drift from the steady one between two looks
SETTLING = 5.0  # seconds after a jump in which nothing is claimed, so that running turns can renew their leases first


def wall() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


class Clock:
    """Tells the time, and notices when somebody puts the wall clock forward or back."""

    def __init__(self, wall: Callable[[], datetime] = wall, steady: Callable[[], float] = time.monotonic) -> None:
        self._wall, self._steady = wall, steady
        self._lock = threading.Lock()
        self._offset = self._measure()
        self._jumped_at: float | None = None

    def now(self) -> datetime:
        """The wall clock's time, in UTC."""
        return self._wall()

    def is_settled(self) -> bool:
        """False for some seconds after a jump: leases written before it look too old or too young until renewed."""
        with self._lock:
            offset = self._measure()
            if abs(offset - self._offset) > JUMP:
                self._jumped_at = self._steady()
            self._offset = offset
            return self._jumped_at is None or self._steady() - self._jumped_at > SETTLING

    def _measure(self) -> float:
        return self._wall().timestamp() - self._steady()
