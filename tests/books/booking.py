"""Money for the tests of the books: places, sums, and a plain booking."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from django.db import transaction

from makegood.base.money import Money
from makegood.books import acts
from makegood.books.models import Kind, Transfer, Why
from makegood.books.rules import AccountRef, move
from tests.world import NOON

_numbers = count(1)


def eur(minor: int) -> Money:
    """So many cents of a euro."""
    return Money(minor, "EUR")


def goodwill(location: int | None) -> AccountRef:
    """What that place gave."""
    return AccountRef(Kind.GOODWILL, location=location)


def payable(location: int | None) -> AccountRef:
    """What that place has yet to pay out."""
    return AccountRef(Kind.REFUNDS_PAYABLE, location=location)


def give(minor: int, location: int, *, at: datetime = NOON, **more: Any) -> Transfer:
    """A refund of so many cents is granted at the cost of that place."""
    said: dict[str, Any] = {"why": Why.GRANTED, "by": None, "once": f"test:{next(_numbers)}"}
    with transaction.atomic():
        return acts.book(legs=move(payable(location), goodwill(location), eur(minor)), at=at, **(said | more))
