"""Reads of what happened."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max

from makegood.timeline.models import Event


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as the live stream needs it: what, to which conversation, and for whose eyes."""

    id: int
    kind: str
    by_id: int | None
    conversation_id: int | None
    team_id: int | None
    location_id: int | None


def of_conversation(number: int) -> list[Event]:
    """All that happened to one conversation, in order. One query."""
    return list(Event.objects.filter(conversation_id=number).order_by("id"))


def since(event_id: int, *, limit: int = 1000) -> list[Happened]:
    """What is recorded under higher ids, in the order of the ids. One query.

    On PostgreSQL a lower id may be committed after this was asked; see config/live.py for how none is missed.
    """
    fields = ("id", "kind", "by_id", "conversation_id", "team_id", "location_id")
    rows = Event.objects.filter(id__gt=event_id).order_by("id").values_list(*fields)
    return [Happened(*row) for row in rows[:limit]]


def newest_id() -> int:
    """The highest id so far; 0 when nothing has happened yet. One query."""
    return Event.objects.aggregate(newest=Max("id"))["newest"] or 0
