"""A refund goes its way, each step once. All but `plan` hold it; who calls holds what hangs together with it first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from makegood.agenda import acts as agenda
from makegood.base import secrets
from makegood.base.money import Money
from makegood.payments import rules
from makegood.payments.models import Refund, State
from makegood.payments.rules import Answer


class Gone(Exception):
    """It stands otherwise than its author saw, so that this cannot become of it any more."""


def plan(remedy: int, payment: str, money: Money, *, at: datetime) -> Refund:
    """Inside an act that holds the remedy: the worker sends it. One that is underway stays; a lost one is resumed."""
    last = Refund.objects.select_for_update().filter(remedy=remedy).order_by("-attempt").first()
    if last is not None and last.state == State.UNSURE:
        _go(last, State.PLANNED, at=at, why="")
        _plan_turn(last, at=at)
        return last
    if last is not None and last.state not in (State.FAILED, State.CALLED_OFF):
        return last
    attempt = last.attempt + 1 if last else 1
    made = Refund.objects.create(
        remedy=remedy,
        attempt=attempt,
        key=f"makegood-{secrets.mac('refund', f'{remedy}:{attempt}')}",
        payment=payment,
        amount=money.minor,
        currency=money.currency,
        planned_at=at,
        moved_at=at,
    )
    _plan_turn(made, at=at)
    return made


def _plan_turn(refund: Refund, *, at: datetime) -> None:
    agenda.plan("refund", f"refund:{refund.pk}", run_at=at, about={"refund": refund.pk})


def claim(refund: Refund, *, at: datetime) -> bool:
    """It is about to be sent, for the first time or again. False: it need not be, whatever its turn thinks."""
    if refund.state not in (State.PLANNED, State.SENDING):
        return False
    _go(refund, State.SENDING, at=at, tries=refund.tries + 1, sent_at=refund.sent_at or at)
    return True


def answered(refund: Refund, answer: Answer, *, at: datetime) -> bool:
    """It stands as Stripe says. False: it stood so before, or further."""
    new = answer.state
    if refund.state == new or not rules.may_go(refund.state, new):
        return False
    why = rules.why_back(answer.reason)[:300] if new is State.FAILED else ""
    _go(refund, new, at=at, stripe=answer.stripe[:64], why=why)
    if new is State.SENT:
        run_at = at + rules.LOOKS_AGAIN_AFTER
        agenda.plan("refund_look", f"refund-look:{refund.pk}", run_at=run_at, about={"refund": refund.pk})
    return True


def failed(refund: Refund, why: str, *, at: datetime) -> None:
    """Stripe paid nothing, and says so. Raises Gone."""
    _go(refund, State.FAILED, at=at, why=why[:300])


def gave_up(refund: Refund, why: str, *, at: datetime) -> None:
    """Nobody could say what became of it. Raises Gone."""
    _go(refund, State.UNSURE, at=at, why=why[:300])


def call_off(refund: Refund, *, at: datetime) -> None:
    """Nothing of it was sent, and nothing will be. Raises Gone."""
    _go(refund, State.CALLED_OFF, at=at)
    agenda.cancel(f"refund:{refund.pk}", now=at)


def _go(refund: Refund, new: State, *, at: datetime, **more: Any) -> None:
    if not rules.may_go(refund.state, new):
        raise Gone
    values = {"state": new.value, "moved_at": at} | more
    if not Refund.objects.filter(pk=refund.pk, state=refund.state).update(**values):
        raise Gone
    for name, value in values.items():
        setattr(refund, name, value)
