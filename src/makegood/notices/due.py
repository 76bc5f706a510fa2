"""What the worker does: it tells the next wave."""

from __future__ import annotations

from datetime import datetime

from makegood.agenda.models import Turn
from makegood.notices import acts


def notice_wave(turn: Turn, *, now: datetime) -> datetime | None:
    """The next ones are told; a time: the following wave goes then."""
    return acts.send_wave(turn.about["notice"], at=now)
