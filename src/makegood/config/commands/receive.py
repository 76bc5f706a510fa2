"""Takes mail from a mail server on this machine."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import threading

from makegood.channels.mail import lmtp
from makegood.channels.mail.servers import is_loopback
from makegood.config import prepare, processes
from makegood.config.commands import Refused

HELP = "take mail by LMTP from a mail server in front"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and which protocol to speak."""
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=2424, help="the port to listen on (default 2424)")
    parser.add_argument("--smtp", action="store_true", help="speak SMTP instead of LMTP")


def run(args: argparse.Namespace) -> int:
    """Takes mail until it is told to stop. Raises Refused."""
    if not is_loopback(args.host):
        raise Refused(
            f"{args.host} is not on this machine. Put a mail server in front; this one believes what it is told."
        )
    prepare.refuse_unless_ready()
    stop = threading.Event()
    processes.stop_on_signal(stop)
    protocol, where = "SMTP" if args.smtp else "LMTP", f"{args.host}:{args.port}"

    def ready() -> None:
        print(f"Taking mail by {protocol} at {where}. Stop it with Ctrl-C.", file=sys.stderr, flush=True)

    try:
        asyncio.run(lmtp.serve(args.host, args.port, stop=stop, is_lmtp=not args.smtp, ready=ready))
    except OSError as error:
        raise Refused(f"{where} cannot be used: {os.strerror(error.errno or 0)}.") from error
    return 0
