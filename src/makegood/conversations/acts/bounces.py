"""A mail of ours came back: which, why, and what follows."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop as noop

from makegood.clocks.models import Kind as ClockKind
from makegood.conversations.acts.changing import change, lock, tell
from makegood.conversations.letter import Letter
from makegood.conversations.models import Conversation, Delivery, Message, State
from makegood.timeline.kinds import Kind


def message_bounced(letter: Letter, *, hint: int | None) -> Message | None:
    """What came back: by its Message-ID, else our last message to that address in the hinted conversation."""
    ours = Message.objects.filter(direction=Message.OUT)
    if letter.about and (found := ours.filter(message_id=letter.about).order_by("-pk").first()):
        return found
    if hint is None:
        return None
    there = ours.filter(conversation=hint).order_by("-pk")
    if letter.about_address:
        there = there.filter(deliveries__address__iexact=letter.about_address)
    return there.first()


def record_bounce(letter: Letter, message: Message, conversation: Conversation, *, at: datetime) -> None:
    """The delivery says that it came back. A permanent one makes it our turn: the customer was not told."""
    delivery = _delivery(letter, message)
    if delivery is None or delivery.bounced_at is not None or not letter.bounce_permanent:
        return
    delivery.bounced_at = at
    delivery.bounce_status = letter.bounce_status[:16]
    delivery.reason = _reason(letter.bounce_status)
    delivery.save(update_fields=["bounced_at", "bounce_status", "reason"])
    undelivered(lock(conversation.pk), delivery, kind=Kind.DELIVERY_BOUNCED, at=at)


def undelivered(conversation: Conversation, delivery: Delivery, *, kind: Kind, at: datetime) -> None:
    """It is our turn: what we said has not reached them, and the owner is told why."""
    if conversation.state != State.MERGED:
        change(conversation, at=at, state=State.OPEN, closed_at=None, begins=(ClockKind.NEXT_RESPONSE,))
    tell(
        kind,
        conversation,
        at=at,
        about={"address": delivery.address, "reason": delivery.reason, "message": delivery.message_id},
    )


def _delivery(letter: Letter, message: Message) -> Delivery | None:
    deliveries = list(message.deliveries.all())
    for one in deliveries:
        if letter.about_address and one.address.lower() == letter.about_address.lower():
            return one
    return deliveries[0] if len(deliveries) == 1 else None


# RFC 3463: the second and third number say what was wrong.
_REASONS = {
    "1.1": noop("There is no such mailbox at their provider."),
    "1.2": noop("Their mail domain does not exist."),
    "1.10": noop("Their domain takes no mail."),
    "2.1": noop("Their mailbox is closed."),
    "2.2": noop("Their mailbox is full."),
    "2.3": noop("The mail is too large for their mailbox."),
    "3.4": noop("The mail is too large for their provider."),
    "4.1": noop("Their mail server does not answer."),
    "4.4": noop("Their mail server cannot be found."),
    "4.7": noop("Their mail server did not take it in time."),
    "7.1": noop("Their provider refused the mail as unwanted."),
}


def _reason(status: str) -> str:
    return _REASONS.get(status.partition(".")[2], noop("Their provider sent the mail back."))
