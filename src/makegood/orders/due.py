"""What the worker does: it takes in what a source has posted."""

from __future__ import annotations

from datetime import datetime

from makegood.agenda.models import Turn
from makegood.orders import acts


def posted(turn: Turn, *, now: datetime) -> datetime | None:
    """The posting is taken in; a time: it waits for its order, and is looked at again then."""
    return acts.take_posted(turn.about["posted"], at=now)
