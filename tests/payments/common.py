"""Stripe is connected, Eva's order was paid by it, and the worker takes its turns."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from makegood.agenda.models import Turn
from makegood.config.turns import Handlers
from makegood.orders.models import Order
from makegood.payments import acts
from makegood.payments.models import Account, Refund
from makegood.remedies import acts as remedies
from makegood.remedies.models import Remedy
from tests.orders import common as orders
from tests.remedies.common import owned, published, wish
from tests.servers.stripe_double import HOOK_SECRET, KEY, Stripe
from tests.world import MINUTE, NOON, World

PAID = "pi_3Mtw1234"
OUT = NOON + MINUTE
KINDS = ("refund", "refund_look", "refund_told", "remedy", "promise", "clock")


def connected(*, at: datetime = NOON) -> Account:
    """The account of the double, with its signing secret."""
    account = acts.connect(KEY, by=None, at=at)
    acts.entered_hook_secret(account, HOOK_SECRET, by=None, at=at)
    return account


def paid(stripe: Stripe, payment: str = PAID, **more: Any) -> Order:
    """Eva's order, paid by Stripe."""
    stripe.paid[payment] = 15890
    return orders.told(orders.shop(), payment=payment, total=15890, **more)


def granted(world: World, order: Order, minor: int = 5000, **more: Any) -> Remedy:
    """A part of it is to be paid back."""
    published()
    return remedies.grant(owned(world), wish(minor, "refund", order=order, **more), by=world.ana, at=NOON)


def run_due(now: datetime) -> None:
    """A worker takes each turn that is due by then, once; what is to be tried again waits."""
    handlers, done = Handlers(), set()
    while turn := Turn.objects.filter(kind__in=KINDS, run_at__lte=now).exclude(pk__in=done).order_by("run_at").first():
        done.add(turn.pk)
        again = handlers[turn.kind](turn, now=now)
        rows = Turn.objects.filter(pk=turn.pk, mark=turn.mark)
        if again is None:
            rows.delete()
        else:
            rows.update(run_at=again)


def anew(remedy: Remedy) -> Remedy:
    """As it is now."""
    return Remedy.objects.get(pk=remedy.pk)


def refund_of(remedy: Remedy) -> Refund:
    """Its newest attempt."""
    return Refund.objects.filter(remedy=remedy.pk).latest("attempt")
