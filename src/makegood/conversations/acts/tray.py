"""What letters wrote and has not been put away yet: a batch costs one statement a table, not one a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from makegood.base import files
from makegood.base.rows import write
from makegood.clocks import acts as clocks
from makegood.clocks.acts import Start
from makegood.clocks.models import Kind as ClockKind
from makegood.conversations import attached, rules
from makegood.conversations.acts.changing import told
from makegood.conversations.letter import Address, Attachment, Letter
from makegood.conversations.models import Conversation, File, Link, Message, NextClock, Reference
from makegood.people.models import Mailbox
from makegood.timeline.acts import record_all
from makegood.timeline.kinds import Kind
from makegood.timeline.models import Event


@dataclass
class Tray:
    """Rows in the making, for one transaction.

    `refs` are the ids that its letters know, put away or not, for a later letter to be held against.
    """

    begun: list[Conversation] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    links: list[tuple[Conversation, int, str]] = field(default_factory=list)
    events: list[tuple[Kind, Conversation, datetime, dict[str, Any]]] = field(default_factory=list)
    refs: set[str] = field(default_factory=set)

    def knows(self, letter: Letter) -> bool:
        """Whether a letter before it may concern this one, so that the tray must be put away and ids asked for anew."""
        own = rules.as_ref(letter.message_id)
        return not own or own in self.refs or not self.refs.isdisjoint(rules.refs_of(letter))

    def say(self, message: Message, letter: Letter, mailbox: Mailbox) -> None:
        """A message with its files and ids lies in the tray. The files are on disk."""
        self.messages.append(message)
        self.files += [_file(one, message) for one in letter.attachments]
        for ref, is_own in _ids(letter):
            self.refs.add(ref)
            conversation = message.conversation
            row = Reference(ref=ref, is_own=is_own, mailbox=mailbox, conversation=conversation, message=message)
            self.references.append(row)

    def put_away(self) -> None:
        """Everything in the tray is in the database, in the caller's transaction; the tray is empty."""
        if not self.messages:
            return
        write(self.begun)
        _start_clocks(self.begun)
        write(self.messages)
        write(self.files)
        write(self.references)
        for one in attached.everyone():
            one.said([(message, message.conversation) for message in self.messages])
        for conversation, other, why in self.links:
            tie(conversation.pk, other, why)
        record_all(Event(kind=kind, at=at, about=about, **told(one)) for kind, one, at, about in self.events)
        vars(self).update(vars(Tray(refs=self.refs)))


def tie(one: int, other: int, why: str) -> None:
    """The two conversations are linked, once."""
    Link.objects.get_or_create(one_id=min(one, other), other_id=max(one, other), defaults={"why": why})


def _start_clocks(begun: Sequence[Conversation]) -> None:
    running = [(one, one.next_due, one.next_started) for one in begun if one.next_due and one.next_started]
    clocks.start_all(Start(one.pk, ClockKind.FIRST_RESPONSE, one.team_id, at, due) for one, due, at in running)
    write(NextClock(conversation=one, team_id=one.team_id, due_at=due) for one, due, _ in running)


def _file(attachment: Attachment, message: Message) -> File:
    return File(
        conversation=message.conversation,
        message=message,
        name=attachment.name[:255],
        type=attachment.type[:120],
        size=attachment.size,
        stored=files.keep(attachment.content),
        cid=attachment.cid[:255],
        is_inline=attachment.inline,
    )


def _ids(letter: Letter) -> list[tuple[str, bool]]:
    """The letter's own id first, then those that it answers."""
    own = rules.as_ref(letter.message_id)
    others = [(ref, False) for ref in rules.refs_of(letter) if ref != own]
    return [(own, True), *others] if own else others


def as_rows(people: Sequence[Address]) -> list[dict[str, str]]:
    """Addresses as the JSON that a message stores; a hundred at most, the rest stand in the raw mail."""
    return [{"name": one.name, "address": one.address} for one in people[:100]]
