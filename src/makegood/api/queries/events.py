"""What happened, for those who ask again and again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import connection

from makegood.api import rules
from makegood.conversations.queries import with_guests
from makegood.people.models import Agent
from makegood.people.queries import standing
from makegood.timeline.models import Event
from makegood.timeline.queries import Happened, newest_id, since

LOOKED_AT = 1000
# On PostgreSQL a missing id below one as young as this may still be committed: the page ends before it.
MAY_COME = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Events:
    """Some events, and the id up to which nothing is missing: the next question begins there."""

    items: list[Event]
    up_to: int


def events(agent: Agent, *, after: int | None, kinds: frozenset[str], limit: int, now: datetime) -> Events:
    """Public events that the agent may know of, in order, after an id (None: none, only where to begin). Four queries
    at most."""
    if after is None:
        return Events([], newest_id())
    audience = standing(agent).audience
    looked = _settled(since(after, limit=LOOKED_AT), after, now=now)
    wanted = kinds or rules.PUBLIC_KINDS
    fit = [one for one in with_guests(looked) if one.kind in wanted and rules.may_hear(agent.pk, audience, one)]
    up_to = fit[limit - 1].id if len(fit) > limit else looked[-1].id if looked else after
    found = Event.objects.in_bulk([one.id for one in fit[:limit]])
    return Events([found[one.id] for one in fit[:limit]], up_to)


def _settled(looked: list[Happened], after: int, *, now: datetime) -> list[Happened]:
    """Those before the first id that may still come."""
    if connection.vendor != "postgresql":
        return looked  # SQLite numbers in the order of its commits
    gaps = [b for a, b in pairwise([after, *(one.id for one in looked)]) if b > a + 1]
    young = Event.objects.filter(pk__in=gaps, at__gt=now - MAY_COME).order_by("pk").values_list("pk", flat=True).first()
    return looked if young is None else [one for one in looked if one.id < young]
