"""What a carrier tells of a parcel that it knows by its tracking number."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from makegood.orders.acts.parcels import moved, write
from makegood.orders.acts.taking import settle
from makegood.orders.models import Movement, Order, Shipment
from makegood.orders.said import SaidMovement
from makegood.timeline.kinds import Kind

What = Movement.What


def move(said: SaidMovement, *, at: datetime) -> list[Shipment]:
    """What a carrier tells is on record with each shipment of that number; nothing for a number that nobody knows.

    Said twice, it changes nothing; said late, it does not undo what came after it.
    """
    numbers = Shipment.objects.filter(tracking=said.tracking).exclude(tracking="")
    found = []
    for pk, order in sorted(numbers.values_list("pk", "order_id"), key=lambda one: (one[1], one[0])):
        with transaction.atomic():
            found.append(_move(pk, order, said, at=at))
    return found


def _move(pk: int, order_id: int, said: SaidMovement, *, at: datetime) -> Shipment:
    # The order first, as everywhere: then two postings wait for each other one way round only.
    order = Order.objects.select_for_update(no_key=True).get(pk=order_id)
    shipment = Shipment.objects.select_for_update().get(pk=pk)
    words = {"words": said.words[:300], "place": said.place[:120]}
    made = Movement.objects.get_or_create(shipment=shipment, at=said.at, what=said.what, defaults=words)[1]
    before = (shipment.shipped_at, shipment.delivered_at)
    changed = made and write(shipment, _after(shipment, said))
    settle(order, [moved(shipment, before, is_changed=made or changed)], kind=Kind.ORDER_CHANGED, changed=False, at=at)
    return shipment


def _after(shipment: Shipment, said: SaidMovement) -> dict[str, Any]:
    """What is known of the shipment once the carrier has said this."""
    new: dict[str, Any] = {"moved_at": max(said.at, shipment.moved_at or said.at)}
    if said.what != What.ANNOUNCED and shipment.shipped_at is None:
        new["shipped_at"] = said.at
    if said.what == What.DELIVERED and shipment.delivered_at is None:
        new["delivered_at"] = said.at
    if said.expected_on and new["moved_at"] == said.at:
        new["expected_on"] = said.expected_on
    return new
