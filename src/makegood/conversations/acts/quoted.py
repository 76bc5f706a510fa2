"""What somebody said of us elsewhere, in public, becomes a conversation. Each is called inside an act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from makegood.clocks.models import Kind as ClockKind
from makegood.conversations import attached, rules
from makegood.conversations.acts.changing import HEARD, change, tell
from makegood.conversations.acts.starting import begun
from makegood.conversations.models import Channel, Conversation, Message, Note, State
from makegood.customers.models import Customer
from makegood.people.models import Agent, Mailbox, Team
from makegood.timeline.kinds import Kind


@dataclass(frozen=True, slots=True)
class Quote:
    """What they said, word for word; `aside` tells colleagues where it stands and how to answer there."""

    subject: str
    teller: str
    text: str
    aside: str


def begin_quoted(customer: Customer, quote: Quote, *, team: Team, by: Agent, at: datetime, once: str) -> Conversation:
    """A new open conversation with its clocks, as if they had written to us. It is given as new work is.

    It has no address to answer to, unless the customer has one.
    """
    how = {"mailbox": _mailbox(team), "channel": Channel.MENTION, "state": State.OPEN}
    kind = ClockKind.FIRST_RESPONSE
    conversation = begun(customer, subject=quote.subject, team=team, owner=None, at=at, next_kind=kind, **how)
    message = Message.objects.create(
        conversation=conversation,
        direction=Message.IN,
        channel=Channel.MENTION,
        sender_name=quote.teller[:200],
        subject=conversation.subject,
        text=quote.text,
        at=at,
        once=once,
    )
    for one in attached.everyone():
        one.said([(message, conversation)])
    _note(conversation, quote.aside, by=by, at=at, once=f"{once}:aside")
    change(conversation, at=at, begins=HEARD, preview=rules.preview_of(message.text), preview_by=None)
    tell(Kind.CONVERSATION_STARTED, conversation, at=at)
    return conversation


def _note(conversation: Conversation, text: str, *, by: Agent, at: datetime, once: str) -> None:
    note = Note.objects.create(conversation=conversation, by=by, text=text, at=at, once=once)
    for one in attached.everyone():
        one.noted(note, conversation)


def _mailbox(team: Team) -> Mailbox | None:
    return Mailbox.objects.filter(team=team).order_by("pk").first() or Mailbox.objects.order_by("pk").first()
