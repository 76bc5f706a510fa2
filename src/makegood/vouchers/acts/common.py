"""What every act on a voucher shares: holding it, its turn, its event, and the money behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from makegood.agenda import acts as agenda
from makegood.base.money import Money
from makegood.books import acts as books
from makegood.books.models import Kind as Account
from makegood.books.models import Transfer, Why
from makegood.books.rules import About, AccountRef, Leg, Matter
from makegood.books.rules import Refused as RefusedByBooks
from makegood.conversations.acts.changing import told
from makegood.people.models import Agent
from makegood.timeline.acts import record_all
from makegood.timeline.kinds import Kind
from makegood.timeline.models import Event
from makegood.vouchers import rules
from makegood.vouchers.models import Voucher


def lock(pk: int) -> Voucher:
    """The voucher, held against others until the transaction ends. Raises Voucher.DoesNotExist."""
    return Voucher.objects.select_for_update().get(pk=pk)


def plan_expiry(voucher: Voucher, *, now: datetime) -> None:
    """Its turn comes when it runs out. One that never does has none."""
    ends_at = rules.ends_at(voucher.expires_on, voucher.bearer.zone)
    if ends_at is None:
        agenda.cancel(f"voucher:{voucher.pk}", now=now)
    else:
        agenda.plan("voucher", f"voucher:{voucher.pk}", run_at=max(ends_at, now))


def has_run_out(voucher: Voucher, *, now: datetime) -> bool:
    """Whether its last day is over, be its turn taken or not."""
    if voucher.expires_on is None:
        return False
    ends_at = rules.ends_at(voucher.expires_on, voucher.bearer.zone)
    return ends_at is not None and now >= ends_at


def say(kind: Kind, voucher: Voucher, amount: Money, *, at: datetime, by: Agent | None, **about: Any) -> None:
    """The event, with the audience of its conversation, or of its bearer."""
    about |= {"voucher": voucher.pk, "minor": amount.minor, "currency": amount.currency}
    where: dict[str, Any] = {"customer_id": voucher.customer_id, "location_id": voucher.bearer_id}
    if voucher.conversation is not None:
        where = dict(told(voucher.conversation))
    record_all([Event(kind=kind, at=at, by_id=by.pk if by else None, about=about, **where)])


def owed(voucher: Voucher) -> AccountRef:
    """Where the books keep what its bearer still owes on vouchers."""
    return AccountRef(Account.VOUCHER_LIABILITY, location=voucher.bearer_id)


def goodwill(voucher: Voucher) -> AccountRef:
    """Where the books keep what its bearer gave."""
    return AccountRef(Account.GOODWILL, location=voucher.bearer_id)


def book(
    why: Why, voucher: Voucher, legs: Sequence[Leg], *, known: Matter, at: datetime, by: Agent | None, once: str
) -> Transfer:
    """What was on it has moved, in the caller's transaction; `known` is what its remedy said. Raises Refused."""
    matter = replace(known, conversation=voucher.conversation_id, customer=voucher.customer_id)
    about = About("voucher", voucher.pk)
    try:
        return books.book(why=why, legs=legs, at=at, by=by, once=once, about=about, matter=matter)
    except RefusedByBooks as error:
        raise rules.Refused(str(error)) from error


def book_back(transfer: int | None, why: Why, *, at: datetime, by: Agent) -> None:
    """What the transfer moved is moved back, in the caller's transaction. Raises Refused."""
    try:
        books.counter(Transfer.objects.get(pk=transfer or 0), at=at, by=by, why=why)
    except RefusedByBooks as error:
        raise rules.Refused(str(error)) from error


def first_matter(voucher: Voucher) -> Matter:
    """What it was given for, as it was booked then: what lapses is off the same cause, product and person."""
    first = Transfer.objects.get(once=f"voucher:{voucher.pk}")
    return Matter(first.cause, first.product, first.person_id)
