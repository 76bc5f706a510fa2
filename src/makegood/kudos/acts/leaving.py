"""A guest says thanks on a place's public page: no account, no address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from makegood.conversations.rules import Refused
from makegood.kudos import queries, rules
from makegood.kudos.acts.giving import left, reached
from makegood.kudos.models import Kudos, Table, Way
from makegood.people.models import Agent

HOUR, MOST_AN_HOUR = timedelta(hours=1), 60


@dataclass(frozen=True, slots=True)
class Left:
    """What a guest says. `agent` is one of those the page names, None: `whom` describes them. `once`: twice is once."""

    agent: int | None
    whom: str
    words: str
    once: str
    name: str = ""
    day: date | None = None


def leave(table: Table, said: Left, *, at: datetime) -> Kudos:
    """It reaches whom it is for; or who leads there, to say who was meant, or whether it is thanks at all.

    The same `once` is the same thanks. Raises Refused, in words.
    """
    words, whom = rules.cleaned(said.words), rules.on_one_line(said.whom, rules.LONGEST_WHOM)
    name = rules.on_one_line(said.name, rules.LONGEST_NAME)
    agent = _named(table, said.agent)
    if agent is None and not whom:
        raise Refused(_("Whom do you want to thank? Choose a name, or say what you remember."))
    if why := rules.why_not_leave(words, whom, name):
        raise Refused(why)
    if queries.left_at(table.location, since=at - HOUR) >= MOST_AN_HOUR:
        raise Refused(_("That is a lot of thanks at once. Try again in an hour, or tell us here."))
    is_held = rules.is_held(words, whom, name)
    state = Kudos.State.HELD if is_held else Kudos.State.GIVEN if agent else Kudos.State.WAITING
    fields = {"way": Way.PLACE, "state": state, "location": table.location, "agent": agent, "words": words}
    fields |= {"whom": whom, "name": name, "day": said.day, "once": f"place:{table.pk}:{said.once}"[:100], "at": at}
    try:
        with transaction.atomic():
            kudos = Kudos.objects.create(**fields)
            if state == Kudos.State.GIVEN:
                reached(kudos, None, at=at)
            else:
                left(kudos, at=at)
    except IntegrityError:
        return Kudos.objects.get(once=fields["once"])
    return kudos


def _named(table: Table, agent: int | None) -> Agent | None:
    """One of those whom the page names; None for anybody else."""
    if agent is None or agent not in dict(queries.to_name_at(table.location)):
        return None
    return Agent.objects.get(pk=agent)
