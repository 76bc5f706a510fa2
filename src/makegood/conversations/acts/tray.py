"""What letters wrote and has not been put away yet: a batch costs one statement a table, not one a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from makegood.base import files
from makegood.base.rows import new, write
from makegood.clocks import acts as clocks
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.targets import Times
from makegood.conversations import attached, rules
from makegood.conversations.acts.changing import told
from makegood.conversations.acts.giving import Giving
from makegood.conversations.acts.timing import Timing, start
from makegood.conversations.letter import Address, Attachment, Letter
from makegood.conversations.models import Conversation, File, Link, Message, NextClock, Reference, State
from makegood.people.models import Mailbox
from makegood.timeline.acts import record_all
from makegood.timeline.kinds import Kind
from makegood.timeline.models import Event


@dataclass
class Tray:
    """Rows in the making, for one transaction.

    `refs` are the ids that its letters know, put away or not, for a later letter to be held against; `timing` what was
    read of hours and targets.
    """

    begun: list[Conversation] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    links: list[tuple[Conversation, int, str]] = field(default_factory=list)
    events: list[tuple[Kind, Conversation, datetime, dict[str, Any]]] = field(default_factory=list)
    refs: set[str] = field(default_factory=set)
    clocks: list[tuple[Conversation, str, Times, datetime]] = field(default_factory=list)
    timing: Timing = field(default_factory=Timing)
    giving: Giving = field(default_factory=Giving)

    def begin(self, conversation: Conversation, *, at: datetime) -> None:
        """A new conversation lies in the tray; when it is open, its clocks run from then, and it knows the first."""
        self.begun.append(conversation)
        if conversation.state != State.OPEN:
            return
        kinds = (ClockKind.FIRST_RESPONSE.value, ClockKind.RESOLUTION.value)
        owed = {kind: times for kind in kinds if (times := self.timing.times(conversation, kind, at=at))}
        self.clocks += [(conversation, kind, times, at) for kind, times in owed.items()]
        conversation.next_kind = min(owed, key=lambda kind: owed[kind].due_at)
        conversation.next_due, conversation.next_started = owed[conversation.next_kind].due_at, at

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
            row = new(Reference, ref=ref, is_own=is_own, mailbox=mailbox, conversation=conversation, message=message)
            self.references.append(row)

    def put_away(self) -> None:
        """Everything in the tray is in the database, in the caller's transaction; the tray is empty."""
        if not self.messages:
            return
        self._give_out()
        write(self.begun)
        clocks.start_all(start(one, kind, times, at=at) for one, kind, times, at in self.clocks)
        running = [(one, one.next_due) for one in self.begun if one.next_due]
        write(new(NextClock, conversation=one, team_id=one.team_id, due_at=due) for one, due in running)
        write(self.messages)
        write(self.files)
        write(self.references)
        for one in attached.everyone():
            one.said([(message, message.conversation) for message in self.messages])
        for conversation, other, why in self.links:
            tie(conversation.pk, other, why)
        record_all(new(Event, kind=kind, at=at, about=about, **told(one)) for kind, one, at, about in self.events)
        vars(self).update(vars(Tray(refs=self.refs, timing=self.timing, giving=self.giving)))

    def finish(self) -> None:
        """The same, and nothing more comes in this transaction."""
        self.put_away()
        self.giving.finish()

    def _give_out(self) -> None:
        at = max((one.updated_at for one in self.begun), default=None)
        for one in self.giving.give_out(self.begun, at=at) if at else ():
            about = {"to": one.owner_id, "team": one.team_id, "why": one.team.gives}
            self.events.append((Kind.CONVERSATION_ASSIGNED, one, one.updated_at, about))


def tie(one: int, other: int, why: str) -> None:
    """The two conversations are linked, once."""
    Link.objects.get_or_create(one_id=min(one, other), other_id=max(one, other), defaults={"why": why})


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
