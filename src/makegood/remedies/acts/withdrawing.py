"""A remedy is taken back before anybody has it: counter-booked, its promise withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.conversations.acts.changing import change
from makegood.conversations.models import Conversation, Message
from makegood.conversations.rules import Refused, TooLate
from makegood.people.models import Agent
from makegood.promises import acts as promises
from makegood.promises.models import State as PromiseState
from makegood.remedies import rules
from makegood.remedies.acts.booking import unbook_grant
from makegood.remedies.acts.common import held, refuse_unless, say, write
from makegood.remedies.acts.fulfilling import unfulfil
from makegood.remedies.acts.granting import fulfilment_key
from makegood.remedies.acts.paying import let_go
from makegood.remedies.models import Remedy, State
from makegood.remedies.rules import Verb
from makegood.timeline.kinds import Kind


def withdraw(remedy: Remedy, *, reason: str, by: Agent, at: datetime, told: bool = False) -> Remedy:
    """It is not given: the granter within a minute, later a lead; what is stuck, whoever may answer.

    `told`: the customer, who knew of it, was told by mouth. Raises Refused, Gone.
    """
    with transaction.atomic():
        remedy, conversation = held(remedy.pk)
        verb = Verb.WITHDRAW_STUCK if remedy.state == State.STUCK else Verb.WITHDRAW
        refuse_unless(verb, remedy, conversation, by, at=at)
        if remedy.told_at and not told:
            raise Refused(_("The customer was told of this. Tell them in a reply, or say that you have told them."))
        take_back(remedy, conversation, reason=reason, by=by, at=at)
        change(conversation, at=at, by=by)
    return remedy


def take_back(
    remedy: Remedy,
    conversation: Conversation,
    *,
    reason: str,
    by: Agent | None,
    at: datetime,
    keeps_promise: bool = False,
) -> None:
    """Inside an act. `keeps_promise`: its promise has ended, or goes by itself. Raises Refused once it may be paid."""
    was = remedy.state
    let_go(remedy, at=at)
    write(remedy, was=was, state=State.WITHDRAWN, withdrawn_at=at, ended_by=by, why=reason.strip()[:300])
    agenda.cancel(fulfilment_key(remedy.pk), now=at)
    unbook_grant(remedy, by=by, at=at)
    promise = None if keeps_promise else remedy.promise
    if promise is not None and promise.state == PromiseState.OPEN and by is not None:
        promises.let_go(promise, conversation, reason=reason.strip() or _("It was taken back."), by=by, at=at)
    say(Kind.REMEDY_WITHDRAWN, remedy, conversation, by=by, at=at, why=remedy.why)


def unsay(message: Message, conversation: Conversation, *, at: datetime) -> None:
    """The reply that granted it never left: it was not given. What a reply only told of is not told."""
    for remedy in Remedy.objects.select_for_update().filter(told_by=message, conversation=conversation):
        came_with_it = remedy.granted_at == message.at
        Remedy.objects.filter(pk=remedy.pk).update(told_at=None, told_by=None)
        if came_with_it and remedy.state in (State.GRANTED, State.STUCK):
            # The promise made with the reply goes with it.
            take_back(remedy, conversation, reason="", by=message.by, at=at, keeps_promise=True)


def undo(conversation: Conversation, before: Mapping[str, Any], *, by: Agent, at: datetime) -> None:
    """A grant without a mail is taken back within its minute; what was handed over is on the shelf again.

    What a promise kept follows its promise. Raises TooLate.
    """
    handed = 0 if "promise_kept" in before else before.get("remedy_handed") or 0
    for remedy in Remedy.objects.select_for_update().filter(pk=handed, conversation=conversation):
        unfulfil(remedy, conversation, at=at)
    pk = before.get("remedy_granted") or 0
    for remedy in Remedy.objects.select_for_update().filter(pk=pk, conversation=conversation):
        if remedy.state != State.GRANTED or at - remedy.granted_at > rules.GRANTER_MAY_WITHDRAW:
            raise TooLate(_("A minute has passed: only a lead can take it back now."))
        take_back(remedy, conversation, reason="", by=by, at=at)
