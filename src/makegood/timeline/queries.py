"""Reads of what happened."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Max, Q

from makegood.timeline.kinds import Kind
from makegood.timeline.models import Event

MOST_AT_ONCE = 1000
HAPPENED = ("id", "kind", "by_id", "conversation_id", "team_id", "location_id", "about__from_team")
PUT_TO = ("about__for_agent", "about__for_teams")


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as the live stream needs it: what, to which conversation, and for whose eyes."""

    id: int
    kind: str
    by_id: int | None
    conversation_id: int | None
    team_id: int | None
    location_id: int | None
    from_team_id: int | None  # the team that had it until then, when it moved
    agents: tuple[int, ...] = ()  # to whom something in it is put, beside its team
    teams: tuple[int, ...] = ()


def of_conversation(number: int) -> list[Event]:
    """All that happened to one conversation, in order. One query."""
    return list(Event.objects.filter(conversation_id=number).order_by("id"))


def since(event_id: int, *, limit: int = MOST_AT_ONCE) -> list[Happened]:
    """What is recorded under higher ids, in the order of the ids. One query.

    On PostgreSQL a lower id may be committed after this was asked; see config/tail.py for how none is missed.
    """
    return _happened(Q(id__gt=event_id), limit=limit)


def between(gaps: Sequence[tuple[int, int]]) -> list[Happened]:
    """What is recorded under ids within the gaps, their edges excluded. One query; none for no gap."""
    within = [Q(id__gt=after, id__lt=before) for after, before in gaps]
    return _happened(reduce(or_, within)) if within else []


def _happened(wanted: Q, *, limit: int | None = None) -> list[Happened]:
    rows = Event.objects.filter(wanted).order_by("id").values_list(*HAPPENED, *PUT_TO)
    return [_as_happened(*row) for row in rows[:limit]]


def _as_happened(*row: Any) -> Happened:
    agent, teams = row[len(HAPPENED) :]
    happened = Happened(*row[: len(HAPPENED)])
    if agent is None and not teams:
        return happened
    return replace(happened, agents=(agent,) if agent is not None else (), teams=tuple(teams or ()))


def newest_id() -> int:
    """The highest id so far; 0 when nothing has happened yet. One query."""
    return Event.objects.aggregate(newest=Max("id"))["newest"] or 0


def of_conversations(
    numbers: Collection[int], kinds: Sequence[str], *, since: datetime, until: datetime
) -> list[tuple[int, str, int | None]]:
    """What of these kinds happened to these conversations between the two: which, what, by whom; newest first.

    One query; none for none.
    """
    if not numbers:
        return []
    rows = Event.objects.filter(conversation_id__in=numbers, kind__in=kinds, at__gte=since, at__lte=until)
    return [
        (number or 0, kind, by)
        for number, kind, by in rows.order_by("-id").values_list("conversation_id", "kind", "by_id")
    ]


def passed_on_from(agent: int, *, since: datetime, until: datetime, limit: int) -> list[int]:
    """Conversations that went from the agent to another by themselves, newest first. One query."""
    rows = Event.objects.filter(kind=Kind.CONVERSATION_ASSIGNED, by_id=None, at__gte=since, at__lte=until)
    found = rows.filter(about__from=agent).order_by("-id").values_list("conversation_id", flat=True)[:limit]
    return [number for number in found if number]


def of_kinds(
    kinds: Sequence[str],
    *,
    limit: int,
    before: int | None = None,
    after: int | None = None,
    since: datetime | None = None,
) -> list[Event]:
    """Events of these kinds, newest first: with ids above `after` and below `before`, not before `since`. One query."""
    events = Event.objects.filter(kind__in=kinds)
    if before is not None:
        events = events.filter(id__lt=before)
    if after is not None:
        events = events.filter(id__gt=after)
    if since is not None:
        events = events.filter(at__gte=since)
    return list(events.order_by("-id")[:limit])
