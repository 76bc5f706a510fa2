"""How the floors above hear of orders, in the same transaction: settings.HEARD_OF_ORDERS names them in order."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from makegood.orders.models import Order, Shipment


class Heard:
    """What a package above may want to hear. Each does nothing here. The order is held; change it no more."""

    def changed(self, order: Order, *, at: datetime) -> None:
        """Something of it is new: itself, a date, a line, a shipment, a movement."""

    def shipped(self, order: Order, shipment: Shipment, *, at: datetime) -> None:
        """A shipment of it has left, for the first time that we hear of it."""

    def delivered(self, order: Order, shipment: Shipment, *, at: datetime) -> None:
        """A shipment of it has arrived at the customer's, for the first time that we hear of it."""

    def tied(self, order: Order, *, at: datetime) -> None:
        """One of us said that a conversation is about it."""


@cache
def everyone() -> tuple[Heard, ...]:
    """Those who hear of orders, in the order of the settings."""
    return tuple(import_string(name)() for name in settings.HEARD_OF_ORDERS)
