"""Orders as pages and programs show them: plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from makegood.base.money import Money
from makegood.base.plain import ask, marks, utc
from makegood.orders.models import Movement, Order, Packed, Shipment, Standing, Tie

LINES = """SELECT o.id, o.number, s.name, o.placed_at, o.currency, o.total, o.expected_on, o.standing,
    o.is_back_ordered, o.shipped_at, o.delivered_at, l.id, l.name, l.sku, l.quantity, l.price, l.warranty_until,
    l.is_back_ordered, t.id
    FROM orders_order o JOIN orders_source s ON s.id = o.source_id
    LEFT JOIN orders_line l ON l.order_id = o.id AND l.quantity > 0
    LEFT JOIN orders_tie t ON t.order_id = o.id AND t.conversation_id = %s
    WHERE """
THEIRS = """o.id IN (SELECT n.id FROM orders_order n WHERE n.id IN (
    SELECT m.id FROM orders_order m JOIN customers_identity i ON i.kind = 'mail' AND i.value = m.mail
        WHERE i.customer_id = %s AND NOT (m.mail = '')
    UNION SELECT p.id FROM orders_order p JOIN customers_identity i ON i.kind = 'phone' AND i.value = p.phone
        WHERE i.customer_id = %s AND NOT (p.phone = ''))
    ORDER BY n.placed_at DESC, n.id DESC LIMIT 30)"""
INORDER = " ORDER BY o.placed_at DESC, o.id DESC, l.id"


@dataclass(frozen=True, slots=True)
class LineItem:
    """One thing that was bought. `price` is for one piece."""

    id: int
    name: str
    sku: str
    quantity: int
    price: Money | None
    warranty_until: date | None
    is_back_ordered: bool


@dataclass(frozen=True, slots=True)
class OrderItem:
    """An order as it is shown. `is_here`: the conversation beside which it stands is about it."""

    id: int
    number: str
    source: str
    placed_at: datetime
    total: Money | None
    expected_on: date | None
    standing: str
    is_back_ordered: bool
    shipped_at: datetime | None
    delivered_at: datetime | None
    is_here: bool
    lines: list[LineItem] = field(default_factory=list)

    @property
    def says(self) -> str:
        """How far it has come, in the reader's language."""
        return str(Standing(self.standing).label)

    @property
    def is_underway(self) -> bool:
        """Whether the customer still waits for something of it."""
        return self.standing in (Standing.PLACED, Standing.PARTLY, Standing.SHIPPED)

    def is_late(self, today: date) -> bool:
        """Whether the day that was named has passed, and it is not there."""
        return self.is_underway and self.expected_on is not None and self.expected_on < today


@dataclass(frozen=True, slots=True)
class ShipmentItem:
    """A parcel: what is in it (lines and pieces; none: everything), and what its carrier told, the newest first."""

    shipment: Shipment
    holds: list[tuple[str, int]]
    movements: list[Movement]


def of_customer(customer: int, *, beside: int = 0) -> list[OrderItem]:
    """Their last 30 orders, the newest first; whoever asks may see the customer. One query."""
    return _items(ask(LINES + THEIRS + INORDER, (beside, customer, customer)))


def items(ids: Iterable[int], *, beside: int = 0) -> list[OrderItem]:
    """These orders, each with all of its lines. One query."""
    wanted = list(ids)
    return _items(ask(f"{LINES}o.id IN {marks(wanted)}{INORDER}", (beside, *wanted))) if wanted else []


def shipments_of(order: int) -> list[ShipmentItem]:
    """Its parcels with all that is known of them. Three queries."""
    parcels = list(Shipment.objects.filter(order=order).order_by("pk"))
    held = Packed.objects.filter(shipment__in=parcels).values_list("shipment_id", "line__name", "quantity")
    holds: dict[int, list[tuple[str, int]]] = {}
    for shipment, name, quantity in held.order_by("line_id"):
        holds.setdefault(shipment, []).append((name, quantity))
    told: dict[int, list[Movement]] = {}
    for one in Movement.objects.filter(shipment__in=parcels).order_by("-at", "-pk"):
        told.setdefault(one.shipment_id, []).append(one)
    return [ShipmentItem(one, holds.get(one.pk, []), told.get(one.pk, [])) for one in parcels]


def conversations_of(order: int) -> list[int]:
    """The conversations that are about it; what was merged stands for what it went into."""
    ties = Tie.objects.filter(order=order).order_by("pk").values_list("conversation_id", "conversation__merged_into_id")
    return list(dict.fromkeys(target or number for number, target in ties))


def tied_to(conversation: int) -> list[Order]:
    """The orders that a conversation is about."""
    return list(Order.objects.filter(ties__conversation=conversation).order_by("pk"))


def _items(rows: list[tuple[Any, ...]]) -> list[OrderItem]:
    found: dict[int, OrderItem] = {}
    for row in rows:
        one = found.get(row[0]) or found.setdefault(row[0], _item(row))
        if row[11] is not None:
            one.lines.append(_line(row[11:18], row[4]))
    return list(found.values())


def _item(row: tuple[Any, ...]) -> OrderItem:
    pk, number, source, placed_at, currency, total, expected_on, standing, is_back_ordered, shipped, arrived = row[:11]
    return OrderItem(
        id=pk,
        number=number,
        source=source,
        placed_at=utc(placed_at),
        total=_money(total, currency),
        expected_on=_day(expected_on),
        standing=standing,
        is_back_ordered=bool(is_back_ordered),
        shipped_at=utc(shipped),
        delivered_at=utc(arrived),
        is_here=row[18] is not None,
    )


def _line(row: tuple[Any, ...], currency: str) -> LineItem:
    pk, name, sku, quantity, price, warranty_until, is_back_ordered = row
    money = _money(price, currency)
    return LineItem(pk, name, sku, quantity, money, _day(warranty_until), bool(is_back_ordered))


def _money(minor: int | None, currency: str) -> Money | None:
    return Money(minor, currency) if minor is not None and currency else None


def _day(said: Any) -> date | None:
    """A day as the database gave it: SQLite may keep its text."""
    return date.fromisoformat(said) if isinstance(said, str) else said
