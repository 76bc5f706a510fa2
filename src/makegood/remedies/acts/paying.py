"""A remedy's refund is to go out by the way its money came: planned, or called off while nothing was sent."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from makegood.conversations.rules import Refused
from makegood.payments import acts as payments
from makegood.payments import queries as paying
from makegood.payments.models import Refund
from makegood.payments.models import State as Stands
from makegood.remedies import queries
from makegood.remedies.models import Remedy


def plan_payout(remedy: Remedy, *, at: datetime) -> bool:
    """Inside an act: its money goes back by the way it came. False: nobody knows the way, so that people see to it."""
    payment = queries.pays_by(remedy)
    if payment:
        payments.plan(remedy.pk, payment, remedy.value_money, at=at)
    return bool(payment)


def why_no_way_now(remedy: Remedy) -> str:
    """Why what was to go back by itself before cannot now, in words; "" it never was to, and people see to it."""
    last = paying.last_of(remedy.pk)
    if last is not None and last.state == Stands.UNSURE:
        return _("Stripe has not said whether it was paid, and is not connected any more. An admin connects it again.")
    if last is not None and last.state == Stands.FAILED:
        return _(
            "Stripe is not connected any more, so nothing was paid. An admin connects it again; or take this back."
        )
    return ""


def let_go(remedy: Remedy, *, at: datetime) -> None:
    """Inside an act that takes the remedy back: nothing is paid. Raises Refused once it may be out."""
    refund = Refund.objects.select_for_update().filter(pk=_underway(remedy)).first()
    if refund is None:
        return
    try:
        payments.call_off(refund, at=at)
    except payments.Gone:
        raise Refused(_words(refund)) from None


def refuse_if_underway(remedy: Remedy) -> None:
    """Raises Refused while Stripe pays it out: nobody else says that it is paid."""
    refund = paying.underway(remedy.pk)
    if refund is not None:
        raise Refused(_words(refund))


def _underway(remedy: Remedy) -> int:
    found = paying.underway(remedy.pk)
    return found.pk if found else 0


def _words(refund: Refund) -> str:
    if refund.state == Stands.UNSURE:
        return _("Stripe has not said whether it was paid. Try it again first, so that nothing is paid twice.")
    return _("Stripe pays this out. Look again in a moment.")
