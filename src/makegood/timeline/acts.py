"""The one way to say that something happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from makegood.base.rows import write
from makegood.timeline.kinds import Kind
from makegood.timeline.models import Event


class OutsideTransaction(RuntimeError):
    """An event must be committed together with the change that it tells of."""


def record(
    kind: Kind,
    *,
    at: datetime,
    by: int | None = None,
    conversation: int | None = None,
    customer: int | None = None,
    team: int | None = None,
    location: int | None = None,
    about: Mapping[str, Any] | None = None,
) -> Event:
    """The event, written in the caller's transaction; raises OutsideTransaction when there is none. One query."""
    event = Event(
        kind=Kind(kind),
        at=at,
        by_id=by,
        conversation_id=conversation,
        customer_id=customer,
        team_id=team,
        location_id=location,
        about=dict(about or {}),
    )
    [recorded] = record_all([event])
    return recorded


def record_all(events: Iterable[Event]) -> list[Event]:
    """All of them, in order, in the caller's transaction; raises OutsideTransaction when there is none. One query."""
    events = list(events)
    if not transaction.get_connection().in_atomic_block:
        kinds = ", ".join(event.kind for event in events)
        raise OutsideTransaction(f"{kinds}: an event needs the transaction of the change it tells of.")
    return write(events)
