"""Single values out of what others wrote: bounded, and never a surprise. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, DecimalException
from typing import Any

from django.utils.dateparse import parse_datetime

from makegood.base.money import exponent, is_currency
from makegood.orders.rules import is_payment

Said = Mapping[str, Any]


class Unreadable(ValueError):
    """What was posted is not of the shape that it should have; the message says where, for an admin."""


def body(content: bytes) -> Said:
    """The object that was posted. Raises Unreadable."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Unreadable("It is no JSON.") from error
    if not isinstance(found, dict):
        raise Unreadable("It is no JSON object.")
    return found


def text(said: Said, *names: str) -> str:
    """The first of these fields that says something, without what no database can hold; "" for none."""
    for name in names:
        value = said.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).encode("utf-8", "replace").decode().replace("\0", "").strip()
    return ""


def inner(said: Said, name: str) -> Said:
    """The object in that field; an empty one when there is none."""
    found = said.get(name)
    return found if isinstance(found, dict) else {}


def each(said: Said, name: str) -> Sequence[Said]:
    """The objects in that list; none when there is no list."""
    found = said.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def moment(said: Said, name: str) -> datetime | None:
    """The time in that field, UTC when it names no zone; None for none. Raises Unreadable for what is no time."""
    value = said.get(name)
    if value in (None, ""):
        return None
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None:
        raise Unreadable(f"{name} is no time: {str(value)[:40]!r}.")
    if found.tzinfo is None:
        return found.replace(tzinfo=UTC)
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise Unreadable(f"{name} is a time that no calendar has: {str(value)[:40]!r}.") from None


def day(said: Said, name: str) -> date | None:
    """The day in that field, whatever stands behind it; None for none. Raises Unreadable."""
    value = said.get(name)
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise Unreadable(f"{name} is no day: {str(value)[:40]!r}.") from None


def count(said: Said, *names: str) -> int:
    """The whole number in the first of these fields that has one; 0 for none."""
    for name in names:
        value = said.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return max(0, min(value, 10**6))
    return 0


def payment(*said: str) -> str | None:
    """The first of these that is Stripe's id of what was paid; None: it was paid in another way, or nobody says."""
    return next((one for one in said if is_payment(one)), None)


def currency(said: Said, name: str) -> str:
    """The code in that field; "" when it is none that money is paid in."""
    code = text(said, name).upper()
    return code if is_currency(code) else ""


def amount(said: Said, name: str, code: str) -> int | None:
    """The sum in minor units, rounded to them where a shop divides; None for none, or in no currency."""
    value = said.get(name)
    if value in (None, "") or not code:
        return None
    try:
        found = Decimal(str(value)).scaleb(exponent(code)).quantize(Decimal(1), ROUND_HALF_UP)
    except DecimalException:
        raise Unreadable(f"{name} is no sum of money: {str(value)[:40]!r}.") from None
    return int(found) if found.is_finite() and 0 <= found <= 10**15 else None
