"""`makegood demo fill`: many invented conversations, for trying the desk when it is full."""

from __future__ import annotations

import argparse
import sys

from django.utils import timezone

from makegood.config import prepare
from makegood.config.commands import Refused
from makegood.demo import bulk, play
from makegood.people.queries import is_set_up

HELP = "fill the desk with invented conversations"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many, and which."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    fill = verbs.add_parser("fill", help="add so many conversations of the last three years")
    fill.add_argument("--conversations", type=int, default=1000, metavar="N")
    fill.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed gives the same conversations")


def run(args: argparse.Namespace) -> int:
    """Fills; the invented company is founded first where nobody is."""
    prepare.database(say=lambda words: print(words, file=sys.stderr))
    now = timezone.now()
    if not is_set_up():
        play.fill(now=now)
    try:
        done = bulk.fill(args.conversations, seed=args.seed, now=now, say=_progress)
    except bulk.NobodyHere as error:
        raise Refused(str(error)) from error
    print(f"{done} conversations added")
    return 0


def _progress(done: int) -> None:
    if done % 10_000 == 0:
        print(f"{done} ...", file=sys.stderr, flush=True)
