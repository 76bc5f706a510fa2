"""Somebody at the counter is told what we owe them: each look is on record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.people.models import Agent
from makegood.promises.queries.counter import Look, known_by
from makegood.promises.queries.shown import PromiseItem, of_customer
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


def look(said: str, *, by: Agent, at: datetime) -> Look | None:
    """What we owe the customer with exactly this address or number; that the agent looked is an event. None: nobody."""
    customer = known_by(said) if said.strip() else None
    if customer is None:
        return None
    with transaction.atomic():
        record(Kind.LOOK_TAKEN, at=at, by=by.pk, customer=customer.pk)
    return Look(customer.pk, customer.name or said.strip(), owed_to(customer.pk, by=by, at=at))


def owed_to(customer: int, *, by: Agent, at: datetime) -> list[PromiseItem]:
    """What we owe a customer whom the agent has looked up otherwise, by an order's number: that look is on record."""
    return of_customer(by, customer, at=at)
