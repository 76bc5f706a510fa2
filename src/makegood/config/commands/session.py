"""A signed-in session for a script of whoever owns the data."""

from __future__ import annotations

import argparse
import os

from django.conf import settings
from django.utils import timezone

from makegood.config.commands import Refused
from makegood.people import acts, queries
from makegood.people.rules import Unfit

HELP = "print a session cookie (name=value) for scripts"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose."""
    parser.add_argument("address", metavar="ADDRESS", help="the mail address of the agent")


def run(args: argparse.Namespace) -> int:
    """The cookie of a new session of the agent is printed. Refused unless run as the owner of the data folder."""
    if os.stat(settings.DATA).st_uid != os.getuid():
        raise Refused(f"Only the owner of {settings.DATA} may do this.")
    agent = queries.agent_at(args.address)
    if agent is None:
        raise Refused(f"Nobody signs in with {args.address}.")
    try:
        key = acts.open_session(agent, now=timezone.now())
    except Unfit as error:
        raise Refused(str(error)) from error
    print(f"{settings.SESSION_COOKIE_NAME}={key}")
    return 0
