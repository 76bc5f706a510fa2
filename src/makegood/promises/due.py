"""What time does to a promise: warnings, its end, and the word that the customer is owed."""

from __future__ import annotations

from datetime import datetime

from makegood.agenda.models import Turn
from makegood.promises import acts


def run_out(turn: Turn, *, now: datetime) -> datetime | None:
    """A promise is due: broken, unless it ended or moved meanwhile."""
    return acts.run_out(turn.about["clock"], at=now)


def warn(turn: Turn, *, now: datetime) -> datetime | None:
    """A promise comes due: whoever keeps it is told; the time of the next warning."""
    return acts.warn(turn.about["promise"], at=now)


def passed_on(turn: Turn, *, now: datetime) -> None:
    """What was promised has become somebody else's: the customer hears it, unless somebody has written since."""
    acts.tell_of_owner(turn.about["conversation"], since=datetime.fromisoformat(turn.about["since"]), at=now)


def own_up(turn: Turn, *, now: datetime) -> None:
    """Nobody has told the customer that a promise is broken: the desk does."""
    acts.own_up(turn.about["promise"], at=now)
