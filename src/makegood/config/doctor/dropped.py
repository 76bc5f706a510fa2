"""Guarantee 2: nobody is dropped. Every open conversation has an owner, a running clock, and a turn that will come."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Subquery

from makegood.agenda.models import Turn
from makegood.agenda.queries import last_beat_at
from makegood.clocks.models import Clock, Kind
from makegood.clocks.rules import TURNS
from makegood.config.doctor.found import Found, found
from makegood.conversations.models import Conversation, NextClock, State
from makegood.people.models import Agent, Role
from makegood.people.queries import is_set_up

PATIENCE = timedelta(minutes=10)


def open_conversations_have_someone(now: datetime) -> Found:
    """The team has an active member; the owner, if there is one, still works here."""
    alive = Conversation.objects.filter(state__in=[State.OPEN, State.WAITING])
    if not is_set_up():  # before the first agent there is nobody to have it; a warning says so
        return found(alive.count(), [])
    gone = alive.filter(owner__is_active=False).values_list("pk", flat=True)
    wrong = [f"#{pk}: its owner no longer works here" for pk in gone]
    for team in alive.values_list("team", flat=True).distinct().order_by():
        if not _members(team):
            numbers = alive.filter(team=team).order_by("pk").values_list("pk", flat=True)
            wrong += [f"#{pk}: nobody is left in its team" for pk in numbers]
    return found(alive.count(), wrong)


def _members(team: int) -> bool:
    here = Role.objects.filter(team=team) | Role.objects.filter(location__teams=team)
    above = Role.objects.filter(region__locations__teams=team) | Role.objects.filter(rank="head_office")
    return Agent.objects.filter(is_active=True, roles__in=here | above).exists()


def open_conversations_have_a_clock(now: datetime) -> Found:
    """Open or waiting: at least one clock runs, and waiting has look-again. Closed or merged: none."""
    running = Clock.objects.filter(conversation_id=OuterRef("pk"), ended_at=None, paused_at=None)
    alive = Conversation.objects.filter(state__in=[State.OPEN, State.WAITING])
    bare = alive.filter(~Exists(running)).values_list("pk", flat=True)
    restless = alive.filter(~Exists(running.filter(kind=Kind.LOOK_AGAIN)), state=State.WAITING)
    done = Conversation.objects.filter(Exists(running), state__in=[State.CLOSED, State.MERGED])
    wrong = [f"#{pk} is open and no clock runs on it" for pk in bare]
    wrong += [f"#{pk} waits, and nobody will look again" for pk in restless.values_list("pk", flat=True)]
    wrong += [f"#{pk} is closed and a clock still runs" for pk in done.values_list("pk", flat=True)]
    return found(alive.count(), wrong)


def lists_show_the_next_clock(now: datetime) -> Found:
    """What lists order by is the earliest running clock; one that is paused does not run."""
    running = Clock.objects.filter(conversation_id=OuterRef("pk"), ended_at=None, paused_at=None)
    first = running.order_by("due_at").values("due_at")[:1]
    alive = Conversation.objects.filter(next_due__isnull=False).annotate(first=Subquery(first))
    wrong = [
        f"#{pk} is shown at another time than its next clock"
        for pk in alive.exclude(next_due=F("first")).values_list("pk", flat=True)
    ]
    listed = NextClock.objects.filter(conversation=OuterRef("pk"), team=OuterRef("team"), due_at=OuterRef("next_due"))
    missing = alive.filter(~Exists(listed)).values_list("pk", flat=True)
    wrong += [f"#{pk} is missing from its team's list" for pk in missing]
    return found(alive.count(), wrong)


def clocks_have_their_turn(now: datetime) -> Found:
    """Each running clock has a known kind and its agenda row; none is past its turn while workers ran that long."""
    running = Clock.objects.filter(ended_at=None, paused_at=None)
    planned = set(Turn.objects.filter(key__startswith="clock:").values_list("key", flat=True))
    wrong = [
        f"#{number}: its {kind} clock has no turn, so nothing will happen when it runs out"
        for pk, number, kind in running.values_list("pk", "conversation_id", "kind").iterator()
        if f"clock:{pk}" not in planned
    ]
    unknown = Clock.objects.filter(ended_at=None).exclude(kind__in=TURNS).values_list("conversation_id", "kind")
    wrong += [f"#{number}: nobody knows what a {kind!r} clock is" for number, kind in unknown]
    beat = last_beat_at()
    if beat and now - beat < PATIENCE:
        late = running.filter(turn_at__lt=now - PATIENCE).values_list("conversation_id", flat=True)
        wrong += [f"#{number}: its clock ran out more than 10 minutes ago and nothing moved" for number in late]
    return found(running.count(), wrong)


CHECKS = (
    open_conversations_have_someone,
    open_conversations_have_a_clock,
    lists_show_the_next_clock,
    clocks_have_their_turn,
)
