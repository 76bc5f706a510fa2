"""What was posted too early is taken in once what it waits for has come."""

from __future__ import annotations

from datetime import datetime

from makegood.agenda import acts as agenda
from makegood.orders.models import Order, Posted, Shipment, Source


def wake(source: Source, order: Order, shipment: Shipment | None = None) -> None:
    """Inside an act: what waits for this order, or for this tracking number, is planned again."""
    rows = Posted.objects.filter(state=Posted.State.WAITING)
    if shipment is None:
        found = rows.filter(source=source, waits_for=f"order:{order.key}") if order.key else rows.none()
    else:
        found = rows.filter(waits_for=f"tracking:{shipment.tracking}") if shipment.tracking else rows.none()
    for pk in found.values_list("pk", flat=True):
        plan(pk, run_at=order.kept_at)


def plan(pk: int, *, run_at: datetime) -> None:
    """The worker takes it in then."""
    agenda.plan("posted", f"posted:{pk}", run_at=run_at, about={"posted": pk})
