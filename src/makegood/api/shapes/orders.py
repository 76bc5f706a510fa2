"""Orders, as programs tell and see them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from makegood.api.rules import Unusable
from makegood.api.shapes.common import Id, Moment, Name, Plain, Said
from makegood.base.money import exponent, is_currency
from makegood.orders.said import SaidLine, SaidOrder, SaidShipment

Sum = Annotated[str, Field(pattern=r"^\d{1,13}(\.\d{1,4})?$", examples=["129.90"])]
Short = Annotated[str, Field(max_length=120), Plain]
Link = Annotated[str, Field(max_length=500, pattern=r"^(https?://\S+)?$"), Plain]
Pieces = Annotated[int, Field(ge=0, le=1_000_000)]


class OrderLineIn(Said):
    """One thing. `key` tells it from the others; without one its place in the list does."""

    name: Annotated[str, Field(min_length=1, max_length=300, examples=["Tap, chrome"]), Plain]
    key: Short = ""
    sku: Short = Field(default="", examples=["TAP-1"])
    quantity: Pieces = 1
    price: Sum | None = Field(default=None, description="For one piece.")
    warranty_until: date | None = None
    back_ordered: bool = False


class ShipmentIn(Said):
    """A parcel, known by its `key`, else by its tracking number. `lines`: pieces by the keys of lines; none: all."""

    key: Short = ""
    carrier: Annotated[str, Field(max_length=80), Plain] | None = None
    tracking: Short | None = Field(default=None, examples=["00340434161094042557"])
    link: Link | None = None
    expected_on: date | None = None
    shipped_at: Moment | None = None
    delivered_at: Moment | None = None
    lines: dict[Short, Pieces] | None = None

    def as_said(self) -> SaidShipment:
        """As the acts take it."""
        same = ("carrier", "tracking", "link", "expected_on", "shipped_at", "delivered_at", "lines")
        return SaidShipment(self.key or self.tracking or "", **{name: getattr(self, name) for name in same})


class OrderIn(Said):
    """An order, or what is new of it: what is left out, or null, stays as it was. `lines` are all of them."""

    source: Annotated[str, Field(min_length=1, max_length=60, examples=["shop"]), Plain]
    number: Annotated[str, Field(min_length=1, max_length=80, examples=["1042"]), Plain]
    key: Short | None = None
    name: Name | None = Field(default=None, examples=["Eva Stern"])
    mail: Annotated[str, Field(max_length=320, examples=["eva@post.example"]), Plain] | None = None
    phone: Annotated[str, Field(max_length=40, examples=["+49 30 123456"]), Plain] | None = None
    language: Annotated[str, Field(max_length=12, examples=["de"]), Plain] | None = None
    location: Id | None = Field(default=None, description="The location that sold it.")
    placed_at: Moment | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$", examples=["EUR"])] | None = None
    total: Sum | None = None
    payment: Short | None = Field(default=None, description="Stripe's id of what was paid.", examples=["pi_3Mtw"])
    expected_on: date | None = Field(default=None, description="The day that was named to the customer.")
    cancelled: bool | None = None
    updated_at: Moment | None = Field(default=None, description="When it was so: older news never write over newer.")
    lines: Annotated[list[OrderLineIn], Field(max_length=500)] | None = None
    shipments: Annotated[list[ShipmentIn], Field(max_length=100)] = Field(default=[])

    def as_said(self, currency: str) -> SaidOrder:
        """As the acts take it. `currency`: of an order that is there already. Raises Unusable."""
        same = ("number", "key", "name", "mail", "phone", "location", "placed_at", "currency", "payment", "expected_on",
                "updated_at")  # fmt: skip
        code = self.currency or currency
        return SaidOrder(
            **{name: getattr(self, name) for name in same},
            tongue=self.language[:2].lower() if self.language else None,
            total=minor(self.total, code, "total"),
            is_cancelled=self.cancelled,
            lines=self._lines(code),
            shipments=tuple(one.as_said() for one in self.shipments),
        )

    def _lines(self, code: str) -> tuple[SaidLine, ...] | None:
        if self.lines is None:
            return None
        return tuple(
            SaidLine(
                key=one.key or str(at + 1),
                name=one.name,
                sku=one.sku,
                quantity=one.quantity,
                price=minor(one.price, code, f"lines.{at}.price"),
                warranty_until=one.warranty_until,
                is_back_ordered=one.back_ordered,
            )
            for at, one in enumerate(self.lines)
        )


def minor(text: str | None, currency: str, field: str) -> int | None:
    """The sum in minor units. Raises Unusable without a currency, and for a part of a cent."""
    if text is None:
        return None
    if not is_currency(currency):
        raise Unusable("currency", _("is needed to say how much that is"))
    exact = Decimal(text).scaleb(exponent(currency))
    if exact != exact.to_integral_value():
        raise Unusable(field, _("has more digits than the currency"))
    return int(exact)


class MoneyOut(Schema):
    """A sum."""

    amount: str = Field(examples=["129.90"])
    currency: str = Field(examples=["EUR"])


class OrderLineOut(Schema):
    """One thing that was bought."""

    id: int
    name: str
    sku: str
    quantity: int
    price: MoneyOut | None
    warranty_until: date | None
    back_ordered: bool


class ShipmentOut(Schema):
    """A parcel, and what its carrier told last."""

    id: int
    key: str
    carrier: str
    tracking: str
    link: str
    expected_on: date | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    moved_at: datetime | None


class OrderOut(Schema):
    """An order, how far it has come, and when it is to be there."""

    id: int
    source: str
    number: str
    placed_at: datetime
    total: MoneyOut | None
    standing: str = Field(description="placed, partly, shipped, delivered or cancelled")
    expected_on: date | None
    back_ordered: bool
    shipped_at: datetime | None
    delivered_at: datetime | None
    lines: list[OrderLineOut]
    shipments: list[ShipmentOut] | None = Field(default=None, description="Of one order; null in lists.")


class TakenOut(OrderOut):
    """What became of what you told: new, changed, or old news that changed nothing."""

    outcome: str = Field(examples=["new", "changed", "same", "old"])


def money(found: Any) -> MoneyOut | None:
    """A sum as it is told."""
    return MoneyOut(amount=str(found.decimal), currency=found.currency) if found else None
