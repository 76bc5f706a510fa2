"""Somebody at the till is told what a voucher is good for: each look is on record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.people.models import Agent
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind
from makegood.vouchers import queries
from makegood.vouchers.acts.redeeming import held
from makegood.vouchers.queries import Shown


def look(code: str, *, by: Agent, at: datetime) -> Shown:
    """What exactly this voucher is good for, and where it was used; that the agent looked is an event.

    Raises NoSuchVoucher (tell it to `guessed`), or Refused for what is no whole code.
    """
    with transaction.atomic():
        voucher = held(code)
        record(Kind.LOOK_TAKEN, at=at, by=by.pk, customer=voucher.customer_id, about={"voucher": voucher.pk})
    return queries.shown(voucher.pk, agent=by, at=at)
