"""What a source says of an order, whoever it is: plain values. None: it says nothing of this, and it stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One thing. `key` tells it from the others of its order; `price` is in minor units, for one piece."""

    key: str
    name: str
    sku: str = ""
    quantity: int = 1
    price: int | None = None
    warranty_until: date | None = None
    is_back_ordered: bool = False


@dataclass(frozen=True, slots=True)
class SaidShipment:
    """A parcel. `lines` says how many pieces of which line it holds, by their keys; None: all there is."""

    key: str
    carrier: str | None = None
    tracking: str | None = None
    link: str | None = None
    expected_on: date | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    lines: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class SaidOrder:
    """An order, or a part of what is to be known of it. `lines` are all of them; `shipments` only those told of."""

    number: str
    key: str | None = None
    name: str | None = None
    mail: str | None = None
    phone: str | None = None
    tongue: str | None = None
    location: int | None = None
    placed_at: datetime | None = None
    currency: str | None = None
    total: int | None = None
    payment: str | None = None
    expected_on: date | None = None
    cancelled_at: datetime | None = None
    is_cancelled: bool | None = None
    updated_at: datetime | None = None
    lines: tuple[SaidLine, ...] | None = None
    shipments: tuple[SaidShipment, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class SaidMovement:
    """What a carrier says of a parcel that it knows by its tracking number."""

    tracking: str
    what: str
    at: datetime
    words: str = ""
    place: str = ""
    expected_on: date | None = None
