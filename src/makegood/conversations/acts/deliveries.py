"""What became of a message on its way out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.base.plain import ask
from makegood.base.prepared import Prepared
from makegood.base.rows import keep
from makegood.conversations import rules
from makegood.conversations.acts.bounces import undelivered
from makegood.conversations.acts.changing import lock, tell
from makegood.conversations.acts.writing import delivery_key
from makegood.conversations.models import Conversation, Delivery
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind

WHERE = """SELECT m.conversation_id FROM conversations_delivery d
    JOIN conversations_message m ON m.id = d.message_id WHERE d.id = %s"""
DELIVERY = Prepared(lambda: Delivery.objects.select_related("message").filter(pk=0))
OPEN = (Delivery.State.PLANNED, Delivery.State.RETRY)


def sent(delivery_id: int, *, at: datetime) -> bool:
    """The next mail server has it. False when that was known already."""
    with transaction.atomic():
        held = _held(delivery_id)
        if held is None or held[0].state == Delivery.State.SENT:
            return False
        delivery, conversation = held
        _write(delivery, state=Delivery.State.SENT, sent_at=at, reason="")
        tell(Kind.REPLY_SENT, conversation, at=at, about={"message": delivery.message_id})
    return True


def will_retry(delivery_id: int, *, reason: str, at: datetime) -> None:
    """It did not go yet, and why; it is tried again by itself. Nothing changes when it is no longer open."""
    with transaction.atomic():
        held = _held(delivery_id)
        if held is None or held[0].state not in OPEN:
            return
        delivery, conversation = held
        first = delivery.state == Delivery.State.PLANNED
        _write(delivery, state=Delivery.State.RETRY, reason=reason, attempts=delivery.attempts + 1)
        if first:
            tell(Kind.DELIVERY_RETRIED, conversation, at=at, about={"message": delivery.message_id, "reason": reason})


def stuck(delivery_id: int, *, reason: str, at: datetime) -> bool:
    """It will not go by itself: it is our turn, and the reason is in sight. False when it was no longer open."""
    with transaction.atomic():
        held = _held(delivery_id)
        if held is None or held[0].state not in OPEN:
            return False
        delivery, conversation = held
        _write(delivery, state=Delivery.State.STUCK, reason=reason)
        undelivered(conversation, delivery, kind=Kind.DELIVERY_STUCK, at=at)
    return True


def try_again(delivery_id: int, *, by: Agent | None, at: datetime) -> None:
    """A stuck or returned delivery is on its way again, with the same Message-ID. Raises Refused otherwise."""
    with transaction.atomic():
        held = _held(delivery_id)
        if held is None or (held[0].state != Delivery.State.STUCK and held[0].bounced_at is None):
            raise rules.Refused(_("This is on its way, or has arrived. There is nothing to try again."))
        delivery, conversation = held
        fresh = {"state": Delivery.State.PLANNED, "reason": "", "due_at": at}
        _write(delivery, **fresh, bounced_at=None, bounce_status="", sent_at=None)
        agenda.plan("send", delivery_key(delivery.pk), run_at=at, about={"delivery": delivery.pk})
        tell(Kind.DELIVERY_RETRIED, conversation, at=at, by=by, about={"message": delivery.message_id})


def _held(delivery_id: int) -> tuple[Delivery, Conversation] | None:
    """The delivery and its conversation, which is held before anything of it is written; None: it is gone.

    Every act holds the conversation first, so that no two wait for each other.
    """
    found = ask(WHERE, [delivery_id])
    if not found:
        return None
    conversation = lock(found[0][0])
    delivery = DELIVERY.first(delivery_id)
    return (delivery, conversation) if delivery else None


def _write(delivery: Delivery, **new: Any) -> None:
    for name, value in new.items():
        setattr(delivery, name, value)
    keep(delivery, *new)
