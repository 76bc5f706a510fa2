"""A customer, or a machine in their name, says something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from makegood.base import files
from makegood.clocks import acts as clocks
from makegood.clocks import rules as clock_rules
from makegood.clocks.models import Kind as ClockKind
from makegood.conversations import attached, rules
from makegood.conversations.acts import bounces
from makegood.conversations.acts.changing import change, lock, tell
from makegood.conversations.letter import Address, Attachment, Kind, Letter
from makegood.conversations.models import Channel, Conversation, File, Link, Message, NextClock, Reference, State
from makegood.customers import acts as customers
from makegood.customers.models import Customer, IdentityKind
from makegood.people.models import Mailbox
from makegood.timeline.kinds import Kind as Happened


@dataclass(frozen=True, slots=True)
class Received:
    """Where a letter went. `is_new`: it began the conversation; `is_duplicate`: the message was there already."""

    conversation: int
    is_new: bool = False
    is_duplicate: bool = False


class Blocked(Exception):
    """The sender is blocked: the arrival is kept and refused."""


def receive(
    letter: Letter,
    *,
    mailbox: Mailbox,
    at: datetime,
    arrival: int | None = None,
    hint: int | None = None,
    is_history: bool = False,
) -> Received:
    """The letter is a message in the one conversation it belongs to, exactly once; a person's makes it our turn.

    `hint` is the conversation whose signed address it was sent to. Raises Blocked when the sender is blocked.
    """
    with transaction.atomic():
        customer = _customer(letter, at=at)
        if customer.blocked_at and letter.kind is Kind.PERSON:
            raise Blocked
        known = _known(letter)
        once = rules.fingerprint(letter, mailbox=mailbox.pk)
        again = _same_id_again(letter, known, mailbox)
        if (again or not letter.message_id) and (there := _message_with(once)):
            return Received(there, is_duplicate=True)
        bounced = bounces.message_bounced(letter, hint=hint) if letter.kind is Kind.BOUNCE else None
        found = bounced.conversation_id if bounced else _thread(letter, known, mailbox, customer, hint)
        filing = _Filing(letter, mailbox, customer, at, arrival, once, known, is_history, again)
        conversation, is_new = filing.place(found)
        if bounced:
            bounces.record_bounce(letter, bounced, conversation, at=at)
        return Received(conversation.pk, is_new=is_new)


def _customer(letter: Letter, *, at: datetime) -> Customer:
    if not letter.sender.address:
        return customers.without_identity(name=letter.sender.name, at=at)
    return customers.known_by(IdentityKind.MAIL, letter.sender.address, name=letter.sender.name, at=at)


def _known(letter: Letter) -> list[rules.Known]:
    refs = [ref for ref in (rules.as_ref(letter.message_id), *rules.refs_of(letter)) if ref]
    rows = (
        Reference.objects.filter(ref__in=refs)
        .order_by("pk")
        .values_list("ref", "mailbox_id", "conversation_id", "conversation__customer_id", "is_own")
    )
    return [rules.Known(*row) for row in rows[:200]] if refs else []


def _same_id_again(letter: Letter, known: list[rules.Known], mailbox: Mailbox) -> bool:
    own = rules.as_ref(letter.message_id)
    return any(one.is_own and one.mailbox == mailbox.pk and one.ref == own for one in known)


def _message_with(once: str) -> int | None:
    return Message.objects.filter(once=once).values_list("conversation_id", flat=True).first()


def _thread(
    letter: Letter, known: list[rules.Known], mailbox: Mailbox, customer: Customer, hint: int | None
) -> int | None:
    return rules.thread_for(letter, known, mailbox=mailbox.pk, customer=customer.pk, hint=hint)


@dataclass
class _Filing:
    """One letter on its way into a conversation. Lives for one transaction."""

    letter: Letter
    mailbox: Mailbox
    customer: Customer
    at: datetime
    arrival: int | None
    once: str
    known: list[rules.Known]
    is_history: bool
    is_again: bool

    def place(self, found: int | None) -> tuple[Conversation, bool]:
        """The conversation that now holds the letter, and whether it is new."""
        old = self._conversation(found)
        is_stranger = old is not None and self._is_stranger(old)
        if old is not None and is_stranger and self._too_many_strangers(old):
            self._alarm(old)
            return self._begin(link=old, why=Link.Why.SUGGESTED), True
        if old is None:
            return self._begin(link=self._suggestion(), why=Link.Why.SUGGESTED), True
        if self._opens() and not self.is_history and self._is_long_closed(old):
            return self._begin(link=old, why=Link.Why.CONTINUES), True
        self._join(old, is_stranger=is_stranger)
        return old, False

    def _conversation(self, found: int | None) -> Conversation | None:
        if found is None:
            return None
        conversation = lock(found)
        while conversation.merged_into_id:
            conversation = lock(conversation.merged_into_id)
        return conversation

    def _opens(self) -> bool:
        return rules.opens(self.letter, is_reply=True)

    def _is_long_closed(self, old: Conversation) -> bool:
        return old.state == State.CLOSED and not rules.may_reopen(old, days=self.mailbox.reopen_days, now=self.at)

    def _suggestion(self) -> Conversation | None:
        """A doubtful sender joins nothing; what the letter claims to answer is shown beside it."""
        if not self.letter.is_doubtful:
            return None
        own = [one for one in self.known if one.mailbox == self.mailbox.pk and one.is_own]
        return lock(own[0].conversation) if own else None

    def _is_stranger(self, old: Conversation) -> bool:
        if old.customer_id == self.customer.pk or self.letter.kind is not Kind.PERSON:
            return False
        address = self.letter.sender.address.lower()
        for sender, to, cc in old.messages.order_by("-pk").values_list("sender_address", "to", "cc")[:50]:
            if address in {sender.lower(), *(one["address"].lower() for one in (*to, *cc))}:
                return False
        return True

    def _too_many_strangers(self, old: Conversation) -> bool:
        day = self.at - timedelta(days=1)
        strangers = old.messages.filter(is_stranger=True, at__gt=day).values("sender_address").distinct().count()
        return strangers >= rules.STRANGERS_A_DAY

    def _alarm(self, old: Conversation) -> None:
        words = "Mails from several strangers claim to belong here. New ones begin conversations of their own."
        tell(Happened.ALARM_RAISED, old, at=self.at, about={"why": "strangers", "words": words})

    def _begin(self, *, link: Conversation | None, why: str) -> Conversation:
        letter = self.letter
        closed = rules.starts_closed(
            letter, automatic_stays_open=self.mailbox.automatic_stays_open, is_history=self.is_history
        )
        due_at = None if closed else clock_rules.due_at(ClockKind.FIRST_RESPONSE, at=self.at)
        conversation = Conversation.objects.create(
            subject=letter.subject[:500],
            customer=self.customer,
            team_id=self.mailbox.team_id,
            mailbox=self.mailbox,
            channel=Channel.MAIL,
            state=State.CLOSED if closed else State.OPEN,
            is_automatic=letter.kind is not Kind.PERSON,
            preview=rules.preview_of(letter.reply_text or letter.text),
            next_due=due_at,
            next_kind="" if closed else ClockKind.FIRST_RESPONSE,
            next_started=None if closed else self.at,
            created_at=self.at,
            updated_at=self.at,
            closed_at=self.at if closed else None,
        )
        conversation.team = self.mailbox.team
        if due_at:
            clocks.start(
                conversation.pk, ClockKind.FIRST_RESPONSE, team=conversation.team_id, at=self.at, due_at=due_at
            )
            NextClock.objects.create(conversation=conversation, team_id=conversation.team_id, due_at=due_at)
        self._write(conversation, is_stranger=False)
        if link is not None:
            tie(conversation.pk, link.pk, why)
        self._link_siblings(conversation)
        tell(
            Happened.CONVERSATION_STARTED,
            conversation,
            at=self.at,
            about={"history": True} if self.is_history else None,
        )
        return conversation

    def _join(self, old: Conversation, *, is_stranger: bool) -> None:
        self._write(old, is_stranger=is_stranger)
        fields: dict[str, Any] = {"preview": rules.preview_of(self.letter.reply_text or self.letter.text)}
        was_closed = old.state == State.CLOSED
        if self._opens() and not self.is_history:
            change(old, at=self.at, state=State.OPEN, closed_at=None, is_automatic=False, **fields)
        else:
            Conversation.objects.filter(pk=old.pk).update(updated_at=self.at, **fields)
        if was_closed and old.state == State.OPEN:
            tell(Happened.CONVERSATION_REOPENED, old, at=self.at)
        tell(Happened.MESSAGE_RECEIVED, old, at=self.at, about={"stranger": True} if is_stranger else None)

    def _write(self, conversation: Conversation, *, is_stranger: bool) -> None:
        message = _message(self, conversation, is_stranger=is_stranger)
        _files(self.letter, message)
        _references(self.letter, message, self.mailbox)
        for one in attached.everyone():
            one.said(message, conversation)

    def _link_siblings(self, conversation: Conversation) -> None:
        """The same mail in another mailbox of ours has its own conversation; the two know of each other."""
        own = rules.as_ref(self.letter.message_id)
        for one in self.known:
            if one.is_own and one.ref == own and one.mailbox != self.mailbox.pk:
                tie(conversation.pk, one.conversation, Link.Why.SAME_MAIL)


def tie(one: int, other: int, why: str) -> None:
    """The two conversations are linked, once."""
    Link.objects.get_or_create(one_id=min(one, other), other_id=max(one, other), defaults={"why": why})


def _message(filing: _Filing, conversation: Conversation, *, is_stranger: bool) -> Message:
    letter = filing.letter
    problems = [
        *letter.problems,
        *(["Another mail with the same Message-ID had a different text."] if filing.is_again else []),
    ]
    return Message.objects.create(
        conversation=conversation,
        direction=Message.IN,
        kind=letter.kind.value,
        arrival_id=filing.arrival,
        sender_name=letter.sender.name[:200],
        sender_address=letter.sender.address[:320],
        reply_to=letter.reply_to.address[:320] if letter.reply_to else "",
        to=as_rows(letter.to),
        cc=as_rows(letter.cc),
        subject=letter.subject[:500],
        text=letter.text,
        html=letter.html,
        reply_text=letter.reply_text,
        reply_html=letter.reply_html,
        message_id=letter.message_id[:500],
        references=list(letter.references[-rules.REFERENCES_READ :]),
        at=filing.at,
        written_at=letter.date,
        is_doubtful=letter.is_doubtful,
        is_stranger=is_stranger,
        may_autorespond=letter.may_autorespond and not letter.is_doubtful and not filing.is_history,
        problems=problems,
        once=filing.once,
    )


def as_rows(people: tuple[Address, ...] | list[Address]) -> list[dict[str, str]]:
    """Addresses as the JSON that a message stores; a hundred at most, the rest stand in the raw mail."""
    return [{"name": one.name, "address": one.address} for one in people[:100]]


def _files(letter: Letter, message: Message) -> None:
    for attachment in letter.attachments:
        store(attachment, message=message)


def store(attachment: Attachment, *, message: Message) -> File:
    """The file is on disk under a name of ours, and belongs to the message."""
    return File.objects.create(
        conversation_id=message.conversation_id,
        message=message,
        name=attachment.name[:255],
        type=attachment.type[:120],
        size=attachment.size,
        stored=files.keep(attachment.content),
        cid=attachment.cid[:255],
        is_inline=attachment.inline,
    )


def _references(letter: Letter, message: Message, mailbox: Mailbox) -> None:
    own = rules.as_ref(letter.message_id)
    refs = [(own, True)] if own else []
    refs += [(ref, False) for ref in rules.refs_of(letter) if ref != own]
    Reference.objects.bulk_create(
        Reference(ref=ref, is_own=is_own, mailbox=mailbox, conversation_id=message.conversation_id, message=message)
        for ref, is_own in refs
    )
