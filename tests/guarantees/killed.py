"""A process that dies half-way, as by a power cut."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import typst
from django.db import connection, transaction

DIED = -signal.SIGKILL


def die() -> None:
    """As by kill -9: nothing of this process is said, rolled back, closed or caught any more."""
    os.kill(os.getpid(), signal.SIGKILL)


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
                die()
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == DIED


def killed_at(statement: int, act: Callable[[], Any]) -> bool:
    """Another process began the act and died before this statement of it, the first being 1. False: it had fewer."""
    connection.close()
    pid = os.fork()
    if pid == 0:
        typst.compile = lambda *_said, **_more: b"%PDF-"
        left = [statement]

        def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                die()
            return execute(sql, params, many, context)

        try:
            with connection.execute_wrapper(wrapper):
                act()
            os._exit(0)
        finally:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code in (DIED, 0), code
    return code == DIED
