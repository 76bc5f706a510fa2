"""Orders in WooCommerce's shape (its REST API, which its webhooks post). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from makegood.orders.reading.values import Said, Unreadable, amount, count, currency, each, inner, moment, payment, text
from makegood.orders.said import SaidLine, SaidOrder, SaidShipment

ORDERS = ("order.created", "order.updated", "order.restored")
GONE = ("cancelled", "refunded", "failed", "trash")
INTENT = "_stripe_intent_id"
TRACKED = "_wc_shipment_tracking_items"  # so the usual tracking plugins keep it


def order(said: Said) -> SaidOrder:
    """An order. One that is completed has left as a whole. Raises Unreadable."""
    number = text(said, "number", "id")
    if not number:
        raise Unreadable("The order has no number and no id.")
    billing, code = inner(said, "billing"), currency(said, "currency")
    status, updated_at = text(said, "status"), moment(said, "date_modified_gmt")
    return SaidOrder(
        number=number,
        key=text(said, "id") or None,
        name=" ".join(filter(None, [text(billing, "first_name"), text(billing, "last_name")])) or None,
        mail=text(billing, "email") or None,
        phone=text(billing, "phone") or text(inner(said, "shipping"), "phone") or None,
        placed_at=moment(said, "date_created_gmt"),
        currency=code or None,
        total=amount(said, "total", code),
        payment=payment(*_paid(said)),
        is_cancelled=status in GONE,
        cancelled_at=updated_at if status in GONE else None,
        updated_at=updated_at,
        lines=tuple(_line(one, code) for one in each(said, "line_items")),
        shipments=tuple(_shipments(said, status)),
    )


def _paid(said: Said) -> Iterator[str]:
    """Where its Stripe plugin keeps the ids: the intent beside, the charge as the number of the transaction."""
    yield from (text(one, "value") for one in each(said, "meta_data") if one.get("key") == INTENT)
    yield text(said, "transaction_id")


def _line(said: Said, code: str) -> SaidLine:
    return SaidLine(
        key=text(said, "id") or text(said, "sku", "name"),
        name=text(said, "name") or text(said, "sku") or "?",
        sku=text(said, "sku"),
        quantity=count(said, "quantity"),
        price=amount(said, "price", code),
    )


def _shipments(said: Said, status: str) -> Iterator[SaidShipment]:
    completed_at = moment(said, "date_completed_gmt") if status == "completed" else None
    tracked = [item for one in each(said, "meta_data") if one.get("key") == TRACKED for item in each(one, "value")]
    for one in tracked:
        number = text(one, "tracking_number")
        yield SaidShipment(
            key=text(one, "tracking_id") or number or "tracked",
            carrier=text(one, "custom_tracking_provider", "tracking_provider") or None,
            tracking=number or None,
            link=text(one, "custom_tracking_link", "tracking_link") or None,
            shipped_at=_unix(text(one, "date_shipped")) or completed_at,
        )
    if completed_at and not tracked:
        yield SaidShipment(key="completed", shipped_at=completed_at)


def _unix(said: str) -> datetime | None:
    """A number of seconds as the plugins keep it; None for anything else."""
    if not (said.isascii() and said.isdecimal() and len(said) <= 11):
        return None
    return datetime.fromtimestamp(int(said), UTC)
