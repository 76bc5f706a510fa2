"""What the page of one conversation is made of: plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from makegood.conversations.letter import Address
from makegood.conversations.models import Conversation, Delivery
from makegood.conversations.queries.lists import Row
from makegood.people.models import Agent


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


class MessageItem(NamedTuple):  # quicker to make than a dataclass, and a talk has dozens
    """A message. `new_text` is what its sender newly wrote; `rest` whether there is more in the whole text."""

    id: int
    at: datetime
    is_ours: bool
    kind: str
    by: str
    name: str
    address: str
    reply_to: str
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
    channel: str = "mail"

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
    """What the agent was writing here. Only a first letter says `subject` and `mailbox` (None: none chosen)."""

    kind: str
    html: str
    text: str
    to: list[Address]
    cc: list[Address]
    seen: int
    revision: int
    saved_at: datetime
    files: list[FileItem]
    subject: str = ""
    mailbox: int | None = None


@dataclass(frozen=True, slots=True)
class CustomerPanel:
    """Who they are, and what else they have with us that the viewer may see. `groups` are those that an admin named."""

    id: int
    name: str
    since: datetime
    addresses: list[str]
    is_blocked: bool
    others: list[Row]
    group: str = ""
    groups: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """A linked conversation that the viewer may see, and why it is linked."""

    number: int
    subject: str
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class ConversationPage:
    """One conversation as its page shows it. `newest` is what a reply must have seen.

    `owed` is what is owed beside an answer: kind, when it is due, since when, and whether that clock is paused.
    """

    conversation: Conversation
    items: list[Item]
    newest: int
    reply_to: list[Address]
    reply_cc: list[Address]
    drafts: dict[str, DraftItem]
    customer: CustomerPanel
    beside: list[Beside]
    older: bool
    owed: tuple[tuple[str, datetime, datetime, bool], ...] = ()
