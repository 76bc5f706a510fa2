"""Everything in one: the database made ready, web and worker started and kept running."""

from __future__ import annotations

import argparse

from django.conf import settings
from django.db import connections
from django.utils import timezone

from makegood.config import prepare, processes, serving, static
from makegood.config.commands import web, work
from makegood.people import acts as people

HELP = "run the whole desk: web and worker, ready in one step"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and with which company."""
    web.add_address(parser)
    parser.add_argument(
        "--demo", action="store_true", help="fill an empty data folder with an invented company at work"
    )


def run(args: argparse.Namespace) -> int:
    """Serves until Ctrl-C or SIGTERM; then all processes have ended."""
    listener = serving.bind(args.host, args.port)
    prepare.database(say=_say)
    children = [processes.Child("web", lambda: serving.serve(listener)), processes.Child("work", work.work)]
    if args.demo:
        children.append(_demo(serving.address(listener)))
    static.collect()
    serving.allow(args.host)
    serving.load()
    _greet(serving.address(listener))
    connections.close_all()
    return processes.keep_running(children)


def _demo(here: str) -> processes.Child:
    """The invented company stands, and its post office is ready to start."""
    from makegood.config import demonstration

    _say(f"The demo: sign in as Tove Lind, once, within the hour: {here}{demonstration.way_in()}")
    port = demonstration.free_port()
    settings.SMTP_URL = f"smtp://127.0.0.1:{port}"  # whatever is set: no mail of the demo may leave this machine
    return processes.Child("post", lambda: demonstration.post_office(port))


def _greet(here: str) -> None:
    """The address; and, until somebody has come in, the way in for the first."""
    public = settings.PUBLIC_URL.origin if settings.PUBLIC_URL else here
    _say(f"Makegood is at {public}" if public == here else f"Makegood is at {public}, on this machine {here}")
    path = people.first_link(now=timezone.now())
    if path:
        _say(f"Set it up here (works once, within a day): {public}{path}")
    _say("Stop it with Ctrl-C.")


def _say(words: str) -> None:
    print(words, flush=True)
