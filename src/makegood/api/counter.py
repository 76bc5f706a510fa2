"""The look at the counter, for pages and programs alike: what we owe somebody, and what they bought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from makegood.orders import acts as orders
from makegood.orders import queries
from makegood.orders.queries import OrderItem
from makegood.people.models import Agent
from makegood.promises import acts as promises
from makegood.promises.queries import PromiseItem


@dataclass(frozen=True, slots=True)
class Found:
    """Who was looked up; `customer` None: somebody who bought, and has never turned to us. Nothing that was said."""

    customer: int | None
    name: str
    promises: list[PromiseItem]
    orders: list[OrderItem]


def look(said: str, *, by: Agent, at: datetime) -> Found | None:
    """Whoever has exactly this address, telephone number or order number; that the agent looked is one event.

    None: nobody.
    """
    if who := promises.look(said, by=by, at=at):
        return Found(who.customer, who.name, who.promises, queries.of_customer(who.customer))
    seen = orders.look(said, by=by, at=at)
    if seen is None:
        return None
    if seen.customer is None:
        return Found(None, seen.name, [], seen.orders)
    owed = promises.owed_to(seen.customer, by=by, at=at)
    return Found(seen.customer, seen.name, owed, queries.of_customer(seen.customer))
