"""A process that dies half-way, as by a power cut."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import typst
from django.db import connection, transaction

DIED = 9


def killed(act: Callable[[], Any]) -> None:
    """Another process did all of the act and died before its transaction ended."""
    connection.close()  # no two processes may speak through one connection
    pid = os.fork()
    if pid == 0:
        # Its threads do not come along with a fork: whoever waited for them would wait for ever.
        typst.compile = lambda *_said, **_more: b"%PDF-"
        try:
            with transaction.atomic():
                act()
                os._exit(DIED)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == DIED
