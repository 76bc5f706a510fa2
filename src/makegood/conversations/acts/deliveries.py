"""What became of a message on its way out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.agenda import acts as agenda
from makegood.conversations import rules
from makegood.conversations.acts.bounces import undelivered
from makegood.conversations.acts.changing import lock, tell
from makegood.conversations.acts.reply import delivery_key
from makegood.conversations.models import Delivery
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind

OPEN = (Delivery.State.PLANNED, Delivery.State.RETRY)


def sent(delivery_id: int, *, at: datetime) -> bool:
    """The next mail server has it. False when that was known already."""
    with transaction.atomic():
        changed = (
            Delivery.objects.filter(pk=delivery_id)
            .exclude(state=Delivery.State.SENT)
            .update(state=Delivery.State.SENT, sent_at=at, reason="")
        )
        if changed:
            delivery = Delivery.objects.select_related("message").get(pk=delivery_id)
            conversation = lock(delivery.message.conversation_id)
            tell(Kind.REPLY_SENT, conversation, at=at, about={"message": delivery.message_id})
    return bool(changed)


def will_retry(delivery_id: int, *, reason: str, at: datetime) -> None:
    """It did not go yet, and why; it is tried again by itself."""
    with transaction.atomic():
        delivery = Delivery.objects.select_related("message").get(pk=delivery_id)
        first = delivery.state == Delivery.State.PLANNED
        delivery.state, delivery.reason, delivery.attempts = Delivery.State.RETRY, reason, delivery.attempts + 1
        delivery.save(update_fields=["state", "reason", "attempts"])
        if first:
            conversation = lock(delivery.message.conversation_id)
            tell(Kind.DELIVERY_RETRIED, conversation, at=at, about={"message": delivery.message_id, "reason": reason})


def stuck(delivery_id: int, *, reason: str, at: datetime) -> bool:
    """It will not go by itself: it is our turn, and the reason is in sight. False when it was no longer open."""
    with transaction.atomic():
        changed = Delivery.objects.filter(pk=delivery_id, state__in=OPEN).update(
            state=Delivery.State.STUCK, reason=reason
        )
        if changed:
            delivery = Delivery.objects.select_related("message").get(pk=delivery_id)
            undelivered(lock(delivery.message.conversation_id), delivery, kind=Kind.DELIVERY_STUCK, at=at)
    return bool(changed)


def try_again(delivery_id: int, *, by: Agent | None, at: datetime) -> None:
    """A stuck or returned delivery is on its way again, with the same Message-ID. Raises Refused otherwise."""
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update(of=("self",)).select_related("message").get(pk=delivery_id)
        if delivery.state != Delivery.State.STUCK and delivery.bounced_at is None:
            raise rules.Refused("This is on its way, or has arrived. There is nothing to try again.")
        delivery.state, delivery.reason, delivery.due_at = Delivery.State.PLANNED, "", at
        delivery.bounced_at, delivery.bounce_status, delivery.sent_at = None, "", None
        delivery.save(update_fields=["state", "reason", "due_at", "bounced_at", "bounce_status", "sent_at"])
        agenda.plan("send", delivery_key(delivery.pk), run_at=at, about={"delivery": delivery.pk})
        tell(
            Kind.DELIVERY_RETRIED,
            lock(delivery.message.conversation_id),
            at=at,
            by=by,
            about={"message": delivery.message_id},
        )
