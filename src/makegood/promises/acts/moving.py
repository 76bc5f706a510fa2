"""A new time, agreed with the customer before the old one has come."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.clocks import acts as clocks
from makegood.conversations.acts import Along
from makegood.conversations.acts.changing import change
from makegood.conversations.models import Conversation, Message
from makegood.conversations.rules import Refused
from makegood.people.models import Agent
from makegood.promises import queries, rules
from makegood.promises.acts.breaking import break_and_open
from makegood.promises.acts.common import clock_of, gone, held, refuse_unless, say, write
from makegood.promises.acts.ending import of
from makegood.promises.acts.warning import plan_warning
from makegood.promises.models import Promise, State, Term
from makegood.promises.rules import Broke, Verb, Who
from makegood.timeline.kinds import Kind


def renegotiate(
    promise: Promise, *, due_at: datetime, reason: str, by: Agent, at: datetime, told: bool = False
) -> Promise:
    """It is due then instead, and every earlier time stays on record. `told`: the customer was told by mouth.

    Raises Refused, Gone; Broke when its time had passed: then it is broken, and a new word is another promise.
    """
    with transaction.atomic():
        promise, conversation = held(promise.pk)
        refuse_unless(Verb.RENEGOTIATE, promise, conversation, by, at=at)
        is_late = rules.is_late(promise.state, promise.due_at, now=at)
        if is_late:
            break_and_open(promise, conversation, at=at)
        else:
            if not told and queries.is_told(promise):
                raise Refused(_("The customer was promised another time. Tell them in a reply, or say that you have."))
            _move(promise, conversation, due_at=due_at, reason=reason, by=by, at=at)
            change(conversation, at=at, by=by)
    if is_late:
        raise Broke(_("Its time had passed: “%(what)s” is broken. Own up with a new promise.") % {"what": promise.what})
    return promise


def renegotiating(pk: int, *, due_at: datetime, reason: str, by: Agent | None, at: datetime) -> Along:
    """The same, along with the reply that tells the customer why. `by` None: a rule, with a mail by itself."""

    def along(message: Message, conversation: Conversation) -> None:
        promise = of(pk, conversation)
        refuse_unless(Verb.RENEGOTIATE, promise, conversation, by, at=at)
        if rules.is_late(promise.state, promise.due_at, now=at):
            raise Broke(_("The time of “%(what)s” has passed. Own up with a new promise.") % {"what": promise.what})
        _move(promise, conversation, due_at=due_at, reason=reason, by=by, at=at, message=message)

    return along


def _move(
    promise: Promise,
    conversation: Conversation,
    *,
    due_at: datetime,
    reason: str,
    by: Agent | None,
    at: datetime,
    message: Message | None = None,
) -> None:
    if promise.state != State.OPEN:
        raise gone(promise)
    hours = queries.hours_of(conversation)
    span = rules.Span(promise.made_at, promise.first_due_at, promise.due_at, queries.moves(promise), hours)
    is_lead = Who.LEAD in queries.whos(promise, conversation, by, at=at)
    if why := rules.why_not_move(span, due_at, reason, is_lead=is_lead, now=at):
        raise Refused(why)
    was = promise.due_at
    reason = " ".join(reason.split())[:300]
    Term.objects.create(
        promise=promise, due_at=due_at, was_due_at=was, said_at=at, by=by, reason=reason, told_by=message
    )
    write(promise, was=State.OPEN, due_at=due_at)
    for clock in clock_of(promise):
        clocks.move(clock, due_at=due_at)
    plan_warning(promise, conversation, said_at=at, at=at)
    say(Kind.PROMISE_RENEGOTIATED, promise, conversation, by=by, at=at, was=was.isoformat(), reason=reason)
