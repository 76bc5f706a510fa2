"""A voucher runs out, is made void, or is valid again."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from makegood.agenda import acts as agenda
from makegood.books.models import Why
from makegood.books.rules import move
from makegood.people.models import Agent
from makegood.people.queries import standing_now
from makegood.timeline.kinds import Kind
from makegood.vouchers import rules
from makegood.vouchers.acts.common import (
    book,
    book_back,
    first_matter,
    goodwill,
    has_run_out,
    lock,
    owed,
    plan_expiry,
    say,
)
from makegood.vouchers.models import LIVE, State, Voucher
from makegood.vouchers.rules import Refused, stands


def expire(pk: int, *, at: datetime) -> bool:
    """A voucher whose last day is over has run out, and what was left on it costs its bearer nothing. Twice is once."""
    with transaction.atomic():
        voucher = lock(pk)
        if voucher.state not in LIVE or not has_run_out(voucher, now=at):
            return False
        _end(voucher, State.EXPIRED, Why.VOUCHER_EXPIRED, by=None, at=at)
        say(Kind.VOUCHER_EXPIRED, voucher, voucher.balance, at=at, by=None)
    return True


def revive(voucher: Voucher, *, expires_on: date | None, by: Agent, at: datetime) -> Voucher:
    """A voucher that ran out is what it was before, good until the day (None: for ever). By any lead.

    Raises Refused, in words.
    """
    with transaction.atomic():
        voucher = lock(voucher.pk)
        leads = standing_now(by).leads
        today = at.astimezone(ZoneInfo(voucher.bearer.zone)).date()
        is_lead = leads.everything or bool(leads.teams)
        if reason := rules.why_not_revive(voucher.state, expires_on=expires_on, today=today, leads=is_lead):
            raise Refused(reason)
        book_back(voucher.ended_with, Why.VOUCHER_REVIVED, at=at, by=by)
        voucher.state = stands(voucher.balance_minor, voucher.value_minor)
        voucher.expires_on, voucher.ended_at, voucher.ended_with = expires_on, None, None
        voucher.save(update_fields=["state", "expires_on", "ended_at", "ended_with"])
        plan_expiry(voucher, now=at)
        until = expires_on.isoformat() if expires_on else ""
        say(Kind.VOUCHER_REVIVED, voucher, voucher.balance, at=at, by=by, until=until)
    return voucher


def void(voucher: Voucher, *, by: Agent, at: datetime) -> Voucher:
    """Nothing can be taken off it any more; what was left costs its bearer nothing. Twice is once. By a lead there.

    Raises Refused, in words.
    """
    with transaction.atomic():
        leads = standing_now(by).leads
        if not (leads.everything or voucher.bearer_id in leads.locations):
            raise Refused(rules.why_not_void(voucher.state, leads=False))
        return take_back(voucher, by=by, at=at)


def take_back(voucher: Voucher, *, by: Agent | None, at: datetime) -> Voucher:
    """As `void`, where the caller has decided who may. Raises Refused for one that has run out or is used up."""
    with transaction.atomic():
        voucher = lock(voucher.pk)
        if voucher.state == State.VOIDED:
            return voucher
        if reason := rules.why_not_void(voucher.state, leads=True):
            raise Refused(reason)
        _end(voucher, State.VOIDED, Why.VOUCHER_VOIDED, by=by, at=at)
        agenda.cancel(f"voucher:{voucher.pk}", now=at)
        say(Kind.VOUCHER_VOIDED, voucher, voucher.balance, at=at, by=by)
    return voucher


def _end(voucher: Voucher, state: State, why: Why, *, by: Agent | None, at: datetime) -> None:
    """It has ended so, and what was left on it is off the books, by the cause and person it was given for."""
    legs = move(goodwill(voucher), owed(voucher), voucher.balance)
    once = f"{why}:{voucher.pk}:{at.isoformat()}"
    transfer = book(why, voucher, legs, known=first_matter(voucher), at=at, by=by, once=once)
    voucher.state, voucher.ended_at, voucher.ended_with = state, at, transfer.pk
    voucher.save(update_fields=["state", "ended_at", "ended_with"])
