"""What happens when a rung's time comes."""

from __future__ import annotations

from datetime import datetime

from makegood.agenda.models import Turn
from makegood.escalations import acts


def rung(turn: Turn, *, now: datetime) -> datetime | None:
    """The next on the ladder is asked, or whoever was to come has come."""
    return acts.turn(turn.about["clock"], now=now)
