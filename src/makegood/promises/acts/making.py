"""We give our word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.clocks import acts as clocks
from makegood.clocks.acts import Start
from makegood.clocks.models import Kind as ClockKind
from makegood.conversations.acts import Along
from makegood.conversations.acts.changing import change, lock, undoable
from makegood.conversations.models import Conversation, Message
from makegood.conversations.models import State as Standing
from makegood.conversations.rules import Refused
from makegood.people.models import Agent
from makegood.promises import heard, rules
from makegood.promises.acts.common import asked, opening, say
from makegood.promises.acts.ending import EVENT, keep_
from makegood.promises.acts.warning import plan_warning
from makegood.promises.models import Came, Promise, Term
from makegood.timeline.kinds import Kind


@dataclass(frozen=True, slots=True)
class Word:
    """What is promised, by when, upon which event ("" none), and who keeps it (None: the owner, or who promises)."""

    what: str
    due_at: datetime
    event: str = ""
    keeper: Agent | None = None


def make(
    conversation: Conversation, word: Word, *, by: Agent | None, at: datetime, told: bool = False, once: str = ""
) -> Promise:
    """Our word is given and its clock runs; a closed conversation is open. `told`: the customer heard it by mouth.

    `by` None: a rule. `once` makes a second press the same promise. Raises Refused with the reason in words.
    """
    with transaction.atomic():
        conversation = lock(conversation.pk)
        if once and (done := Promise.objects.filter(once=once, conversation=conversation).first()):
            return done
        if conversation.state == Standing.MERGED:
            raise Refused(_("This conversation was merged into another. Promise it there."))
        promise = give(word, conversation, by=by, at=at, told_at=at if told else None, once=once)
        _come_already(promise, conversation, at=at)
        fields = opening(conversation, by=by) if conversation.state == Standing.CLOSED else {}
        before = change(conversation, at=at, by=by, **fields)
        if by:
            undoable(conversation, before, by=by, at=at, promise_made=promise.pk)
    return promise


def making(word: Word, *, by: Agent | None, at: datetime) -> Along:
    """The same, along with the reply that tells the customer. `by` None: a rule, with a mail that left by itself."""

    def along(message: Message, conversation: Conversation) -> None:
        promise = give(word, conversation, by=by, at=at, told_at=at, told_by=message)
        _come_already(promise, conversation, at=at)

    return along


def give(
    word: Word,
    conversation: Conversation,
    *,
    by: Agent | None,
    at: datetime,
    told_at: datetime | None,
    told_by: Message | None = None,
    once: str = "",
) -> Promise:
    """Inside an act: our word about one thing of its own, whatever else here has come before. Raises Refused."""
    if why := rules.why_not_make(word.what, word.due_at, word.event, now=at):
        raise Refused(why)
    promise = Promise.objects.create(
        conversation=conversation,
        what=" ".join(word.what.split()),
        event=word.event,
        due_at=word.due_at,
        first_due_at=word.due_at,
        made_at=at,
        made_by=by,
        made_in=conversation.team,
        keeper=word.keeper or conversation.owner or by,
        told_at=told_at,
        told_by=told_by,
        once=once or None,
    )
    Term.objects.create(promise=promise, due_at=promise.due_at, said_at=at, by=by, told_by=told_by)
    _start_clock(promise, conversation, at=at)
    say(Kind.PROMISE_MADE, promise, conversation, by=by, at=at, told=told_at is not None)
    for one in heard.everyone():
        one.made(promise, conversation, by=by, at=at)
        if told_at:
            one.told(promise, conversation, by=by, at=at)
    return promise


def _come_already(promise: Promise, conversation: Conversation, *, at: datetime) -> None:
    """What was promised upon an event that has come before is kept at once."""
    if promise.event and Came.objects.filter(conversation=conversation, event=promise.event).exists():
        keep_(promise, conversation, how=f"{EVENT}{promise.event}", by=None, at=at)


def _start_clock(promise: Promise, conversation: Conversation, *, at: datetime) -> None:
    agent = asked(promise, conversation)
    clocks.start_all(
        [
            Start(
                conversation.pk,
                ClockKind.PROMISE,
                conversation.team_id,
                at,
                promise.due_at,
                about=promise.pk,
                agent=agent,
            )
        ]
    )
    plan_warning(promise, conversation, said_at=at, at=at)
