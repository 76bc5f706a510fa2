"""Orders as a table: a line a thing that was bought, the columns named in the first line. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from django.utils.translation import gettext as _

from makegood.base.money import NotMoney, is_currency, parse
from makegood.base.tables import Problem, Row, day_of, rows, text_of
from makegood.orders.rules import why_not
from makegood.orders.said import SaidLine, SaidOrder, SaidShipment

MOST_ROWS = 2_000
COLUMNS = {
    "number": ("number", "order", "order number", "nummer", "bestellnummer", "bestellung"),
    "date": ("date", "placed", "ordered", "datum", "bestellt"),
    "name": ("name", "customer", "kunde"),
    "mail": ("mail", "email", "e-mail", "address"),
    "phone": ("phone", "telephone", "telefon"),
    "currency": ("currency", "währung"),
    "total": ("total", "summe"),
    "payment": ("payment", "stripe", "zahlung"),
    "item": ("item", "product", "artikel", "produkt"),
    "sku": ("sku", "article number", "artikelnummer"),
    "quantity": ("quantity", "pieces", "menge", "anzahl"),
    "price": ("price", "preis"),
    "warranty": ("warranty", "warranty until", "garantie", "garantie bis"),
    "expected": ("expected", "expected on", "erwartet", "liefertermin"),
    "shipped": ("shipped", "shipped on", "versandt", "versendet"),
    "delivered": ("delivered", "delivered on", "zugestellt", "geliefert"),
    "carrier": ("carrier", "versender"),
    "tracking": ("tracking", "tracking number", "sendungsnummer"),
}
NEEDED = ("number", "item")


@dataclass(frozen=True, slots=True)
class Table:
    """All that a file says; `rows` counts the lines that were understood."""

    orders: Sequence[SaidOrder] = field(default=())
    problems: Sequence[Problem] = field(default=())
    rows: int = 0


def read(content: bytes, *, currency: str, zone: tzinfo) -> Table:
    """What the file says. Sums without a currency are in this one, days are those of the zone. Raises Unreadable."""
    found: dict[str, SaidOrder] = {}
    problems: dict[str, list[Problem]] = {}
    for place, row in rows(text_of(content), COLUMNS, needed=NEEDED, most=MOST_ROWS):
        order = row["number"]
        try:
            found[order] = _with(found.get(order), row, currency=currency, zone=zone)
        except ValueError as error:
            problems.setdefault(order, []).append(Problem(place, str(error)))
    for order, said in found.items():
        for _field, words in why_not(said):
            problems.setdefault(order, []).append(Problem(_("order %(number)s") % {"number": order}, words))
    good = [said for order, said in found.items() if order not in problems]
    return Table(good, [one for some in problems.values() for one in some], sum(len(one.lines or ()) for one in good))


def _with(order: SaidOrder | None, row: Row, *, currency: str, zone: tzinfo) -> SaidOrder:
    """The order with one line more. Raises ValueError, in words."""
    if not row["number"]:
        raise ValueError(_("It does not say which order."))
    code = (row.get("currency") or (order and order.currency) or currency).upper()
    if not is_currency(code):
        raise ValueError(_("%(code)s is no currency. Write EUR, USD and the like.") % {"code": code})
    lines = (order.lines if order else None) or ()
    line = _line(row, str(len(lines) + 1), code)
    said = {
        "name": row.get("name") or None,
        "mail": row.get("mail") or None,
        "phone": row.get("phone") or None,
        "currency": code,
        "placed_at": _moment(row.get("date", ""), zone),
        "total": _sum(row.get("total", ""), code),
        "payment": row.get("payment") or None,
        "expected_on": _day(row.get("expected", "")),
    }
    known: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    return replace(
        order or SaidOrder(row["number"]),
        **known,
        lines=(*lines, line),
        shipments=_parcels(order.shipments if order else (), row, line, zone),
    )


def _line(row: Row, key: str, code: str) -> SaidLine:
    quantity = row.get("quantity") or "1"
    if not (quantity.isascii() and quantity.isdecimal() and len(quantity) <= 7):
        raise ValueError(_("%(text)s is no quantity. Write a whole number.") % {"text": quantity[:20]})
    if not row["item"]:
        raise ValueError(_("What is it? A line needs a name."))
    return SaidLine(
        key=key,
        name=row["item"],
        sku=row.get("sku", ""),
        quantity=int(quantity),
        price=_sum(row.get("price", ""), code),
        warranty_until=_day(row.get("warranty", "")),
    )


def _parcels(known: Sequence[SaidShipment], row: Row, line: SaidLine, zone: tzinfo) -> tuple[SaidShipment, ...]:
    """The parcels of the order, with this line in one of them if it has left or has a number."""
    shipped, delivered = _moment(row.get("shipped", ""), zone), _moment(row.get("delivered", ""), zone)
    tracking = row.get("tracking", "")
    if not (shipped or delivered or tracking):
        return tuple(known)
    key = tracking or "file"
    there = next((one for one in known if one.key == key), None) or SaidShipment(key, lines={})
    there = replace(
        there,
        carrier=row.get("carrier") or there.carrier,
        tracking=tracking or None,
        shipped_at=shipped or there.shipped_at,
        delivered_at=delivered or there.delivered_at,
        lines={**(there.lines or {}), line.key: line.quantity},
    )
    return (*(one for one in known if one.key != key), there)


def _sum(text: str, code: str) -> int | None:
    if not text:
        return None
    try:
        return parse(text, code).minor
    except NotMoney as error:
        raise ValueError(str(error)) from error


def _day(text: str) -> date | None:
    """The day, whatever hour stands behind it; None for none."""
    return day_of(text[:10]) if text else None


def _moment(text: str, zone: tzinfo) -> datetime | None:
    """Noon of the day."""
    found = _day(text)
    return datetime.combine(found, time(12), zone).astimezone(UTC) if found else None
