"""A customer, or a machine in their name, says something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from makegood.base.rows import among, new
from makegood.base.transactions import alone
from makegood.conversations import attached, rules
from makegood.conversations.acts import bounces
from makegood.conversations.acts.changing import HEARD, change, lock, tell, whose
from makegood.conversations.acts.tray import Tray, as_rows
from makegood.conversations.letter import Kind, Letter
from makegood.conversations.models import Channel, Conversation, Link, Message, State
from makegood.customers import acts as customers
from makegood.customers.models import Customer, IdentityKind
from makegood.people.models import Mailbox
from makegood.timeline.kinds import Kind as Happened

RECEIVING = "conversations.receive"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A letter at the door: the mailbox it came to, when, as which arrival, and what is known about it.

    `hint` is the conversation whose signed address it was sent to. History is filed closed and silent. What was said on
    the conversation's own page stays in it, however long it was closed.
    """

    letter: Letter
    mailbox: Mailbox
    at: datetime
    arrival: int | None = None
    hint: int | None = None
    is_history: bool = False
    is_on_page: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """Where a letter went. `is_new`: it began the conversation; `is_duplicate`: the message was there already.

    `conversation` is None for one thing only: the sender is blocked, and the letter was refused.
    """

    conversation: int | None
    is_new: bool = False
    is_duplicate: bool = False

    @property
    def is_refused(self) -> bool:
        """The sender is blocked."""
        return self.conversation is None


def receive_all(incoming: Sequence[Incoming]) -> list[Received]:
    """Each letter is a message in the one conversation it belongs to, exactly once; a person's makes it our turn.

    One transaction; letters are placed in the order given, as if they had come one by one. Two batches that come at
    once are placed one after the other, or an answer would not find what it answers in the other.
    """
    with transaction.atomic(savepoint=False):
        alone(RECEIVING)
        people = _customers(incoming)
        known = _known(one.letter for one in incoming)
        tray = Tray()
        placed = [_place(one, people[at], known, tray) for at, one in enumerate(incoming)]
        tray.finish()
    return [
        Received(conversation.pk if conversation else None, is_new=is_new, is_duplicate=is_duplicate)
        for conversation, is_new, is_duplicate in placed
    ]


def receive(letter: Letter, *, mailbox: Mailbox, at: datetime, **more: Any) -> Received:
    """The same for one letter; `more` as in Incoming."""
    return receive_all([Incoming(letter, mailbox, at, **more)])[0]


KNOWN = """SELECT r.ref, r.mailbox_id, r.conversation_id, c.customer_id, r.is_own
    FROM conversations_reference r JOIN conversations_conversation c ON c.id = r.conversation_id
    WHERE r.ref IN (?) ORDER BY r.id"""
Placed = tuple[Conversation | None, bool, bool]
KnownIds = dict[str, list[rules.Known]]


def _customers(incoming: Sequence[Incoming]) -> list[Customer]:
    """The customer of each letter, in order."""
    named = {
        one.letter.sender.address: one.letter.sender.name for one in reversed(incoming) if one.letter.sender.address
    }
    at = min(one.at for one in incoming) if incoming else None
    found = customers.known_by_all(IdentityKind.MAIL, named, at=at) if at else {}
    return [
        found[one.letter.sender.address]
        if one.letter.sender.address
        else customers.without_identity(name=one.letter.sender.name, at=one.at)
        for one in incoming
    ]


def _known(letters: Iterable[Letter]) -> KnownIds:
    """Which conversations know the letters' ids, those of their answers included. One query."""
    refs = {ref for letter in letters for ref in (rules.as_ref(letter.message_id), *rules.refs_of(letter)) if ref}
    found: KnownIds = defaultdict(list)
    for ref, mailbox, conversation, customer, is_own in among(KNOWN, refs):
        found[ref].append(rules.Known(ref, mailbox, conversation, customer, bool(is_own)))
    return found


def _place(incoming: Incoming, customer: Customer, known: KnownIds, tray: Tray) -> Placed:
    letter = incoming.letter
    if customer.blocked_at and letter.kind is Kind.PERSON:
        return None, False, False
    if tray.knows(letter):
        tray.put_away()
        known = _known([letter])
    own = rules.as_ref(letter.message_id)
    ids = [one for ref in (own, *rules.refs_of(letter)) if ref for one in known.get(ref, ())]
    filing = _Filing(incoming, customer, ids, tray)
    if (filing.is_again or not own) and (there := Message.objects.filter(once=filing.once).first()):
        return there.conversation, False, True
    return *filing.place(), False


