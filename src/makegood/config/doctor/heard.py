"""Guarantee 1 for what is said elsewhere: it ends confirmed, as nothing of ours, or waiting where a person sees it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from makegood.agenda.models import Turn
from makegood.config.doctor.found import Found, found
from makegood.kudos.models import Kudos
from makegood.mentions.models import Episode, Mention, Source, SourceKind, State


def what_was_found_will_be_read(now: datetime) -> Found:
    """Each mention that is not read yet has its turn on the agenda."""
    planned = set(Turn.objects.filter(kind="mention").values_list("key", flat=True))
    fresh = list(Mention.objects.filter(state=State.NEW).values_list("pk", flat=True))
    wrong = [f"mention {pk} will never be read" for pk in fresh if f"mention:{pk}" not in planned]
    return found(len(fresh), wrong)


def what_waits_is_seen_by_somebody(now: datetime) -> Found:
    """Its team is there, and it is done only once somebody has decided on all of it."""
    waiting = Mention.objects.exclude(state=State.DONE)
    unseen = waiting.filter(team__is_active=False).values_list("pk", flat=True)
    wrong = [f"mention {pk} waits in a team that is closed" for pk in unseen]
    done = Mention.objects.filter(state=State.DONE)
    open_ones = Q(pk__in=Episode.objects.filter(state=Episode.State.PROPOSED).values("mention"))
    undecided = Q(nothing_by=None) & ~Q(pk__in=Episode.objects.values("mention"))
    skipped = done.filter(open_ones | undecided).values_list("pk", flat=True)
    wrong += [f"mention {pk} is done, but nobody has decided on it" for pk in skipped]
    return found(Mention.objects.count(), wrong)


def what_was_confirmed_reached_somebody(now: datetime) -> Found:
    """An episode that was confirmed is a conversation, or thanks, or both."""
    confirmed = Episode.objects.filter(state=Episode.State.ANSWERED)
    thanked = set(Kudos.objects.filter(way="mention").values_list("once", flat=True))
    rows = confirmed.filter(conversation=None).values_list("pk", "version", "thanked")
    wrong = [
        f"episode {pk} was confirmed, and reached nobody"
        for pk, version, agents in rows
        if not agents or any(f"mention:{pk}:{version - 1}:{agent}" not in thanked for agent in agents)
    ]
    return found(confirmed.count(), wrong)


def where_we_look_is_looked_at(now: datetime) -> Found:
    """Each source that is on, and not gone, has its turn on the agenda."""
    planned = set(Turn.objects.filter(kind="social").values_list("key", flat=True))
    asked = Source.objects.filter(is_active=True, next_at__isnull=False).exclude(kind=SourceKind.TABLE)
    rows = list(asked.values_list("pk", "name"))
    wrong = [f"source {name} is not looked at any more" for pk, name in rows if f"social:{pk}" not in planned]
    return found(len(rows), wrong)


LOST = (
    what_was_found_will_be_read,
    what_waits_is_seen_by_somebody,
    what_was_confirmed_reached_somebody,
    where_we_look_is_looked_at,
)


def troubles() -> list[str]:
    """What breaks nothing, but should be known: sources that could not be read the last time."""
    failing = Source.objects.filter(is_active=True).exclude(trouble="").order_by("name")
    return [f"mentions: {one.name} could not be read: {one.trouble}" for one in failing]
