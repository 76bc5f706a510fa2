"""What an order stands at, and whether it can be as a source says. Pure; times are UTC."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from makegood.base.money import is_currency
from makegood.conversations.rules import is_address
from makegood.orders.models import Standing
from makegood.orders.said import SaidLine, SaidOrder

PAYMENT = re.compile(r"(?:pi|ch|py)_[A-Za-z0-9]{4,60}")
MOST_LINES = 500
MOST_SHIPMENTS = 100
MOST_PIECES = 1_000_000
MOST_MONEY = 10**15


@dataclass(frozen=True, slots=True)
class Parcel:
    """A shipment as it counts: `holds` is how many pieces of which line, by id; None: everything."""

    shipped_at: datetime | None
    delivered_at: datetime | None
    holds: Mapping[int, int] | None


@dataclass(frozen=True, slots=True)
class Stand:
    """How far an order has come, and since when all of it has."""

    standing: Standing
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None


def stand(lines: Mapping[int, int], parcels: Sequence[Parcel], *, is_cancelled: bool) -> Stand:
    """From the pieces of each line and what was packed. What was cancelled after all of it left is on its way."""
    gone = [one for one in parcels if one.shipped_at or one.delivered_at]
    if not gone:
        return Stand(Standing.CANCELLED if is_cancelled else Standing.PLACED)
    if not _holds_all(lines, gone):
        return Stand(Standing.CANCELLED if is_cancelled else Standing.PARTLY)
    shipped_at = max(at for one in gone if (at := one.shipped_at or one.delivered_at))
    if _holds_all(lines, [one for one in gone if one.delivered_at]):
        return Stand(Standing.DELIVERED, shipped_at, max(one.delivered_at for one in gone if one.delivered_at))
    return Stand(Standing.SHIPPED, shipped_at)


def _holds_all(lines: Mapping[int, int], parcels: Iterable[Parcel]) -> bool:
    """Whether nothing is missing in these parcels."""
    packed: dict[int, int] = {}
    for one in parcels:
        if one.holds is None:
            return True
        for line, count in one.holds.items():
            packed[line] = packed.get(line, 0) + count
    return bool(packed) and all(packed.get(line, 0) >= count for line, count in lines.items())


def why_not(said: SaidOrder) -> list[tuple[str, str]]:
    """What is wrong with it, as (field, why); nothing when it can be taken in."""
    wrong = []
    if not said.number.strip() or len(said.number) > 80:
        wrong.append(("number", _("An order needs a number of at most 80 characters.")))
    if said.currency and not is_currency(said.currency):
        wrong.append(("currency", _("%(code)s is no currency. Write EUR, USD and the like.") % {"code": said.currency}))
    if said.mail and not is_address(said.mail):
        wrong.append(("mail", _("This is not a mail address: %(address)s") % {"address": said.mail}))
    if said.total is not None and not 0 <= said.total <= MOST_MONEY:
        wrong.append(("total", _("A total is zero or more.")))
    if said.payment and not is_payment(said.payment):
        wrong.append(("payment", _("This is no payment of Stripe's. One begins with pi_ or ch_.")))
    if len(said.shipments) > MOST_SHIPMENTS:
        wrong.append(("shipments", _("An order has %(count)d shipments at most.") % {"count": MOST_SHIPMENTS}))
    return wrong + _wrong_lines(said.lines or ()) + _wrong_shipments(said)


def is_payment(said: str) -> bool:
    """Whether it is Stripe's id of what somebody paid: a payment intent, or a charge."""
    return bool(PAYMENT.fullmatch(said))


def _wrong_lines(lines: Sequence[SaidLine]) -> list[tuple[str, str]]:
    wrong = []
    if len(lines) > MOST_LINES:
        wrong.append(("lines", _("An order has %(count)d lines at most.") % {"count": MOST_LINES}))
    if len({one.key for one in lines}) < len(lines):
        wrong.append(("lines", _("Two lines have the same key.")))
    for at, one in enumerate(lines):
        if not one.name.strip():
            wrong.append((f"lines.{at}.name", _("What is it? A line needs a name.")))
        if not 0 <= one.quantity <= MOST_PIECES:
            wrong.append((f"lines.{at}.quantity", _("How many? A quantity is a number, not less than 0.")))
        if one.price is not None and not 0 <= one.price <= MOST_MONEY:
            wrong.append((f"lines.{at}.price", _("A price is zero or more.")))
    return wrong


def _wrong_shipments(said: SaidOrder) -> list[tuple[str, str]]:
    """What is packed must be known, where the lines are said along with it."""
    known = {one.key for one in said.lines} if said.lines is not None else None
    wrong = []
    for at, one in enumerate(said.shipments):
        if not one.key.strip():
            wrong.append((f"shipments.{at}.key", _("A shipment needs a key or a tracking number.")))
        if known is not None and one.lines and not set(one.lines) <= known:
            wrong.append((f"shipments.{at}.lines", _("It holds a line that the order does not have.")))
    return wrong


def is_done(standing: str) -> bool:
    """Whether nothing is left to be sent, or awaited."""
    return standing in (Standing.DELIVERED, Standing.CANCELLED)
