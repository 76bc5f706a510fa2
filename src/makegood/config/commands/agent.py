"""Colleagues, from the terminal."""

from __future__ import annotations

import argparse

from django.utils import timezone

from makegood.config.commands import Refused
from makegood.config.commands.admin import base
from makegood.people import acts, queries
from makegood.people.models import Rank
from makegood.people.rules import PLACE_OF, Post, Taken, Unfit

HELP = "add a colleague and print a one-time sign-in link"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who, as what, where."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="add")
    add = verbs.add_parser("add", help=HELP)
    add.add_argument("address", metavar="ADDRESS", help="the mail address with which they sign in")
    add.add_argument("--name", required=True, help="what customers read under answers")
    add.add_argument("--role", required=True, choices=Rank.values, help="what they may see and decide")
    for kind in ("team", "location", "region"):
        add.add_argument(
            f"--{kind}", metavar="NAME", default="", help=f"the {kind} of the role; not needed if there is one"
        )


def run(args: argparse.Namespace) -> int:
    """The colleague exists with the role; the link that signs them in once is printed."""
    now = timezone.now()
    acts.lay_ground(now=now)
    try:
        post = Post(Rank(args.role), _place(args))
        agent = acts.add_agent(args.address, args.name, posts=[post], by=None, now=now)
        print(base() + acts.one_time_link(agent, by=None, now=now))
    except (Taken, Unfit) as error:
        raise Refused(str(error)) from error
    return 0


def _place(args: argparse.Namespace) -> int | None:
    """The id of the place that was named; the only one when none was."""
    kind = PLACE_OF.get(Rank(args.role))
    unfit = [other for other in ("team", "location", "region") if getattr(args, other) and other != kind]
    if unfit:
        raise Refused(
            f"The role {args.role} is held {f'at a {kind}' if kind else 'everywhere'}; leave out --{unfit[0]}."
        )
    return _find(kind, getattr(args, kind)) if kind else None


def _find(kind: str, name: str) -> int:
    known = queries.places_by_name(kind)
    if not name and len(known) == 1:
        return known[0][1]
    found = [pk for words, pk in known if words.casefold() == name.casefold()]
    if len(found) == 1:
        return found[0]
    names = ", ".join(sorted({words for words, _pk in known})) or "none yet"
    if found:
        raise Refused(f"There is more than one {kind} named {name}. Add the colleague on the settings page.")
    raise Refused(f"Name the {kind} with --{kind}. There is: {names}.")
