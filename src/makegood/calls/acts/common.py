"""What every act on a call shares: the clock of a call back, its rows held, the event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from makegood.calls.models import Callback, State
from makegood.clocks import acts as clocks
from makegood.clocks.acts import Start
from makegood.clocks.models import Clock
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.queries import running_about
from makegood.conversations import attached
from makegood.conversations.acts.changing import Before, tell
from makegood.conversations.acts.timing import Timing
from makegood.conversations.models import Conversation
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind


def held(conversation: Conversation) -> list[Callback]:
    """The calls that are owed in a conversation that is held; soonest first."""
    rows = Callback.objects.select_for_update().filter(conversation=conversation, state=State.OPEN)
    return list(rows.order_by("due_at", "pk"))


def clock_of(callback: Callback) -> list[Clock]:
    """Its running clock: one while it is open, else none."""
    running = running_about(ClockKind.CALLBACK, callback.pk)
    return [running] if running else []


def start_clock(callback: Callback, conversation: Conversation, *, at: datetime, warned: bool) -> Clock:
    """Its clock runs until it is due. `warned`: as its service target says."""
    timing = Timing()
    usual = timing.owed(conversation, ClockKind.CALLBACK, at=at)
    start = Start(
        conversation.pk,
        ClockKind.CALLBACK,
        conversation.team_id,
        at,
        callback.due_at,
        about=callback.pk,
        turn_at=usual.turn_at if warned and usual.turn_at < callback.due_at else None,
        hours=timing.hours_id(conversation.team_id),
        target=usual.target,
    )
    return clocks.start_all([start])[0]


def end(
    callback: Callback,
    conversation: Conversation,
    *,
    to: State,
    by: Agent | None,
    at: datetime,
    message: int = 0,
    why: str = "",
) -> list[int]:
    """Nobody waits for this call any more; the ids of the clocks that ended. Call `change()` after it."""
    ended = clocks.end(clock_of(callback), at=at)
    callback.state, callback.ended_at, callback.ended_by, callback.why = to, at, by, " ".join(why.split())[:300]
    callback.save(update_fields=["state", "ended_at", "ended_by", "why"])
    for one in attached.everyone():
        one.called_back(conversation, about=callback.pk, message=message, by=by, at=at)
    return ended


def note_clocks(before: Before, *, ended: list[int], started: list[int]) -> None:
    """An undo knows these too."""
    before.ended.extend(ended)
    before.started.extend(started)


def say(
    kind: Kind, callback: Callback, conversation: Conversation, *, by: Agent | None, at: datetime, **more: Any
) -> None:
    """The event, with the number and when the call is due."""
    about = {"callback": callback.pk, "number": callback.number, "due_at": callback.due_at.isoformat(), **more}
    tell(kind, conversation, at=at, by=by, about=about)
