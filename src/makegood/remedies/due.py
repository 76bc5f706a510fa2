"""What time does to a remedy and to an ask."""

from __future__ import annotations

from datetime import datetime

from makegood.agenda.models import Turn
from makegood.remedies import acts


def give(turn: Turn, *, now: datetime) -> None:
    """What is given at once is given, now that it cannot be taken back by whoever granted it."""
    acts.take_turn(turn.about["remedy"], at=now)


def ask(turn: Turn, *, now: datetime) -> datetime | None:
    """Somebody has not answered in their time, has left, or has come."""
    return acts.turn(turn.about["clock"], now=now)
