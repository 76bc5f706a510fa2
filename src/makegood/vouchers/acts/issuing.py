"""A voucher comes to be."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from makegood.base.money import Money
from makegood.base.secrets import mac, seal
from makegood.books.models import Why
from makegood.books.rules import Matter, move
from makegood.conversations.models import Conversation
from makegood.customers.models import Customer
from makegood.people.models import Agent, Location
from makegood.timeline.kinds import Kind
from makegood.vouchers import codes, rules
from makegood.vouchers.acts.common import book, goodwill, owed, plan_expiry, say
from makegood.vouchers.models import Voucher

NOTHING_KNOWN = Matter()


def issue(
    value: Money,
    *,
    bearer: Location,
    customer: Customer,
    conversation: Conversation | None,
    at: datetime,
    by: Agent | None,
    once: str,
    expires_on: date | None = None,
    is_single: bool = False,
    remedy: int | None = None,
    known: Matter = NOTHING_KNOWN,
) -> Voucher:
    """The customer has a voucher, good at every location and paid for by its bearer; under one `once`, one voucher.

    Whether `by` may give it is for the caller to decide. `known` is what reports sort by (cause, product, person).
    Raises Refused, in words.
    """
    with transaction.atomic():
        if there := Voucher.objects.filter(once=once).first():
            return there
        today = at.astimezone(ZoneInfo(bearer.zone)).date()
        if reason := rules.why_not_issue(value, expires_on=expires_on, today=today):
            raise rules.Refused(reason)
        voucher = _new(value, bearer=bearer, customer=customer, conversation=conversation, remedy_id=remedy)
        voucher.expires_on, voucher.is_single, voucher.once = expires_on, is_single, once
        voucher.issued_at, voucher.issued_by = at, by
        Voucher.objects.bulk_create([voucher])
        legs = move(owed(voucher), goodwill(voucher), value)
        book(Why.VOUCHER_ISSUED, voucher, legs, known=known, at=at, by=by, once=f"voucher:{voucher.pk}")
        plan_expiry(voucher, now=at)
        if remedy is None:  # else its own event says it
            say(Kind.VOUCHER_ISSUED, voucher, value, at=at, by=by)
    return voucher


def _new(value: Money, **whose: Any) -> Voucher:
    """A voucher of that value with a code of its own, not yet in the database."""
    code, minor = codes.draw(), value.minor
    worth = {"currency": value.currency, "value_minor": minor, "balance_minor": minor}
    return Voucher(hashed=hash_of(code), sealed=seal(code), **worth, **whose)


def hash_of(code: str) -> str:
    """By what a voucher is found: who reads the database cannot make it the code again."""
    return mac("voucher", code)
