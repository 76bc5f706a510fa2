"""When what was done has settled, the customer hears of it."""

from __future__ import annotations

from datetime import datetime

from makegood.agenda.models import Turn
from makegood.worklog import acts


def tell(turn: Turn, *, now: datetime) -> None:
    """One mail about all that was done since the last; none when they wish none."""
    acts.tell_by_mail(turn.about["conversation"], at=now)
