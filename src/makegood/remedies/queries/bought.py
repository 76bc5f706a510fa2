"""What of a customer's orders a remedy is for: the facts that policies know of it, and whether it is theirs."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import Any

from django.utils.translation import gettext as _

from makegood.base.money import Money
from makegood.conversations.models import Conversation
from makegood.orders.models import Line, Order, Standing, Tie
from makegood.orders.queries import customer_id_of
from makegood.remedies.wish import Wish


def why_not_theirs(wish: Wish, conversation: Conversation) -> str:
    """Empty when the order is this customer's, or the conversation is about it; else why not. Two queries at most."""
    order, line = wish.order, wish.line
    if order is None:
        return _("Name the order, too.") if line else ""
    if line is not None and line.order_id != order.pk:
        return _("That is not in this order. Choose again what it is for.")
    if customer_id_of(order) == conversation.customer_id:
        return ""
    if Tie.objects.filter(order=order, conversation=conversation).exists():
        return ""
    return _("That order is not this customer's. Choose again what it is for.")


def facts_of_order(wish: Wish, conversation: Conversation, *, at: datetime, zone: tzinfo) -> dict[str, Any]:
    """The group `order` as policies know it; what is not known of it is left out. One query for an order."""
    order = wish.order
    if order is None:
        return {"order": {"id": wish.thing, "customer": str(conversation.customer_id)}} if wish.thing else {}
    lines = list(Line.objects.filter(order=order, quantity__gt=0).order_by("pk"))
    facts = _standing(order, at=at, zone=zone) | {"customer": str(conversation.customer_id)}
    facts |= {"lines": [_line(one, order.currency) for one in lines]}
    return {"order": facts | (_chosen(wish.line, order, at=at, zone=zone) if wish.line else {})}


def _standing(order: Order, *, at: datetime, zone: tzinfo) -> dict[str, Any]:
    """The order as a whole, and how far it has come."""
    today = at.astimezone(zone).date()
    late = days_late(order, today, zone)
    known = {
        "total": _sum(order.total, order.currency),
        "currency": order.currency or None,
        "location": order.location.name if order.location else None,
        "shipped_at": _moment(order.shipped_at),
        "delivered_at": _moment(order.delivered_at),
        "due_at": order.expected_on.isoformat() if order.expected_on else None,
        "days_late": late,
    }
    return {
        "id": order.number,
        "is_ours": True,
        "status": order.standing,
        "placed_at": order.placed_at.isoformat(),
        "age_days": max(0, (today - order.placed_at.astimezone(zone).date()).days),
        "has_shipped": order.shipped_at is not None,
        "has_arrived": order.standing == Standing.DELIVERED,
    } | {name: value for name, value in known.items() if value is not None}


def days_late(order: Order, today: date, zone: tzinfo) -> int | None:
    """How many days later than it was first to leave it left, or will by what is known today; None: no day was named.

    What has come is as late as it was when it left.
    """
    first = order.first_expected_on
    if first is None:
        return None
    gone = order.shipped_at or order.delivered_at
    day = gone.astimezone(zone).date() if gone else max(today, order.expected_on or today)
    return max(0, (day - first).days)


def _chosen(line: Line, order: Order, *, at: datetime, zone: tzinfo) -> dict[str, Any]:
    """The one thing of it that is to be put right. A warranty that is over has less than no days left."""
    until = line.warranty_until
    known = {
        "sku": line.sku or None,
        "price": _sum(line.price, order.currency),
        "warranty_until": until.isoformat() if until else None,
        "warranty_days_left": (until - at.astimezone(zone).date()).days if until else None,
    }
    return {"item": line.name} | {name: value for name, value in known.items() if value is not None}


def _line(line: Line, currency: str) -> dict[str, Any]:
    known = {"sku": line.sku or None, "price": _sum(line.price, currency)}
    return {"item": line.name, "quantity": line.quantity} | {
        name: value for name, value in known.items() if value is not None
    }


def _sum(minor: int | None, currency: str) -> float | None:
    return float(Money(minor, currency).decimal) if minor is not None and currency else None


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
