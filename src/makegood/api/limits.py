"""How much a program may ask for. Counted in each web process by itself: generous, against runaways."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from django.utils.translation import gettext as _

from makegood.api.problems import Problem

A_MINUTE = 1200
MOST_BODY = 5 * 1024 * 1024
MOST_UPLOAD = 64 * 1024 * 1024


class Limit:
    """So many requests a minute for each token."""

    def __init__(self, most: int = A_MINUTE, steady: Callable[[], float] = time.monotonic) -> None:
        self._most, self._steady = most, steady
        self._lock = threading.Lock()
        self._minute = 0
        self._spent: dict[int, int] = {}

    def spend(self, token: int) -> None:
        """One request more. Raises Problem (429) when the minute is used up."""
        now = self._steady()
        with self._lock:
            if int(now // 60) != self._minute:
                self._minute, self._spent = int(now // 60), {}
            self._spent[token] = self._spent.get(token, 0) + 1
            is_over = self._spent[token] > self._most
        if is_over:
            wait = 60 - int(now % 60)
            raise Problem(
                429,
                "too-many",
                _("More than %(count)s requests a minute. Wait.") % {"count": self._most},
                retry_after=wait,
            )


def check_size(length: str, content_type: str) -> None:
    """Raises Problem (413) for a body that we would not read."""
    most = MOST_UPLOAD if content_type.startswith("multipart/") else MOST_BODY
    if length.isdecimal() and int(length) > most:
        raise Problem(
            413,
            "too-large",
            _("A request may hold %(count)s MB; send files one by one.") % {"count": most // 1024 // 1024},
        )
