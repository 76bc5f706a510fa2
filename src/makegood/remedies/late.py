"""What is given by itself for a late order: decided, booked and limited as whatever a person grants, once an order."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from makegood.conversations.models import Conversation, Message
from makegood.conversations.queries.tongue import tongue_of_customer
from makegood.conversations.rules import Refused
from makegood.orders.models import Order
from makegood.remedies import queries, words
from makegood.remedies.acts.common import hold_sums
from makegood.remedies.acts.granting import Leave, put_down, refuse_if_it_cannot_be
from makegood.remedies.models import How, LateGift, Remedy, State
from makegood.remedies.wish import Wish
from makegood.watch.offering import MakesUp, Offer


class MakesUpForLate(MakesUp):
    """By what an admin has set for the order's source."""

    def begins(self, order: Order) -> int | None:
        """See MakesUp."""
        gift = _gift_of(order)
        return gift.days if gift and not _has_had(order) else None

    def offer(self, order: Order, conversation: Conversation, *, at: datetime) -> Offer | None:
        """See MakesUp."""
        gift = _gift_of(order)
        if gift is None:
            return None
        tongue = tongue_of_customer(conversation, otherwise=order.tongue)
        wish = wish_of(gift, order, language=tongue)
        try:
            leave = _leave(gift, wish, conversation, at=at)
        except Refused as why:
            return Offer(why_not=str(why))
        if _has_had(order):
            return None

        def along(message: Message, conversation: Conversation) -> None:
            put_down(wish, conversation, leave, by=gift.answers_for, at=at, told_at=at, told_by=message,
                     once=_once(order))  # fmt: skip

        return Offer(wish.words, along)


def wish_of(gift: LateGift, order: Order | None, *, language: str) -> Wish:
    """What is given, as one that is granted."""
    plain = Wish(gift.kind, gift.money, gift.money, bearer=gift.bearer, reason="late", our_error=True, order=order)
    said = words.usual(plain, language=language)
    return Wish(gift.kind, gift.money, gift.money, gift.bearer, "", "late", said, None, True, order)


def _gift_of(order: Order) -> LateGift | None:
    rows = LateGift.objects.select_related("answers_for", "bearer")
    return rows.filter(source=order.source_id, is_on=True).first()


def _once(order: Order) -> str:
    return f"late:{order.pk}"


def _has_had(order: Order) -> bool:
    """It was given for this order, taken back or not; or somebody has put the order right already."""
    if Remedy.objects.filter(once=_once(order)).exists():
        return True
    return Remedy.objects.filter(order=order).exclude(state=State.WITHDRAWN).exists()


def _leave(gift: LateGift, wish: Wish, conversation: Conversation, *, at: datetime) -> Leave:
    """By whose authority it is given, if the policy in force lets them give it alone. Raises Refused."""
    by = gift.answers_for
    refuse_if_it_cannot_be(wish, conversation, at=at)
    force = queries.in_force_or_refused(conversation, at=at)
    hold_sums()
    rank = queries.ranks_over(conversation.team).get(by.pk)
    if rank is None:
        raise Refused(_("%(name)s, in whose name it is given, has no say here any more.") % {"name": by})
    judged = queries.judge(force, conversation, wish, by=by, rank=rank, at=at)
    if not judged.decision.is_allowed:
        raise Refused(judged.decision.why)
    return Leave(How.ITSELF, by, judged.force.version, judged.case)
