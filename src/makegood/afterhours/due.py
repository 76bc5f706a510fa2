"""What time does: who wrote while we are closed is told when we are back."""

from __future__ import annotations

from datetime import datetime

from makegood.afterhours import acts
from makegood.agenda.models import Turn


def after_hours(turn: Turn, *, now: datetime) -> None:
    """Somebody wrote while we were closed, and still are: they are told."""
    acts.answer(turn.about["conversation"], turn.about["message"], at=now)
