"""What time does: orders are looked at, and what ships keeps our word."""

from __future__ import annotations

from datetime import datetime

from makegood.agenda.models import Turn
from makegood.watch import acts


def watch(turn: Turn, *, now: datetime) -> datetime | None:
    """The order is looked at, and again when time may bring trouble."""
    return acts.look(turn.about["order"], at=now)


def order_event(turn: Turn, *, now: datetime) -> None:
    """It has shipped, or arrived: whoever waits for that is told."""
    about = turn.about
    acts.came(about["shipment"], about["event"], came_at=datetime.fromisoformat(about["came_at"]), at=now)
