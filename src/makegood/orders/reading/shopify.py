"""Orders and fulfilments in Shopify's shapes (its Admin REST resources, which its webhooks post). Pure."""

from __future__ import annotations

from collections.abc import Iterator

from makegood.orders.reading.values import (
    Said,
    Unreadable,
    amount,
    count,
    currency,
    day,
    each,
    inner,
    moment,
    payment,
    text,
)
from makegood.orders.said import SaidLine, SaidOrder, SaidShipment

ORDERS = ("orders/create", "orders/updated", "orders/cancelled", "orders/fulfilled", "orders/partially_fulfilled",
          "orders/paid", "orders/edited")  # fmt: skip
FULFILMENTS = ("fulfillments/create", "fulfillments/update")
NOT_GONE = ("cancelled", "error", "failure")


def order(said: Said) -> SaidOrder:
    """An order of its own. Raises Unreadable."""
    number = text(said, "name", "order_number", "number")
    if not number:
        raise Unreadable("The order has no name and no order_number.")
    customer, code = inner(said, "customer"), currency(said, "currency")
    to = inner(said, "shipping_address")
    parcels = [one for one in each(said, "fulfillments") if text(one, "status") not in NOT_GONE]
    return SaidOrder(
        number=number,
        key=text(said, "id") or None,
        name=_name(customer) or _name(to) or None,
        mail=text(said, "email", "contact_email") or text(customer, "email") or None,
        phone=text(said, "phone") or text(customer, "phone") or text(to, "phone") or None,
        tongue=text(said, "customer_locale")[:2].lower() or None,
        placed_at=moment(said, "processed_at") or moment(said, "created_at"),
        currency=code or None,
        total=amount(said, "current_total_price" if said.get("current_total_price") else "total_price", code),
        payment=payment(*_paid(said)),
        cancelled_at=moment(said, "cancelled_at"),
        updated_at=moment(said, "updated_at"),
        lines=tuple(_line(one, code) for one in each(said, "line_items")),
        shipments=tuple(shipment(one) for one in parcels),
    )


def _name(said: Said) -> str:
    return " ".join(filter(None, [text(said, "first_name"), text(said, "last_name")])) or text(said, "name")


def _paid(said: Said) -> Iterator[str]:
    """Where a shop that takes money by Stripe has its id: at the transaction, or noted by its checkout."""
    for one in each(said, "transactions"):
        yield text(inner(one, "receipt"), "payment_intent", "payment_intent_id")
        yield text(one, "authorization")
    for one in each(said, "note_attributes"):
        yield text(one, "value")


def _line(said: Said, code: str) -> SaidLine:
    has_current = isinstance(said.get("current_quantity"), int)
    return SaidLine(
        key=text(said, "id") or text(said, "sku", "title", "name"),
        name=text(said, "name", "title") or text(said, "sku") or "?",
        sku=text(said, "sku"),
        quantity=count(said, "current_quantity" if has_current else "quantity"),
        price=amount(said, "price", code),
    )


def shipment(said: Said) -> SaidShipment:
    """A fulfilment, be it inside its order or by itself. Raises Unreadable."""
    key = text(said, "id")
    if not key:
        raise Unreadable("The fulfilment has no id.")
    gone_at = moment(said, "created_at")
    has_arrived = text(said, "shipment_status") == "delivered"
    items = {text(one, "id"): count(one, "quantity") for one in each(said, "line_items")}
    return SaidShipment(
        key=key,
        carrier=text(said, "tracking_company") or None,
        tracking=text(said, "tracking_number") or None,
        link=text(said, "tracking_url") or None,
        expected_on=day(said, "estimated_delivery_at"),
        shipped_at=gone_at if text(said, "status") not in ("pending", "open") else None,
        delivered_at=(moment(said, "delivered_at") or moment(said, "updated_at") or gone_at) if has_arrived else None,
        lines=items or None,
    )


def fulfilment(said: Said) -> tuple[str, SaidShipment | None]:
    """A fulfilment by itself: the id of its order, and what it says; None: it did not happen. Raises Unreadable."""
    order_key = text(said, "order_id")
    if not order_key:
        raise Unreadable("The fulfilment names no order_id.")
    return order_key, shipment(said) if text(said, "status") not in NOT_GONE else None
