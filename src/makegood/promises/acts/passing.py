"""Whoever was promised something by name hears when it has become somebody else's."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from makegood.agenda import acts as agenda
from makegood.conversations import acts as conversations
from makegood.conversations.acts.changing import change, lock
from makegood.conversations.automatic import Occasion
from makegood.conversations.models import Conversation, Message
from makegood.conversations.models import State as Standing
from makegood.people.models import Agent
from makegood.promises import queries, rules, words
from makegood.promises.models import Promise

SAID_IT_THEMSELVES = timedelta(minutes=15)


def plan_word(conversation: Conversation, *, was: Agent | None, at: datetime) -> None:
    """If a promise that the customer knows of is open, they hear of its new owner, unless somebody writes before."""
    if was is None or conversation.owner_id in (None, was.pk) or _told(conversation) is None:
        return
    run_at = queries.hours_of(conversation).add(at, rules.OWNS_UP_AFTER)
    about = {"conversation": conversation.pk, "since": at.isoformat()}
    agenda.plan("passed_on", f"passed-on:{conversation.pk}", run_at=run_at, about=about)


def tell_of_owner(number: int, *, since: datetime, at: datetime) -> None:
    """The customer is told who has it now in place of whoever wrote to them last, once for each new owner."""
    with transaction.atomic():
        conversation = lock(number)
        promise, last = _told(conversation), _last_of_ours(conversation)
        if promise is None or last is None or conversation.owner is None:
            return
        if conversation.state in (Standing.CLOSED, Standing.MERGED):
            return
        if last.by_id == conversation.owner_id or last.at >= since - SAID_IT_THEMSELVES:
            return
        zone, owner = queries.zone_of(conversation), conversation.owner
        said = conversations.say_by_itself(
            conversation,
            Occasion.PASSED_ON,
            lambda: words.passed_on(promise, owner=str(owner), was=str(last.by), zone=zone),
            about=f"{conversation.pk}:{owner.pk}",
            at=at,
        )
        if said is not None:
            change(conversation, at=at)


def _told(conversation: Conversation) -> Promise | None:
    return next((one for one in queries.open_in(conversation) if queries.is_told(one)), None)


def _last_of_ours(conversation: Conversation) -> Message | None:
    ours = Message.objects.filter(conversation=conversation, direction=Message.OUT, by__isnull=False)
    return ours.select_related("by").order_by("-pk").first()
