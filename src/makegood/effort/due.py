"""What happens when it is time to look at what a matter has cost."""

from __future__ import annotations

from datetime import datetime

from makegood.agenda.models import Turn
from makegood.effort import acts


def effort(turn: Turn, *, now: datetime) -> datetime | None:
    """It has climbed if it was to; it is looked at again when the wait will have been long enough."""
    return acts.look(turn.about["conversation"], now=now)


def sweep(turn: Turn, *, now: datetime) -> datetime | None:
    """The next of those that are open are looked at."""
    acts.sweep(turn.about["after"], now=now)
    return None
