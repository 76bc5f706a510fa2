"""The way back in for whoever runs the machine."""

from __future__ import annotations

import argparse

from django.conf import settings
from django.utils import timezone

from makegood.config.commands import Refused
from makegood.people import acts, queries
from makegood.people.models import Agent, Rank
from makegood.people.rules import Post, Taken, Unfit

HELP = "make somebody an admin and print a one-time sign-in link"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom."""
    parser.add_argument("address", metavar="ADDRESS", help="the mail address of an agent, or of a new one")
    parser.add_argument("--name", default="", help="the name of a new one; else what stands before the @")


def run(args: argparse.Namespace) -> int:
    """An active admin with this address exists; the link that signs them in once is printed."""
    now = timezone.now()
    acts.lay_ground(now=now)
    try:
        agent = queries.agent_at(args.address) or _add(args)
        acts.activate(agent, by=None, now=now)
        acts.give_role(agent, Post(Rank.ADMIN), by=None, now=now)
        print(base() + acts.one_time_link(agent, by=None, now=now))
    except (Taken, Unfit) as error:
        raise Refused(str(error)) from error
    return 0


def base() -> str:
    """Where this desk is: its public address, else where it stands by default."""
    return settings.PUBLIC_URL.origin if settings.PUBLIC_URL else "http://127.0.0.1:8000"


def _add(args: argparse.Namespace) -> Agent:
    if "@" not in args.address:
        raise Refused(f"{args.address} is no mail address.")
    name = args.name or args.address.partition("@")[0]
    return acts.add_agent(args.address, name, posts=_posts(), by=None, now=timezone.now())


def _posts() -> list[Post]:
    """The first of all also answers, as after the welcome; later ones get the settings alone."""
    if queries.is_set_up():
        return []
    return [Post(Rank.HEAD_OFFICE), Post(Rank.AGENT, queries.places_by_name("team")[0][1])]
