"""A worker in a process of its own, so that tests can kill it: DATABASE DIARY SECONDS LEASE.

It takes turns of the kind "dig" for so many seconds each, or until it is told to stop and a little longer, and writes
into the diary when it begins and ends one.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

import django


def main(database: str, diary: Path, seconds: float, lease: float) -> None:
    """Works until SIGTERM."""
    django.setup()
    from django.db import connection

    from makegood.agenda.models import Turn
    from makegood.agenda.worker import work

    connection.settings_dict["NAME"] = database
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: stop.set())

    def dig(turn: Turn, *, now: datetime) -> None:
        _write(diary, f"begin {turn.key}")
        stop.wait(seconds)
        time.sleep(min(seconds, 0.2))
        _write(diary, f"end {turn.key}")

    work({"dig": dig}, stop=stop, workers=2, lease=timedelta(seconds=lease))


def _write(diary: Path, words: str) -> None:
    with diary.open("a") as file:
        file.write(f"{words} {os.getpid()}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]))
