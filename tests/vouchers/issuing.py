"""A voucher for the tests: Harbour erred, Eva has it."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from makegood.base.money import Money
from makegood.customers.models import Customer
from makegood.people.models import Location
from makegood.vouchers import acts, queries
from makegood.vouchers.models import Voucher
from tests.world import NOON

_numbers = count(1)


def eur(minor: int) -> Money:
    """So many cents of a euro."""
    return Money(minor, "EUR")


def issue(minor: int = 2000, *, bearer: Location, at: datetime = NOON, **more: Any) -> Voucher:
    """A new voucher of so many cents, for Eva."""
    customer = Customer.objects.create(name="Eva Stern", created_at=NOON)
    said: dict[str, Any] = {"customer": customer, "conversation": None, "by": None, "once": f"test:{next(_numbers)}"}
    return acts.issue(eur(minor), bearer=bearer, at=at, **(said | more))


def code(voucher: Voucher) -> str:
    """As Eva says it."""
    return queries.code_of(voucher)
