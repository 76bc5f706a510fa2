"""What happens when a clock runs out. Each turn moves something."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.agenda import acts as agenda
from makegood.agenda.models import Turn
from makegood.clocks import acts as clocks
from makegood.clocks.models import AtEnd, Clock
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.queries import book, running_clock
from makegood.conversations import attached
from makegood.conversations.acts import absent
from makegood.conversations.acts.changing import change, lock, tell, why_not_yet
from makegood.conversations.acts.recount import recount_some
from makegood.conversations.models import Conversation, State
from makegood.timeline.kinds import Kind


def clock(turn: Turn, *, now: datetime) -> datetime | None:
    """The clock's turn: look-again opens or lets rest; what is owed is warned of, then missed, and told again."""
    with transaction.atomic():
        clock = running_clock(turn.about["clock"])
        if clock is None:
            return None
        conversation = lock(clock.conversation_id)
        clock = running_clock(clock.pk)  # it may have ended while we waited for the lock
        if clock is None:
            return None
        if clock.turn_at > now:
            return clock.turn_at
        if clock.kind == ClockKind.LOOK_AGAIN:
            _look_again(conversation, now)
            return None
        return _missed(conversation, clock, now) if clock.due_at <= now else _warned(conversation, clock, now)


def recount(turn: Turn, *, now: datetime) -> None:
    """A batch of running response clocks is due as hours and targets now say; the next batch is this turn again."""
    about = turn.about
    last = recount_some(after=about.get("after", 0), teams=about.get("teams"), customer=about.get("customer"), at=now)
    if last is not None:
        agenda.plan(turn.kind, turn.key, run_at=now, about={**about, "after": last})


def _look_again(conversation: Conversation, now: datetime) -> None:
    if conversation.lets_rest and not why_not_yet(conversation, by=None):
        change(conversation, at=now, state=State.CLOSED, closed_at=now, lets_rest=False)
        tell(Kind.CONVERSATION_RESTED, conversation, at=now)
        return
    change(conversation, at=now, state=State.OPEN)
    tell(Kind.CONVERSATION_RESUMED, conversation, at=now)


def _warned(conversation: Conversation, clock: Clock, now: datetime) -> datetime:
    if clocks.warn(clock, at=now):
        tell(Kind.CLOCK_WARNED, conversation, at=now, about={"kind": clock.kind, "due_at": clock.due_at.isoformat()})
    return clock.turn_at


def _missed(conversation: Conversation, clock: Clock, now: datetime) -> datetime:
    first = clocks.miss(clock, at=now)
    tell(
        Kind.CLOCK_MISSED,
        conversation,
        at=now,
        about={"kind": clock.kind, "due_at": clock.due_at.isoformat(), "again": not first},
    )
    owner = conversation.owner
    target = book().target(clock.target_id)
    if first and target and target.at_end == AtEnd.RELEASE and owner:
        tell(Kind.CONVERSATION_RELEASED, conversation, at=now)
        owner = None
    for one in attached.everyone():
        one.missed(conversation, clock, at=now)
    # Who waits for a call waits for us, though nothing else was to be done before.
    state = State.OPEN if clock.kind == ClockKind.CALLBACK else conversation.state
    change(conversation, at=now, owner=owner, state=state)
    return clock.turn_at


def absence(turn: Turn, *, now: datetime) -> datetime | None:
    """An absence's turn: what somebody who is away for long owns is another's. A time: it is looked at again then."""
    return absent.pass_on(turn.about["absence"], now=now)
