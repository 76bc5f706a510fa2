"""What was said by phone: written down by one of us, or left on a machine. Each is called inside an act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from makegood.base import files
from makegood.clocks.models import Kind as ClockKind
from makegood.conversations import attached, rules
from makegood.conversations.acts.starting import begun
from makegood.conversations.letter import Attachment
from makegood.conversations.models import Channel, Conversation, File, Message, State
from makegood.customers.models import Customer
from makegood.people.models import Agent, Mailbox, Team


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said by phone, in which direction (Message.IN, OUT), and with which number (E.164, "" unknown).

    `arrival`: the provider's word of it, as it was kept; None: somebody wrote it down.
    """

    text: str
    direction: str
    number: str = ""
    files: Sequence[Attachment] = field(default=())
    arrival: int | None = None


def begin_by_phone(customer: Customer, *, subject: str, team: Team, owner: Agent | None, at: datetime) -> Conversation:
    """A new open conversation. No clock runs on it before the act calls `change()`, which it must.

    Without `owner` it is given as new work is. An answer by mail leaves from a mailbox of the team, or any other.
    """
    how = {"mailbox": _mailbox(team), "channel": Channel.PHONE, "state": State.OPEN}
    return begun(customer, subject=subject, team=team, owner=owner, at=at, next_kind=ClockKind.FIRST_RESPONSE, **how)


def _mailbox(team: Team) -> Mailbox | None:
    return Mailbox.objects.filter(team=team).order_by("pk").first() or Mailbox.objects.order_by("pk").first()


def say_by_phone(conversation: Conversation, heard: Heard, *, by: Agent | None, at: datetime, once: str) -> Message:
    """It is a message of the conversation. `by`: who of us wrote it down; None: a machine took it."""
    customer = conversation.customer
    is_ours = heard.direction == Message.OUT
    message = Message.objects.create(
        conversation=conversation,
        direction=heard.direction,
        channel=Channel.PHONE,
        by=by,
        sender_name=(by.name if by and is_ours else customer.name)[:200],
        sender_address="" if is_ours else heard.number,
        to=[{"name": customer.name, "address": heard.number}] if is_ours else [],
        subject=conversation.subject,
        text=heard.text,
        at=at,
        once=once,
        arrival_id=heard.arrival,
    )
    for file in heard.files:
        keep_file(message, file)
    for one in attached.everyone():
        one.said([(message, conversation)])
    return message


def keep_file(message: Message, one: Attachment) -> File:
    """The file belongs to what was said; its bytes are on disk."""
    return File.objects.create(
        conversation_id=message.conversation_id,
        message=message,
        name=one.name[:255],
        type=one.type[:120],
        size=one.size,
        stored=files.keep(one.content),
    )


def looks_of(message: Message) -> dict[str, Any]:
    """What lists show of the conversation, once this was said in it."""
    return {
        "preview": rules.preview_of(message.text),
        "preview_by": message.by if message.direction == Message.OUT else None,
    }
