"""We say something to the customer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.base.prepared import Prepared
from makegood.base.rows import write
from makegood.base.transactions import alone
from makegood.clocks import rules as clock_rules
from makegood.clocks.models import Kind as ClockKind
from makegood.conversations import attached, rules
from makegood.conversations.acts import drafts
from makegood.conversations.acts.changing import change, lock, tell, undoable, why_not_yet
from makegood.conversations.acts.looks import show_newest
from makegood.conversations.acts.standing import newest_message
from makegood.conversations.acts.timing import Timing
from makegood.conversations.acts.undo import restore
from makegood.conversations.acts.writing import Words, delivery_key, mailbox_of, refuse_if_files_are_gone, write_down
from makegood.conversations.letter import Address
from makegood.conversations.models import Channel, Conversation, Delivery, Draft, Message, State, Undo
from makegood.customers import acts as customers
from makegood.customers.models import IdentityKind
from makegood.people.models import Agent, Mailbox
from makegood.timeline.kinds import Kind

Along = Callable[[Message, Conversation], None]
SAID = Prepared(lambda: Message.objects.filter(once="").filter(conversation=0))
"""What a floor above does together with a reply, in its transaction: a promise made, one kept. It may raise Refused."""


@dataclass(frozen=True, slots=True)
class After:
    """What follows a reply. Nothing chosen: the conversation waits, and we look again after the usual time."""

    closes: bool = False
    not_done: bool = False
    ask_again: datetime | None = None
    lets_rest: bool = False


def reply(
    conversation: Conversation,
    words: Words,
    *,
    by: Agent,
    seen: int,
    at: datetime,
    once: str,
    after: After | None = None,
    along: Sequence[Along] = (),
) -> Message:
    """The answer leaves when the undo window ends, and the conversation stands as `after` says.

    `seen` is the id of the newest message its author saw: a newer one raises Overtaken and nothing is sent.
    `once` makes a second press the same reply; `along` is done in the same act. Raises Refused, in words.
    """
    after = after or After()
    with transaction.atomic():
        conversation = lock(conversation.pk)
        if done := SAID.first(once, conversation.pk):
            return done
        _refuse_if_overtaken(conversation, seen)
        _refuse_if_not_sayable(conversation, words, after, at=at)
        draft = drafts.drafts_of(by, conversation, Draft.Kind.REPLY)
        message = write_down(conversation, words, draft=draft, by=by, at=at, once=once)
        for act in along:
            act(message, conversation)
        for one in attached.everyone():
            one.replied(message, conversation, by=by, at=at)
        _refuse_if_not_closable(conversation, after, by=by)
        standing = _standing_after(conversation, after, message, at)
        before = change(conversation, at=at, by=by, ends=clock_rules.RESPONSES, **standing)
        undoable(conversation, before, by=by, at=at, message=message.pk)
        about = {"message": message.pk} | ({"goes_on": True} if after.not_done and not after.closes else {})
        tell(Kind.REPLY_WRITTEN, conversation, at=at, by=by, about=about)
        if after.closes:
            tell(Kind.CONVERSATION_CLOSED, conversation, at=at, by=by)
    return message


def start(
    words: Words,
    *,
    mailbox: Mailbox,
    subject: str,
    by: Agent,
    at: datetime,
    once: str,
    after: After | None = None,
    along: Sequence[Along] = (),
) -> Message:
    """We write first: a new conversation with the first recipient, which waits for their answer.

    The author's first letter is no draft any more; with a promise `along` it is open. Raises Refused, also when one of
    its files is there no more.
    """
    after = after or After()
    with transaction.atomic():
        alone(once)  # there is no conversation yet that a second press could wait for
        if done := Message.objects.filter(once=once).first():
            return done
        drafts.alone_with_first(by)
        draft = drafts.drafts_of(by, None, Draft.Kind.FIRST)
        refuse_if_files_are_gone(words, draft)
        people = rules.recipients(words.to)
        if not people:
            raise rules.Refused(_("To whom? Add at least one address."))
        conversation = _begin(people[0], mailbox=mailbox, subject=subject, by=by, at=at)
        _refuse_if_not_sayable(conversation, words, after, at=at)
        message = write_down(conversation, words, draft=draft, by=by, at=at, once=once)
        for act in along:
            act(message, conversation)
        standing = _standing_after(conversation, after, message, at)
        before = change(conversation, at=at, by=by, ends=clock_rules.RESPONSES, **standing)
        undoable(conversation, before, by=by, at=at, message=message.pk)
        tell(Kind.CONVERSATION_STARTED, conversation, at=at, by=by)
    return message


def _begin(person: Address, *, mailbox: Mailbox, subject: str, by: Agent, at: datetime) -> Conversation:
    customer = customers.known_by(IdentityKind.MAIL, person.address, name=person.name, at=at)
    conversation = Conversation(
        subject=" ".join(subject.split())[:500],
        customer=customer,
        team=mailbox.team,
        owner=by,
        mailbox=mailbox,
        channel=Channel.MAIL,
        state=State.WAITING,
        next_kind=ClockKind.LOOK_AGAIN,
        next_started=at,
        created_at=at,
        updated_at=at,
    )
    conversation.next_due = Timing().owed(conversation, ClockKind.LOOK_AGAIN, at=at).due_at
    return write([conversation])[0]


def _refuse_if_overtaken(conversation: Conversation, seen: int) -> None:
    newest = newest_message(conversation)
    if newest > seen:
        raise rules.Overtaken(newest)


def _refuse_if_not_sayable(conversation: Conversation, words: Words, after: After, *, at: datetime) -> None:
    if conversation.state == State.MERGED:
        raise rules.Refused(_("This conversation was merged into another. Answer there."))
    mailbox_of(conversation)
    if not rules.recipients([*words.to, *words.cc]):
        raise rules.Refused(_("To whom? Add at least one address."))
    if bad := [one.address for one in (*words.to, *words.cc) if not rules.is_address(one.address)]:
        raise rules.Refused(_("This is not a mail address: %(address)s") % {"address": bad[0]})
    if not words.html.strip() and not words.text.strip() and not words.files:
        raise rules.Refused(_("There is nothing to send yet. Write something first."))
    if after.ask_again and (why := clock_rules.why_not_hold_until(after.ask_again, now=at)):
        raise rules.Refused(why)


def _refuse_if_not_closable(conversation: Conversation, after: After, *, by: Agent) -> None:
    if after.closes and (why := why_not_yet(conversation, by=by)):
        raise rules.Refused(why)


def _standing_after(conversation: Conversation, after: After, message: Message, at: datetime) -> dict[str, Any]:
    """State and fields as they are after the reply."""
    fields: dict[str, Any] = {
        "preview": rules.preview_of(message.text),
        "preview_by": message.by,
        "replied_at": conversation.replied_at or at,
        "lets_rest": after.lets_rest,
        "is_automatic": False,
        "closed_at": None,
        "state": State.WAITING,
        "owner": conversation.owner or message.by,
    }
    if after.closes:
        return fields | {"state": State.CLOSED, "closed_at": at}
    if after.not_done or attached.keeps_open(conversation):
        return fields | {"state": State.OPEN}
    # A wait begins anew with each reply, whatever look-again time stood before.
    return fields | {"look_again": after.ask_again or Timing().owed(conversation, ClockKind.LOOK_AGAIN, at=at).due_at}


def undo_reply(message: Message, *, by: Agent, at: datetime) -> Draft:
    """The reply never left: its words are the author's draft again, and the conversation stands as before.

    Raises TooLate when it has begun to leave, or when something else has happened since.
    """
    with transaction.atomic():
        conversation = lock(message.conversation_id)
        mine = Message.objects.select_for_update().filter(pk=message.pk, by=by, channel=Channel.MAIL)
        message = mine.first() or _gone()
        for delivery in message.deliveries.all():
            if delivery.state != Delivery.State.PLANNED or not agenda.cancel_unbegun(delivery_key(delivery.pk), now=at):
                raise rules.TooLate(_("It is on its way already and cannot be taken back."))
        undo = Undo.objects.filter(conversation=conversation, before__message=message.pk).first()
        draft = drafts.from_message(message, by=by, at=at)
        for one in attached.everyone():
            one.unreplied(message, conversation, at=at)
            one.unsaid(message)
        gone = message.pk
        message.delete()
        show_newest(conversation)
        restore(conversation, undo, at=at)
        tell(Kind.REPLY_UNDONE, conversation, at=at, by=by, about={"message": gone, "owner": conversation.owner_id})
    return draft


def _gone() -> Message:
    raise rules.TooLate(_("It was taken back already, or is not yours."))
