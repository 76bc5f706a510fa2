"""A shipment of an order, as its source says now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from makegood.orders.models import Order, Packed, Shipment
from makegood.orders.said import SaidShipment


@dataclass(frozen=True, slots=True)
class Moved:
    """A shipment, and what is new of it."""

    shipment: Shipment
    is_changed: bool = False
    has_shipped: bool = False
    has_arrived: bool = False


def lay_shipment(order: Order, said: SaidShipment) -> Moved:
    """Inside an act: the shipment is as its source says. What it leaves out stays."""
    shipment = Shipment.objects.select_for_update().filter(order=order, key=said.key[:120]).first()
    plain = ("carrier", "tracking", "link", "expected_on", "shipped_at", "delivered_at")
    new = {name: _short(name, value) for name in plain if (value := getattr(said, name)) is not None}
    is_new = shipment is None
    before = (None, None) if shipment is None else (shipment.shipped_at, shipment.delivered_at)
    if shipment is None:
        shipment = Shipment.objects.create(order=order, key=said.key[:120], **new)
    changed = write(shipment, new)
    packed = _pack(order, shipment, said)
    return moved(shipment, before, is_changed=is_new or changed or packed)


def _short(name: str, value: Any) -> Any:
    longest = {"carrier": 80, "tracking": 120, "link": 500}
    return value.strip()[: longest[name]] if name in longest else value


def write(shipment: Shipment, new: dict[str, Any]) -> bool:
    """The shipment has these values; whether one of them is new."""
    changed = [name for name, value in new.items() if getattr(shipment, name) != value]
    for name in changed:
        setattr(shipment, name, new[name])
    if changed:
        shipment.save(update_fields=changed)
    return bool(changed)


def moved(shipment: Shipment, before: tuple[datetime | None, datetime | None], *, is_changed: bool) -> Moved:
    """What is new of it; `before` is when it had shipped and arrived, as far as we knew."""
    was_gone, had_arrived = bool(before[0] or before[1]), bool(before[1])
    is_gone = bool(shipment.shipped_at or shipment.delivered_at)
    return Moved(
        shipment,
        is_changed=is_changed,
        has_shipped=is_gone and not was_gone,
        has_arrived=bool(shipment.delivered_at) and not had_arrived,
    )


def _pack(order: Order, shipment: Shipment, said: SaidShipment) -> bool:
    """It holds these pieces; whether that is new. A line that the order does not have is left out."""
    if said.lines is None:
        return False
    known = dict(order.lines.values_list("key", "pk"))
    wanted = {known[key]: count for key, count in said.lines.items() if key in known and count > 0}
    held = dict(Packed.objects.filter(shipment=shipment).values_list("line_id", "quantity"))
    if wanted == held:
        return False
    Packed.objects.filter(shipment=shipment).delete()
    Packed.objects.bulk_create(Packed(shipment=shipment, line_id=pk, quantity=one) for pk, one in wanted.items())
    return True
