"""Everything that the page of one conversation shows: plain values, a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.db.models import Q

from makegood.conversations import rules
from makegood.conversations.letter import Address
from makegood.conversations.models import Conversation, Delivery, Draft, File, Link, Message, Note
from makegood.conversations.queries.items import (
    Beside,
    ConversationPage,
    CustomerPanel,
    DeliveryItem,
    DraftItem,
    FileItem,
    Happening,
    Item,
    MessageItem,
    NoteItem,
)
from makegood.conversations.queries.lists import rows_of
from makegood.customers.models import Customer, Identity
from makegood.people.models import Agent
from makegood.people.queries import own_addresses
from makegood.timeline.models import Event

SHOWN_EVENTS = (
    "conversation.assigned",
    "conversation.claimed",
    "conversation.released",
    "conversation.held",
    "conversation.resumed",
    "conversation.closed",
    "conversation.reopened",
    "conversation.tagged",
    "conversation.settled",
    "conversation.rested",
    "conversation.linked",
    "reply.undone",
    "act.undone",
    "clock.missed",
    "alarm.raised",
    "customer.blocked",
    "customer.unblocked",
)
MOST_ITEMS = 200


def page(agent: Agent, conversation: Conversation) -> ConversationPage:
    """What the page of a conversation shows that `get_for` gave to this agent. Ten queries, whatever its length."""
    messages, notes, happenings = _messages(conversation), _notes(conversation), _happenings(conversation)
    items: list[Item] = sorted([*messages, *notes, *happenings], key=attrgetter("at"))
    to, cc = _recipients(conversation, messages)
    return ConversationPage(
        conversation=conversation,
        items=items[-MOST_ITEMS:],
        newest=max((one.id for one in messages), default=0),
        reply_to=to,
        reply_cc=cc,
        drafts=_drafts(conversation, agent),
        customer=_customer(agent, conversation),
        beside=_beside(agent, conversation),
        older=len(items) > MOST_ITEMS,
    )


def messages_after(conversation: Conversation, seen: int) -> list[MessageItem]:
    """What came in between, for an author who saw messages up to that id."""
    return [one for one in _messages(conversation) if one.id > seen]


def _messages(conversation: Conversation) -> list[MessageItem]:
    found = list(
        conversation.messages.defer("html", "reply_html")
        .annotate(has_html=~Q(html=""))
        .select_related("by")
        .order_by("-pk")[: MOST_ITEMS + 1]
    )
    return message_items(found[::-1])


def message_items(found: Sequence[Message]) -> list[MessageItem]:
    """These messages, annotated with `has_html`, with their files and deliveries. Two queries."""
    ids = [one.pk for one in found]
    files, deliveries = _files(message__in=ids), _deliveries(ids)
    return [_message(one, files[one.pk], deliveries[one.pk]) for one in found]


def _message(one: Message, files: list[FileItem], deliveries: list[DeliveryItem]) -> MessageItem:
    ours = one.direction == Message.OUT
    return MessageItem(
        id=one.pk,
        at=one.at,
        is_ours=ours,
        kind=one.kind,
        by=str(one.by) if one.by else "",
        name=one.sender_name,
        address=one.sender_address,
        to=_addresses(one.to),
        cc=_addresses(one.cc),
        subject=one.subject,
        new_text=one.text if ours else one.reply_text or one.text,
        has_html=one.has_html,  # type: ignore[attr-defined]
        has_rest=not ours and bool(one.reply_text) and len(one.text.split()) > len(one.reply_text.split()),
        is_doubtful=one.is_doubtful,
        is_stranger=one.is_stranger,
        problems=one.problems,
        files=files,
        deliveries=deliveries,
        by_id=one.by_id,
        written_at=one.written_at,
    )


def _addresses(rows: list[dict[str, str]]) -> list[Address]:
    return [Address(one["name"], one["address"]) for one in rows]


def _files(**of: Any) -> dict[int, list[FileItem]]:
    home = next(iter(of)).split("__")[0] + "_id"
    found: dict[int, list[FileItem]] = defaultdict(list)
    columns = ("pk", "name", "type", "size", "cid", "is_inline")
    for key, *values in File.objects.filter(**of).order_by("pk").values_list(home, *columns):
        found[key].append(FileItem(*values))
    return found


def _deliveries(messages: list[int]) -> dict[int, list[DeliveryItem]]:
    found: dict[int, list[DeliveryItem]] = defaultdict(list)
    columns = ("pk", "name", "address", "state", "due_at", "sent_at", "bounced_at", "reason")
    for key, *values in (
        Delivery.objects.filter(message__in=messages).order_by("pk").values_list("message_id", *columns)
    ):
        found[key].append(DeliveryItem(*values))
    return found


def _notes(conversation: Conversation) -> list[NoteItem]:
    found: list[Note] = list(conversation.notes.select_related("by").order_by("-pk")[: MOST_ITEMS + 1])
    return note_items(found[::-1])


def note_items(found: Sequence[Note]) -> list[NoteItem]:
    """These notes with their files. One query."""
    files = _files(note__in=[one.pk for one in found])
    return [NoteItem(one.pk, one.at, str(one.by or ""), one.text, one.html, files[one.pk]) for one in found]


def _happenings(conversation: Conversation) -> list[Happening]:
    found = list(
        Event.objects.filter(conversation_id=conversation.pk, kind__in=SHOWN_EVENTS).order_by("-pk")[:MOST_ITEMS]
    )
    names = dict(Agent.objects.filter(pk__in={one.by_id for one in found if one.by_id}).values_list("pk", "name"))
    return [Happening(one.pk, one.at, one.kind, names.get(one.by_id or 0, ""), one.about) for one in reversed(found)]


def _recipients(conversation: Conversation, messages: list[MessageItem]) -> tuple[list[Address], list[Address]]:
    """To whom an answer goes: the newest message of a person and all who were on it, but never ourselves."""
    ours = own_addresses()
    last = next((one for one in reversed(messages) if not one.is_ours and one.kind in ("person", "list")), None)
    if last is None:
        written = next((one for one in reversed(messages) if one.is_ours), None)
        return (written.to, written.cc) if written else ([], [])
    reply_to = Message.objects.filter(pk=last.id).values_list("reply_to", flat=True).first()
    to = [Address(last.name, reply_to or last.address)]
    others = [
        one
        for one in (*last.to, *last.cc)
        if one.address.lower() not in ours and not _is_ours_tagged(one.address, ours)
    ]
    taken = {one.address.lower() for one in to}
    return rules.recipients(to), [one for one in rules.recipients(others) if one.address.lower() not in taken]


def _is_ours_tagged(address: str, ours: frozenset[str]) -> bool:
    """Whether this is a mailbox of ours with something after a plus."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" in ours


