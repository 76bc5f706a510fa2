"""What every act on a promise shares: it and its conversation held, the guarded write, the event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from makegood.clocks.models import Clock
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.queries import running_about
from makegood.conversations.acts.changing import tell
from makegood.conversations.acts.holding import held as hold
from makegood.conversations.acts.holding import stood
from makegood.conversations.models import Conversation
from makegood.conversations.models import State as Standing
from makegood.conversations.rules import Refused
from makegood.people.models import Agent
from makegood.promises import queries, rules
from makegood.promises.models import Promise
from makegood.promises.rules import Gone, Verb
from makegood.timeline.kinds import Kind

Fields = dict[str, Any]
"""What an act changes on the conversation itself."""


def held(pk: int) -> tuple[Promise, Conversation]:
    """The promise and its conversation, which is held before anything of it is written. Raises Promise.DoesNotExist."""
    return hold(Promise, pk)


def refuse_unless(verb: Verb, promise: Promise, conversation: Conversation, by: Agent | None, *, at: datetime) -> None:
    """Raises Refused, in words, when this person may not do it."""
    if why := rules.why_not(verb, queries.whos(promise, conversation, by, at=at)):
        raise Refused(why)


def gone(promise: Promise) -> Gone:
    """Somebody was first: who, and what is possible now."""
    return Gone(rules.ended_words(promise.state, str(promise.ended_by or ""), what=promise.what))


def write(promise: Promise, *, was: str, **new: Any) -> None:
    """The promise has these values, if it still stands as its author saw. Raises Gone."""
    if not stood(promise, was=was, **new):
        raise gone(promise)


def clock_of(promise: Promise) -> list[Clock]:
    """Its running clock: one while it is open, else none."""
    running = running_about(ClockKind.PROMISE, promise.pk)
    return [running] if running else []


def asked(promise: Promise, conversation: Conversation) -> int | None:
    """Of whom its clock wants something: a keeper who is not the owner; None: of whoever has the conversation."""
    return promise.keeper_id if promise.keeper_id != conversation.owner_id else None


def opening(conversation: Conversation, *, by: Agent | None = None) -> Fields:
    """It is our turn, whatever stood before. What was closed, and is nobody's who works here, is its opener's."""
    if conversation.state != Standing.CLOSED:
        return {"state": Standing.OPEN}
    owner = conversation.owner if conversation.owner and conversation.owner.is_active else by
    team = conversation.team
    if not team.is_active and conversation.mailbox:
        team, owner = conversation.mailbox.team, None
    return {"state": Standing.OPEN, "closed_at": None, "team": team, "owner": owner}


def say(
    kind: Kind, promise: Promise, conversation: Conversation, *, by: Agent | None, at: datetime, **more: Any
) -> None:
    """The event, with what was promised."""
    about = {"promise": promise.pk, "what": promise.what, "due_at": promise.due_at.isoformat(), **more}
    tell(kind, conversation, at=at, by=by, about=about)
