"""A token for a program, from the terminal."""

from __future__ import annotations

import argparse
import os
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from makegood.api.acts import tokens
from makegood.api.models import Scope
from makegood.config.commands import Refused
from makegood.people import queries
from makegood.people.rules import Unfit

HELP = "make an API token with which a program acts as an agent, and print it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose, and what it is good for."""
    parser.add_argument("address", metavar="ADDRESS", help="the mail address of the agent")
    parser.add_argument(
        "--scope", action="append", required=True, choices=Scope.values, help="what it is good for; may be repeated"
    )
    parser.add_argument("--name", default="terminal", help="what uses it, for the list of tokens")
    parser.add_argument("--days", type=int, metavar="N", help="it ends after so many days; without, when it is revoked")


def run(args: argparse.Namespace) -> int:
    """The new token is printed, this once. Refused unless run as the owner of the data folder."""
    if os.stat(settings.DATA).st_uid != os.getuid():
        raise Refused(f"Only the owner of {settings.DATA} may do this.")
    agent = queries.agent_at(args.address)
    if agent is None:
        raise Refused(f"Nobody signs in with {args.address}.")
    now = timezone.now()
    try:
        ends = now + timedelta(days=args.days) if args.days is not None else None
        made = tokens.make(agent, name=args.name, scopes=args.scope, by=None, now=now, expires_at=ends)
    except (Unfit, OverflowError) as error:
        raise Refused(str(error)) from error
    print(made.secret)
    return 0