def _drafts(conversation: Conversation, agent: Agent) -> dict[str, DraftItem]:
    found = list(Draft.objects.filter(conversation=conversation, agent=agent))
    files = _files(draft__in=[one.pk for one in found]) if found else defaultdict(list)
    return {
        one.kind: DraftItem(
            one.kind,
            one.html,
            one.text,
            _addresses(one.to),
            _addresses(one.cc),
            one.seen,
            one.revision,
            one.saved_at,
            files[one.pk],
        )
        for one in found
    }


def _customer(agent: Agent, conversation: Conversation) -> CustomerPanel:
    customer: Customer = conversation.customer
    addresses = list(Identity.objects.filter(customer=customer).order_by("pk").values_list("value", flat=True))
    theirs = Conversation.objects.filter(customer=customer).exclude(pk=conversation.pk).order_by("-pk")
    others = rows_of(theirs.values_list("pk", flat=True)[:20], agent=agent)
    name = customer.name or (addresses[0] if addresses else "")
    return CustomerPanel(customer.pk, name, customer.created_at, addresses, customer.blocked_at is not None, others)


def _beside(agent: Agent, conversation: Conversation) -> list[Beside]:
    links = Link.objects.filter(Q(one=conversation) | Q(other=conversation)).values_list("one_id", "other_id", "why")
    why = {one if one != conversation.pk else other: reason for one, other, reason in links}
    return (
        [Beside(row.number, row.subject, row.state, why[row.number]) for row in rows_of(why, agent=agent)]
        if why
        else []
    )
