"""What Stripe posts: kept before it is told that we have it, then taken in by the worker."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from makegood.agenda import acts as agenda
from makegood.payments.models import Account, Told

State = Told.State


def keep(account: Account, *, key: str, content: bytes, at: datetime) -> Told:
    """The bytes are kept, and the worker will take them in. The same event again is the same one."""
    try:
        with transaction.atomic():
            told = Told.objects.create(key=key[:120], content=content, at=at)
            agenda.plan("refund_told", f"refund-told:{told.pk}", run_at=at, about={"told": told.pk})
            Account.objects.filter(pk=account.pk).update(heard_at=at)
            return told
    except IntegrityError:
        return Told.objects.get(key=key[:120])


def taken(told: Told) -> None:
    """What it says is known."""
    _became(told, State.TAKEN)


def passed(told: Told, why: str) -> None:
    """It concerns nothing of ours."""
    _became(told, State.PASSED, why)


def stuck(told: Told, why: str) -> None:
    """It cannot be read."""
    _became(told, State.STUCK, why)


def _became(told: Told, state: State, why: str = "") -> None:
    Told.objects.filter(pk=told.pk, state=State.KEPT).update(state=state, why=why[:300])
