"""What becomes of orders is looked at by the worker, each time anew: planned in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from makegood.agenda import acts as agenda
from makegood.orders.heard import Heard
from makegood.orders.models import Order, Shipment
from makegood.watch import queries


class Watching(Heard):
    """Each change of an order is a look at it; what ships or arrives keeps the promises that wait for it."""

    def changed(self, order: Order, *, at: datetime) -> None:
        """See Heard."""
        if queries.rule_of(order.source_id):
            plan_looks([order.pk], run_at=at)

    def shipped(self, order: Order, shipment: Shipment, *, at: datetime) -> None:
        """See Heard."""
        _plan_event(order, shipment, "shipped", at=at)

    def delivered(self, order: Order, shipment: Shipment, *, at: datetime) -> None:
        """See Heard."""
        _plan_event(order, shipment, "delivered", at=at)

    def tied(self, order: Order, *, at: datetime) -> None:
        """See Heard."""
        for shipment in order.shipments.all():
            for event, came_at in (("shipped", shipment.shipped_at), ("delivered", shipment.delivered_at)):
                if came_at:
                    _plan_event(order, shipment, event, at=at, came_at=came_at)


def plan_looks(orders: Iterable[int], *, run_at: datetime) -> None:
    """The worker looks at these orders then. One query."""
    agenda.plan_all(agenda.turn("watch", f"watch:{pk}", run_at=run_at, about={"order": pk}) for pk in orders)


def _plan_event(order: Order, shipment: Shipment, event: str, *, at: datetime, came_at: datetime | None = None) -> None:
    about = {"order": order.pk, "shipment": shipment.pk, "event": event, "came_at": (came_at or at).isoformat()}
    agenda.plan("order_event", f"order-{event}:{shipment.pk}", run_at=at, about=about)
