"""Guarantees 1 and 4: what goes out through Stripe is paid once, and books, remedies and refunds agree on it."""

from __future__ import annotations

from datetime import datetime

from makegood.agenda.models import Turn
from makegood.books.models import Transfer, Why
from makegood.config.doctor.found import Found, found
from makegood.payments.models import Refund, State, Told
from makegood.payments.rules import OUT
from makegood.remedies.models import Remedy
from makegood.remedies.models import State as Stands


def what_stripe_told_will_be_taken_in(now: datetime) -> Found:
    """Each posting that is not taken in yet has its turn on the agenda."""
    planned = set(Turn.objects.filter(kind="refund_told").values_list("key", flat=True))
    kept = Told.objects.filter(state=Told.State.KEPT).values_list("pk", flat=True)
    wrong = [f"posting {pk} of Stripe will never be taken in" for pk in kept if f"refund-told:{pk}" not in planned]
    return found(Told.objects.count(), wrong)


def each_refund_agrees_with_its_remedy(now: datetime) -> Found:
    """What is out is given and paid in the books, for the same sum; what came back, or never went out, is not."""
    remedies = Remedy.objects.in_bulk(Refund.objects.values_list("remedy", flat=True))
    open_ones = Transfer.objects.filter(about_kind="remedy", counter_of=None, countered_by=None, why=Why.PAID)
    paid = set(open_ones.filter(about_id__in=remedies).values_list("about_id", flat=True))
    newest: dict[int, Refund] = {one.remedy: one for one in Refund.objects.order_by("attempt")}
    wrong = [
        f"#{remedies[pk].conversation_id}: {words} (remedy {pk})" if pk in remedies else f"refund {one.pk}: {words}"
        for pk, one in newest.items()
        for words in _wrong_with(one, remedies.get(pk), pk in paid)
    ]
    return found(len(newest), wrong)


def _wrong_with(one: Refund, remedy: Remedy | None, is_paid: bool) -> list[str]:
    if remedy is None:
        return ["is for a remedy that is not there"]
    wrong = []
    if (one.amount, one.currency) != (remedy.value, remedy.currency):
        wrong.append("another sum goes out than was granted")
    is_out = one.state in OUT
    if is_out and (remedy.state != Stands.FULFILLED or (is_paid is False and remedy.cost)):
        wrong.append("Stripe has paid it, and here it is not given, or not paid in the books")
    if not is_out and one.state != State.CALLED_OFF and is_paid and remedy.state == Stands.FULFILLED:
        wrong.append(f"is given and paid in the books, and at Stripe it is {one.state}")
    return wrong


def nothing_that_goes_out_lies_still(now: datetime) -> Found:
    """Each refund that is about to be sent, or is being sent, has its turn on the agenda."""
    planned = set(Turn.objects.filter(kind="refund").values_list("key", flat=True))
    going = Refund.objects.filter(state__in=[State.PLANNED, State.SENDING]).values_list("pk", "remedy")
    wrong = [
        f"nothing will send the refund of remedy {remedy}" for pk, remedy in going if f"refund:{pk}" not in planned
    ]
    return found(len(going), wrong)


LOST = (what_stripe_told_will_be_taken_in,)
CHECKS = (each_refund_agrees_with_its_remedy, nothing_that_goes_out_lies_still)
