"""Rows of the database as shapes."""

from __future__ import annotations

from typing import Any

from makegood.api.models import Token
from makegood.api.shapes.common import PersonOut
from makegood.api.shapes.conversations import (
    BesideOut,
    ConversationOut,
    CustomerOut,
    FileOut,
    MessageOut,
    Named,
    RowOut,
)
from makegood.api.shapes.effort import EffortOut
from makegood.api.shapes.found import TokenOut
from makegood.conversations.models import File, Message
from makegood.conversations.queries import ConversationPage, CustomerPanel, MessageItem
from makegood.effort import words
from makegood.effort.rules import Effort


def conversation(page: ConversationPage, cost: Effort) -> ConversationOut:
    """A conversation as it is told."""
    it = page.conversation
    same = ("number", "subject", "state", "channel", "tags", "is_automatic", "lets_rest", "next_kind", "next_due",
            "created_at", "updated_at", "closed_at")  # fmt: skip
    return ConversationOut(
        **{name: getattr(it, name) for name in same},
        customer=Named(id=it.customer_id, name=page.customer.name),
        team=Named(id=it.team_id, name=it.team.name),
        owner=Named(id=it.owner.pk, name=it.owner.name) if it.owner else None,
        mailbox=Named(id=it.mailbox.pk, name=it.mailbox.address) if it.mailbox else None,
        newest=page.newest,
        reply_to=people(page.reply_to),
        reply_cc=people(page.reply_cc),
        beside=[BesideOut.model_validate(one) for one in page.beside],
        effort=effort(cost),
    )


def effort(cost: Effort) -> EffortOut:
    """What it has cost the customer, as it is told."""
    return EffortOut(
        contacts=dict(cost.contacts),
        told=cost.told,
        transfers=cost.transfers,
        waited_seconds=int(cost.waited.total_seconds()),
        waits=cost.waits,
        people=list(cost.people),
        words=words.sentence(cost),
    )


def people(addresses: Any) -> list[PersonOut]:
    """Addresses as they are told."""
    return [PersonOut(name=one.name, address=one.address) for one in addresses]


def message(item: MessageItem, row: Message) -> MessageOut:
    """A message as it is told; `row` is the same one with its whole text."""
    same = ("id", "at", "written_at", "is_ours", "kind", "by", "subject", "new_text", "is_doubtful", "is_stranger",
            "problems", "files", "deliveries")  # fmt: skip
    return MessageOut(
        **{name: getattr(item, name) for name in same},
        conversation=row.conversation_id,
        sender=PersonOut(name=item.name, address=item.address),
        to=people(item.to),
        cc=people(item.cc),
        message_id=row.message_id,
        text=row.text,
        html=row.html,
        has_source=row.arrival_id is not None,
    )


def file(one: File) -> FileOut:
    """A file as it is told."""
    return FileOut(id=one.pk, name=one.name, type=one.type, size=one.size, cid=one.cid, is_inline=one.is_inline)


def customer(panel: CustomerPanel, cost: Effort) -> CustomerOut:
    """A customer as they are told."""
    same = ("id", "name", "since", "addresses", "is_blocked", "group")
    others = [RowOut.model_validate(one) for one in panel.others]
    return CustomerOut(**{name: getattr(panel, name) for name in same}, conversations=others, effort=effort(cost))


def token(one: Token) -> TokenOut:
    """A token as it is told."""
    same = ("name", "prefix", "scopes", "created_at", "last_used_at", "expires_at")
    return TokenOut(id=one.pk, agent=one.agent.name, **{name: getattr(one, name) for name in same})
