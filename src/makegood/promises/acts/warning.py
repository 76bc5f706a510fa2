"""Before a promise is due, whoever is on duty hears of it: at half and a fifth of its time, and an hour before."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.agenda import acts as agenda
from makegood.conversations.models import Conversation
from makegood.promises import queries, rules
from makegood.promises.acts.common import held, say
from makegood.promises.models import Promise, State
from makegood.timeline.kinds import Kind


def plan_warning(promise: Promise, conversation: Conversation, *, said_at: datetime, at: datetime) -> None:
    """The next warning of an open promise has its turn; those that lie behind us do not come."""
    hours = queries.hours_of(conversation)
    following = rules.next_warning(said_at, promise.due_at, after=at, hours=hours)
    if following:
        about = {"promise": promise.pk, "due_at": promise.due_at.isoformat()}
        agenda.plan("promise_warning", warning_key(promise.pk), run_at=following, about=about)
    else:
        forget_warning(promise, at=at)


def forget_warning(promise: Promise, *, at: datetime) -> None:
    """No warning comes any more."""
    agenda.cancel(warning_key(promise.pk), now=at)


def warning_key(pk: int) -> str:
    """The key of the turn that warns."""
    return f"promise-warning:{pk}"


def warn(pk: int, *, at: datetime) -> datetime | None:
    """Whoever keeps the promise is told that it comes due, once a warning; when the next one comes, None: none does.

    Of several that passed while no worker ran one is told.
    """
    with transaction.atomic():
        promise, conversation = held(pk)
        if promise.state != State.OPEN or promise.due_at <= at:
            return None
        said_at, hours = queries.newest_term(promise).said_at, queries.hours_of(conversation)
        passed = [one for one in rules.warnings(said_at, promise.due_at, hours=hours) if one <= at]
        if passed and (promise.warned_at is None or promise.warned_at < passed[-1]):
            Promise.objects.filter(pk=pk).update(warned_at=passed[-1])
            say(Kind.PROMISE_WARNED, promise, conversation, by=None, at=at, keeper=promise.keeper_id)
        return rules.next_warning(said_at, promise.due_at, after=at, hours=hours)
