"""Everything that the page of one conversation shows: plain values, a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from django.db.models import Q

from makegood.conversations import rules
from makegood.conversations.letter import Address
from makegood.conversations.models import Conversation, Delivery, Draft, File, Link, Message, Note
from makegood.conversations.queries.lists import Row, rows_of
from makegood.customers.models import Customer, Identity
from makegood.people.models import Agent
from makegood.people.queries import own_addresses
from makegood.timeline.models import Event

SHOWN_EVENTS = (
    "conversation.assigned", "conversation.claimed", "conversation.released", "conversation.held", "conversation.resumed",
    "conversation.closed", "conversation.reopened", "conversation.tagged", "conversation.settled", "conversation.rested",
    "conversation.linked", "reply.undone", "act.undone", "clock.missed", "alarm.raised", "customer.blocked", "customer.unblocked",
)  # fmt: skip
MOST_ITEMS = 200


@dataclass(frozen=True, slots=True)
class FileItem:
    """A file as it is shown. `size` is bytes."""

    id: int
    name: str
    type: str
    size: int
    cid: str
    is_inline: bool


@dataclass(frozen=True, slots=True)
class DeliveryItem:
    """One recipient's copy: planned, retry, sent or stuck; `bounced_at` when it came back. `reason` is in words."""

    id: int
    name: str
    address: str
    state: str
    due_at: datetime
    sent_at: datetime | None
    bounced_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class MessageItem:
    """A message. `new_text` is what its sender newly wrote; `rest` whether there is more in the whole text."""

    id: int
    at: datetime
    is_ours: bool
    kind: str
    by: str
    name: str
    address: str
    to: list[Address]
    cc: list[Address]
    subject: str
    new_text: str
    has_html: bool
    has_rest: bool
    is_doubtful: bool
    is_stranger: bool
    problems: list[str]
    files: list[FileItem]
    deliveries: list[DeliveryItem]
    by_id: int | None
    written_at: datetime | None

    def may_undo(self, agent: Agent, now: datetime) -> bool:
        """Whether the reply can still be taken back by this agent."""
        waiting = bool(self.deliveries) and all(
            one.state == Delivery.State.PLANNED and one.due_at > now for one in self.deliveries
        )
        return self.is_ours and self.by_id == agent.pk and waiting


@dataclass(frozen=True, slots=True)
class NoteItem:
    """A note among colleagues."""

    id: int
    at: datetime
    by: str
    text: str
    html: str
    files: list[FileItem]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened besides words: its kind (timeline), who did it ("" the clock), and what it is about."""

    id: int
    at: datetime
    kind: str
    by: str
    about: dict[str, Any]


Item = MessageItem | NoteItem | Happening


@dataclass(frozen=True, slots=True)
class DraftItem:
    """What the agent was writing here."""

    kind: str
    html: str
    text: str
    to: list[Address]
    cc: list[Address]
    seen: int
    revision: int
    saved_at: datetime
    files: list[FileItem]


@dataclass(frozen=True, slots=True)
class CustomerPanel:
    """Who they are, and what else they have with us that the viewer may see."""

    id: int
    name: str
    since: datetime
    addresses: list[str]
    is_blocked: bool
    others: list[Row]


@dataclass(frozen=True, slots=True)
class Beside:
    """A linked conversation that the viewer may see, and why it is linked."""

    number: int
    subject: str
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class ConversationPage:
    """One conversation as its page shows it. `newest` is what a reply must have seen."""

    conversation: Conversation
    items: list[Item]
    newest: int
    reply_to: list[Address]
    reply_cc: list[Address]
    drafts: dict[str, DraftItem]
    customer: CustomerPanel
    beside: list[Beside]
    older: bool


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
    ids = [one.pk for one in found]
    files, deliveries = _files(message__in=ids), _deliveries(ids)
    return [_message(one, files[one.pk], deliveries[one.pk]) for one in reversed(found)]


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
    files = _files(note__in=[one.pk for one in found])
    return [NoteItem(one.pk, one.at, str(one.by or ""), one.text, one.html, files[one.pk]) for one in reversed(found)]


def _happenings(conversation: Conversation) -> list[Happening]:
    found = list(
        Event.objects.filter(conversation_id=conversation.pk, kind__in=SHOWN_EVENTS).order_by("-pk")[:MOST_ITEMS]
    )
    names = dict(Agent.objects.filter(pk__in={one.by_id for one in found if one.by_id}).values_list("pk", "name"))
    return [Happening(one.pk, one.at, one.kind, names.get(one.by_id, ""), one.about) for one in reversed(found)]


def _recipients(conversation: Conversation, messages: list[MessageItem]) -> tuple[list[Address], list[Address]]:
    """To whom an answer goes: the newest message of a person from outside, and all who were on it, but never ourselves."""
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
    numbers = (
        Conversation.objects.filter(customer=customer)
        .exclude(pk=conversation.pk)
        .order_by("-pk")
        .values_list("pk", flat=True)
    )
    others = rows_of(numbers[:20], agent=agent)
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


def recent(at: datetime, *, now: datetime) -> bool:
    """Within the window in which a reply can be taken back."""
    return now - at < rules.UNDO_WINDOW + timedelta(seconds=1)
