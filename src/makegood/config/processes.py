"""Keeps child processes running: one that dies is started anew, and all stop together.

Children are forked from a parent that has loaded everything and opened nothing, so they start at once and share memory.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from types import FrameType

from django.db import connections

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0  # seconds before a child is started anew, doubling
WELL_FOR = 30.0  # seconds after which a child counts as well, and its next death as a first
PATIENCE = 15.0  # seconds that the children have to end when told to
log = logging.getLogger(__name__)


@dataclass(eq=False)
class Child:
    """One process that should always run."""

    name: str
    run: Callable[[], object]
    process: ForkProcess = field(init=False)
    started_at: float = 0.0
    pause: float = FIRST_PAUSE

    def start(self) -> None:
        """The process runs."""
        connections.close_all()
        life = (self.name, self.run, os.getpid())
        self.process = multiprocessing.get_context("fork").Process(target=_live, args=life, name=self.name)
        self.process.start()
        self.started_at = time.monotonic()

    def restart(self) -> None:
        """It runs again, after a pause that grows while it dies young."""
        well = time.monotonic() - self.started_at > WELL_FOR
        self.pause = FIRST_PAUSE if well else min(self.pause * 2, LONGEST_PAUSE)
        self.start()


def keep_running(children: list[Child]) -> int:
    """Runs the children until SIGINT or SIGTERM comes; then ends them. The exit code: 0 when all ended in time."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    gc.collect()
    gc.freeze()  # what is loaded by now is never collected, so its memory stays shared
    for child in children:
        child.start()
    while not stop.is_set():
        _mend(children, stop)
    return _end(children)


def _mend(children: list[Child], stop: threading.Event) -> None:
    """Waits a moment for a death, and starts the dead anew."""
    wait([child.process.sentinel for child in children], timeout=0.5)
    for child in children:
        if stop.is_set() or child.process.is_alive():
            continue
        log.error("The %s process ended with %s and is started again.", child.name, child.process.exitcode)
        if not stop.wait(child.pause):
            child.restart()


def _end(children: list[Child]) -> int:
    until = time.monotonic() + PATIENCE
    for child in children:
        child.process.terminate()
    for child in children:
        child.process.join(max(0.1, until - time.monotonic()))
    late = [child for child in children if child.process.is_alive()]
    for child in late:
        log.error("The %s process did not end in time and was killed.", child.name)
        child.process.kill()
    return 1 if late else 0


def _live(name: str, run: Callable[[], object], parent: int) -> None:
    """A child's life: signals as in a new process, a name of its own, and an end when the parent is gone."""
    with suppress(OSError):
        Path("/proc/self/comm").write_text(f"makegood {name}")  # what `top` shows; Linux alone has it
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    os.setsid()  # Ctrl-C goes to the parent alone, which ends the children in its own way
    threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()
    run()


def _end_with_parent(parent: int) -> None:
    """By asking from time to time: a pipe would stay open in brothers and sisters that were forked later."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os.kill(os.getpid(), signal.SIGTERM)


def stop_on_signal(stop: threading.Event) -> None:
    """SIGINT and SIGTERM set the event, instead of ending the process."""

    def note(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, note)
