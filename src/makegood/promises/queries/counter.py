"""At the counter: whoever says their exact address or number is told what we owe them, whoever stands there."""

from __future__ import annotations

from dataclasses import dataclass

from makegood.customers.models import Customer, Identity, IdentityKind
from makegood.customers.rules import normalised
from makegood.people.queries import phone_region
from makegood.promises.queries.shown import PromiseItem


@dataclass(frozen=True, slots=True)
class Look:
    """A customer who was looked up, and what we owe them anywhere; nothing that was said."""

    customer: int
    name: str
    promises: list[PromiseItem]


def known_by(said: str) -> Customer | None:
    """The customer with exactly this address or number; None when nobody is known by it."""
    values = {normalised(kind, said, region=phone_region()) for kind in IdentityKind.values} - {""}
    found = Identity.objects.select_related("customer").filter(value__in=values).order_by("pk").first()
    return found.customer if found else None
