"""What every act on a remedy or an ask shares: it and its conversation held, the sums held still, the guarded write."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from makegood.base.transactions import alone
from makegood.conversations.acts.changing import tell
from makegood.conversations.acts.holding import held as hold
from makegood.conversations.acts.holding import stood
from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.people.models import Agent
from makegood.people.queries import standing_now
from makegood.remedies import rules
from makegood.remedies.models import Ask, Remedy
from makegood.remedies.rules import Gone, Verb, Who
from makegood.timeline.kinds import Kind


def hold_sums() -> None:
    """Until the transaction ends nobody else grants or asks: what was given so far stays as it is read now.

    Taken after the conversation, always, so that no two wait for each other.
    """
    alone("remedies")


def held(pk: int) -> tuple[Remedy, Conversation]:
    """The remedy and its conversation, held until the transaction ends. Raises Remedy.DoesNotExist."""
    return hold(Remedy, pk)


def held_ask(pk: int) -> tuple[Ask, Conversation]:
    """The same for an ask. Raises Ask.DoesNotExist."""
    return hold(Ask, pk)


def write(remedy: Remedy, *, was: str, **new: Any) -> None:
    """The remedy has these values, if it still stands as its author saw. Raises Gone."""
    if not stood(remedy, was=was, **new):
        raise gone(remedy)


def gone(remedy: Remedy) -> Gone:
    """Somebody was first: who, and what is possible now."""
    return Gone(rules.what_became(remedy.state, str(remedy.ended_by or "")))


def _whos(remedy: Remedy, conversation: Conversation, by: Agent | None, *, at: datetime) -> frozenset[Who]:
    """As what somebody acts on the remedy; None: the worker, or an event."""
    if by is None:
        return frozenset({Who.WORKER, Who.EVENT})
    return rules.whos(remedy, by.pk, leads=standing_now(by).may_lead(conversation.team_id), at=at)


def refuse_unless(verb: Verb, remedy: Remedy, conversation: Conversation, by: Agent | None, *, at: datetime) -> None:
    """Raises Gone when it does not stand so, Refused when this person may not; in words."""
    if remedy.state != rules.BY_VERB[verb].comes_from:
        raise gone(remedy)
    if why := rules.why_not(verb, _whos(remedy, conversation, by, at=at)):
        raise Refused(why)


def say(kind: Kind, remedy: Remedy, conversation: Conversation, *, by: Agent | None, at: datetime, **more: Any) -> None:
    """The event, with what is given."""
    about = {"remedy": remedy.pk, **what(remedy), **more}
    tell(kind, conversation, at=at, by=by, about=about)


def what(one: Remedy | Ask) -> dict[str, Any]:
    """What is given, as an event keeps it."""
    return {"what": one.kind, "value": one.value, "currency": one.currency}