class _Filing:
    """One letter on its way into a conversation."""

    def __init__(self, incoming: Incoming, customer: Customer, known: list[rules.Known], tray: Tray) -> None:
        self.letter, self.mailbox, self.at = incoming.letter, incoming.mailbox, incoming.at
        self.incoming, self.customer, self.known, self.tray = incoming, customer, known, tray
        self.once = rules.fingerprint(self.letter, mailbox=self.mailbox.pk)
        own = rules.as_ref(self.letter.message_id)
        self.is_again = any(one.is_own and one.mailbox == self.mailbox.pk and one.ref == own for one in known)

    def place(self) -> tuple[Conversation, bool]:
        """The conversation that holds the letter, and whether it is new."""
        letter, hint = self.letter, self.incoming.hint
        bounced = bounces.message_bounced(letter, hint=hint) if letter.kind is Kind.BOUNCE else None
        found = bounced.conversation_id if bounced else self._thread()
        conversation, is_new = self._into(found)
        if bounced:
            self.tray.put_away()
            bounces.record_bounce(letter, bounced, conversation, at=self.at)
        return conversation, is_new

    def _thread(self) -> int | None:
        customer, hint = self.customer.pk, self.incoming.hint
        return rules.thread_for(self.letter, self.known, mailbox=self.mailbox.pk, customer=customer, hint=hint)

    def _into(self, found: int | None) -> tuple[Conversation, bool]:
        old = self._conversation(found)
        if old is None:
            return self._begin(link=self._suggestion(), why=Link.Why.SUGGESTED), True
        is_stranger = self._is_stranger(old)
        if is_stranger and self._too_many_strangers(old):
            self._alarm(old)
            return self._begin(link=old.pk, why=Link.Why.SUGGESTED), True
        if self._opens() and self._is_long_closed(old):
            return self._begin(link=old.pk, why=Link.Why.CONTINUES), True
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
        return rules.opens(self.letter, is_reply=True) and not self.incoming.is_history

    def _is_long_closed(self, old: Conversation) -> bool:
        if self.incoming.is_on_page:
            return False
        return old.state == State.CLOSED and not rules.may_reopen(old, days=self.mailbox.reopen_days, now=self.at)

    def _suggestion(self) -> int | None:
        """A doubtful sender joins nothing; what the letter claims to answer is shown beside it."""
        own = [one for one in self.known if one.mailbox == self.mailbox.pk and one.is_own]
        return own[0].conversation if own and self.letter.is_doubtful else None

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

    def _begin(self, *, link: int | None, why: str) -> Conversation:
        conversation = self._new()
        self.tray.begin(conversation, at=self.at)
        self.tray.say(self._message(conversation, is_stranger=False), self.letter, self.mailbox)
        own = rules.as_ref(self.letter.message_id)
        siblings = {one.conversation for one in self.known if one.is_own and one.ref == own}
        siblings -= {one.conversation for one in self.known if one.mailbox == self.mailbox.pk}
        self.tray.links += [(conversation, one, Link.Why.SAME_MAIL) for one in sorted(siblings)]
        self.tray.links += [(conversation, link, why)] if link is not None else []
        about = {"history": True} if self.incoming.is_history else {}
        self.tray.events.append((Happened.CONVERSATION_STARTED, conversation, self.at, about))
        return conversation

    def _new(self) -> Conversation:
        letter, mailbox = self.letter, self.mailbox
        stays_open, is_history = mailbox.automatic_stays_open, self.incoming.is_history
        closed = rules.starts_closed(letter, automatic_stays_open=stays_open, is_history=is_history)
        return new(
            Conversation,
            subject=letter.subject[:500],
            customer=self.customer,
            team=mailbox.team,
            mailbox=mailbox,
            channel=Channel.MAIL,
            state=State.CLOSED if closed else State.OPEN,
            is_automatic=letter.kind is not Kind.PERSON,
            preview=self._preview(),
            created_at=self.at,
            updated_at=self.at,
            closed_at=self.at if closed else None,
        )

    def _preview(self) -> str:
        return rules.preview_of(self.letter.reply_text or self.letter.text)

    def _join(self, old: Conversation, *, is_stranger: bool) -> None:
        self.tray.say(self._message(old, is_stranger=is_stranger), self.letter, self.mailbox)
        was_closed, had_it = old.state == State.CLOSED, old.owner_id
        if self._opens():
            team, owner = whose(old, instead=self.mailbox.team, at=self.at, giving=self.tray.giving)
            said = self._said(old) | {"is_automatic": False}
            for one in attached.everyone():
                one.received(old, at=self.at)
            change(old, at=self.at, begins=HEARD, state=State.OPEN, closed_at=None, team=team, owner=owner, **said)
        else:
            updated_at = max(self.at, old.updated_at)
            Conversation.objects.filter(pk=old.pk).update(updated_at=updated_at, **self._said(old))
        if was_closed and old.state == State.OPEN:
            self.tray.events.append((Happened.CONVERSATION_REOPENED, old, self.at, {}))
            if old.owner_id and old.owner_id != had_it:
                given = {"to": old.owner_id, "team": old.team_id, "why": old.team.gives}
                self.tray.events.append((Happened.CONVERSATION_ASSIGNED, old, self.at, given))
        about = {"stranger": True} if is_stranger else {"page": True} if self.incoming.is_on_page else {}
        self.tray.events.append((Happened.MESSAGE_RECEIVED, old, self.at, about))

    def _said(self, old: Conversation) -> dict[str, Any]:
        """What the letter changes in its conversation's looks; one that was filed late moves the beginning back."""
        return {"preview": self._preview(), "preview_by": None, "created_at": min(self.at, old.created_at)}

    def _message(self, conversation: Conversation, *, is_stranger: bool) -> Message:
        letter = self.letter
        again = ["Another mail with the same Message-ID had a different text."] if self.is_again else []
        may_autorespond = letter.may_autorespond and not letter.is_doubtful and not self.incoming.is_history
        return new(
            Message,
            conversation=conversation,
            direction=Message.IN,
            kind=letter.kind.value,
            arrival_id=self.incoming.arrival,
            sender_name=letter.sender.name[:200],
            sender_address=letter.sender.address[:320],
            reply_to=letter.reply_to.address[:320] if letter.reply_to else "",
            to=as_rows(letter.to),
            cc=as_rows(letter.cc),
            subject=letter.subject[:500],
            text=rules.without_page_links(letter.text),
            html=rules.without_page_links(letter.html),
            reply_text=rules.without_page_links(letter.reply_text),
            reply_html=rules.without_page_links(letter.reply_html),
            message_id=letter.message_id[:500],
            references=list(letter.references[-rules.REFERENCES_READ :]),
            at=self.at,
            written_at=letter.date,
            is_doubtful=letter.is_doubtful,
            is_stranger=is_stranger,
            may_autorespond=may_autorespond,
            problems=[*letter.problems, *again],
            once=self.once,
        )
