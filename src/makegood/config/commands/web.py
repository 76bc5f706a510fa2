"""The web processes alone: for a machine of several, or a service manager of your own."""

from __future__ import annotations

import argparse

from makegood.config import prepare, processes, serving, static

HELP = "answer browsers, without a worker"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and with how many processes."""
    add_address(parser)
    parser.add_argument("--processes", type=int, default=1, help="how many processes share the port (default 1)")


def add_address(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="listen at this address (default 127.0.0.1: this machine)")
    parser.add_argument("--port", type=int, default=8000, help="listen at this port (default 8000)")


def run(args: argparse.Namespace) -> int:
    """Serves until it is told to stop."""
    listener = serving.bind(args.host, args.port)
    prepare.refuse_unless_ready()
    static.collect()
    serving.allow(args.host)
    serving.load()
    if args.processes <= 1:
        serving.serve(listener)
        return 0
    return processes.keep_running(
        [processes.Child(f"web {n + 1}", lambda: serving.serve(listener)) for n in range(args.processes)]
    )
