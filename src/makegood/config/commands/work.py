"""The worker alone: it sends, fetches, files, and watches the clocks."""

from __future__ import annotations

import argparse
import threading

from makegood.agenda import worker
from makegood.channels.mail.watch import Watchers
from makegood.config import prepare, processes
from makegood.config.turns import Handlers

HELP = "do what is due: send, fetch, file, watch the clocks"
THREADS = 4
PATIENCE = 10.0  # seconds that the watchers of mailboxes have to hang up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many turns at once."""
    parser.add_argument("--threads", type=int, default=THREADS, help=f"how many turns at once (default {THREADS})")


def run(args: argparse.Namespace) -> int:
    """Works until it is told to stop, and then finishes what it has in hand."""
    prepare.refuse_unless_ready()
    work(args.threads)
    return 0


def work(threads: int = THREADS) -> None:
    """Works until SIGINT or SIGTERM. Raises WorkerBroken when it cannot go on."""
    stop = threading.Event()
    processes.stop_on_signal(stop)
    watchers = threading.Thread(target=Watchers().run, args=(stop,), name="watchers", daemon=True)
    watchers.start()
    try:
        worker.work(Handlers(), stop=stop, workers=max(1, threads))
    finally:
        stop.set()
        watchers.join(PATIENCE)
