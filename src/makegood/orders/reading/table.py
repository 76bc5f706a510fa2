"""Orders as a table: a line a thing that was bought, the columns named in the first line. Pure."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from django.utils.translation import gettext as _

from makegood.base.money import NotMoney, is_currency, parse
from makegood.orders.rules import why_not
from makegood.orders.said import SaidLine, SaidOrder, SaidShipment

MOST_BYTES = 1_000_000
MOST_ROWS = 2_000
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")
COLUMNS = {
    "number": ("number", "order", "order number", "nummer", "bestellnummer", "bestellung"),
    "date": ("date", "placed", "ordered", "datum", "bestellt"),
    "name": ("name", "customer", "kunde"),
    "mail": ("mail", "email", "e-mail", "address"),
    "phone": ("phone", "telephone", "telefon"),
    "currency": ("currency", "währung"),
    "total": ("total", "summe"),
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


class Unreadable(ValueError):
    """The file as a whole cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that is left out with its whole order, and why."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """All that a file says; `rows` counts the lines that were understood."""

    orders: Sequence[SaidOrder] = field(default=())
    problems: Sequence[Problem] = field(default=())
    rows: int = 0


Row = Mapping[str, str]


def read(content: bytes, *, currency: str, zone: tzinfo) -> Table:
    """What the file says. Sums without a currency are in this one, days are those of the zone. Raises Unreadable."""
    rows = _rows(text_of(content))
    found: dict[str, SaidOrder] = {}
    problems: dict[str, list[Problem]] = {}
    for number, row in rows:
        place, order = _("line %(number)d") % {"number": number}, row["number"].strip()
        try:
            found[order] = _with(found.get(order), row, currency=currency, zone=zone)
        except ValueError as error:
            problems.setdefault(order, []).append(Problem(place, str(error)))
    for order, said in found.items():
        for _field, words in why_not(said):
            problems.setdefault(order, []).append(Problem(_("order %(number)s") % {"number": order}, words))
    good = [said for order, said in found.items() if order not in problems]
    return Table(good, [one for some in problems.values() for one in some], sum(len(one.lines or ()) for one in good))


def text_of(content: bytes) -> str:
    """The file as text: UTF-8, else as Windows writes it. Raises Unreadable for what is none."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 1 MB. Cut it into several."))
    if b"\0" in content:
        raise Unreadable(_("This is no table."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _rows(text: str) -> list[tuple[int, Row]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(10_000)
    try:
        lines = list(itertools.islice(csv.reader(io.StringIO(text), delimiter=delimiter), MOST_ROWS + 2))
    except csv.Error as error:
        raise Unreadable(
            _("This is no table that can be read: a cell is too long, or a quotation never ends.")
        ) from error
    if len(lines) > MOST_ROWS + 1:
        raise Unreadable(_("A file has %(count)d lines at most. Cut it into several.") % {"count": MOST_ROWS})
    where = _columns(lines[0] if lines else [])
    return [
        (number, {name: cells[at].strip() if at < len(cells) else "" for name, at in where.items()})
        for number, cells in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]


def _columns(titles: Sequence[str]) -> dict[str, int]:
    names = [title.strip().lower() for title in titles]
    found = {
        column: next(names.index(word) for word in words if word in names)
        for column, words in COLUMNS.items()
        if any(word in names for word in words)
    }
    if missing := [column for column in NEEDED if column not in found]:
        words = _("The first line must name the columns number and item. Missing: %(names)s.")
        raise Unreadable(words % {"names": ", ".join(missing)})
    return found


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
    if not text:
        return None
    for form in DAYS:
        try:
            return datetime.strptime(text[:10], form).date()  # noqa: DTZ007 - a day on the wall has no zone
        except ValueError:
            continue
    raise ValueError(_("%(text)r is no day. Days look like 2026-11-24.") % {"text": text[:20]})


def _moment(text: str, zone: tzinfo) -> datetime | None:
    """Noon of the day."""
    found = _day(text)
    return datetime.combine(found, time(12), zone).astimezone(UTC) if found else None
