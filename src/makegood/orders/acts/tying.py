"""A conversation is about an order, and whoever stands at the counter is told of theirs: each look is on record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.conversations.acts.changing import lock, tell
from makegood.conversations.models import Conversation
from makegood.orders import heard
from makegood.orders.models import Order, Tie
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind


def tie(order: Order, conversation: Conversation, *, by: Agent | None, at: datetime) -> bool:
    """The conversation is about the order. False when it was so before. `by` None: the watch."""
    with transaction.atomic():
        lock(conversation.pk)
        made = Tie.objects.get_or_create(order=order, conversation=conversation, defaults={"by": by, "at": at})[1]
        if made and by:
            tell(Kind.ORDER_TIED, conversation, at=at, by=by, about={"order": order.pk, "number": order.number})
            for one in heard.everyone():
                one.tied(order, at=at)
    return made


def untie(order: Order, conversation: Conversation, *, by: Agent, at: datetime) -> bool:
    """The conversation is not about the order. False when it was so before."""
    with transaction.atomic():
        lock(conversation.pk)
        gone = bool(Tie.objects.filter(order=order, conversation=conversation).delete()[0])
        if gone:
            about = {"order": order.pk, "number": order.number, "off": True}
            tell(Kind.ORDER_TIED, conversation, at=at, by=by, about=about)
    return gone
