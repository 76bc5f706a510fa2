"""Whoever stands at the counter with an exact order number is told of that order: each look is on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from makegood.customers.models import IdentityKind
from makegood.customers.rules import normalised
from makegood.orders import queries
from makegood.orders.models import Order
from makegood.orders.queries import OrderItem
from makegood.people.models import Agent
from makegood.people.queries import phone_region
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind

MOST = 20


@dataclass(frozen=True, slots=True)
class Look:
    """What was found by exactly these words; `customer` None: nobody is known by what stands on the orders."""

    customer: int | None
    name: str
    orders: list[OrderItem]


def look(said: str, *, by: Agent, at: datetime) -> Look | None:
    """The orders with exactly this number, address or telephone number; that the agent looked is an event. None: none.

    Only those of one customer: a number that several shops have given says nothing of the others.
    """
    found = _found(said.strip())
    if not found:
        return None
    first = found[0]
    customer = queries.customer_id_of(first)
    whose = (first.mail, first.phone)
    alike = [one for one in found if (one.mail, one.phone) == whose] if any(whose) else [first]
    with transaction.atomic():
        record(Kind.LOOK_TAKEN, at=at, by=by.pk, customer=customer, about={"orders": [one.pk for one in alike]})
    return Look(customer, first.name or said.strip(), queries.items([one.pk for one in alike]))


def _found(said: str) -> list[Order]:
    if not said or "\0" in said:
        return []
    number = normalised(IdentityKind.PHONE, said, region=phone_region())
    wanted = Q(number__in=[said, f"#{said}"]) | Q(mail=said.lower()) & ~Q(mail="")
    wanted |= Q(phone=number) if number else Q()
    return list(Order.objects.filter(wanted).order_by("-placed_at", "-pk")[:MOST])
