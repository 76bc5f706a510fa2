"""What may be booked, and how it is said. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from makegood.base.money import Money
from makegood.books.models import Kind, Why


class OutsideTransaction(RuntimeError):
    """Money moves together with what causes it, or not at all: `book` needs the caller's transaction."""


class Unbalanced(ValueError):
    """The legs do not add up to nothing. A mistake of ours, never of who pressed."""


class Differs(ValueError):
    """Something else was booked under this key already. A mistake of ours, never of who pressed."""


class Refused(Exception):
    """It cannot be booked or closed; the message says why, in words."""


@dataclass(frozen=True, slots=True)
class AccountRef:
    """An account by what it is, whether it is there yet or not. Its currency is that of what is booked into it."""

    kind: Kind
    location: int | None = None
    partner: int | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """What an account gains, or loses when it is below zero."""

    account: AccountRef
    amount: Money


@dataclass(frozen=True, slots=True)
class About:
    """What caused a transfer: About("voucher", 7)."""

    kind: str
    pk: int


@dataclass(frozen=True, slots=True)
class Matter:
    """What the money was for, as reports sort it. "" and None: not known. `person` is the id of who gave it."""

    cause: str = ""
    product: str = ""
    person: int | None = None
    conversation: int | None = None
    customer: int | None = None


def move(source: AccountRef, target: AccountRef, amount: Money) -> tuple[Leg, Leg]:
    """The two legs of a plain transfer: the amount leaves the one and comes to the other."""
    return Leg(target, amount), Leg(source, -amount)


def balanced(legs: Sequence[Leg]) -> list[Leg]:
    """The legs that move something, one an account. Raises Unbalanced unless they add up to nothing, by currency."""
    sums: dict[tuple[AccountRef, str], Money] = {}
    for leg in legs:
        key = (leg.account, leg.amount.currency)
        sums[key] = sums[key] + leg.amount if key in sums else leg.amount
    moved = [Leg(account, amount) for (account, _currency), amount in sums.items() if amount]
    over: dict[str, int] = {}
    for leg in moved:
        over[leg.amount.currency] = over.get(leg.amount.currency, 0) + leg.amount.minor
    if not moved or any(over.values()):
        raise Unbalanced(f"The legs add up to {over or 'nothing, and move nothing'}.")
    return moved


def why_not_close(until: datetime, *, closed_until: datetime | None, now: datetime, sees_all: bool) -> str:
    """Empty when the books may be closed until then; else why not."""
    if not sees_all:
        return _("Only head office closes the books: they are the whole company's.")
    if until > now:
        return _("The books are closed for what is past, not for what is to come.")
    if closed_until is not None and until <= closed_until:
        return _("The books are closed until then already.")
    return ""


def label(why: str) -> str:
    """The reason of a transfer in the reader's language."""
    return str(Why(why).label)
