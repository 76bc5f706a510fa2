"""What every act on a handoff shares: the conversation held first, the guarded step, the clock, the event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from makegood.clocks import acts as clocks
from makegood.clocks.models import Clock
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.queries import running_about
from makegood.conversations.acts.changing import lock, tell
from makegood.conversations.acts.guests import dismiss
from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.handoffs import rules
from makegood.handoffs.atwork import receiving_teams
from makegood.handoffs.models import Handoff, State
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind

NAMES = ("agent", "team", "location", "partner", "owner", "by", "accepted_by", "ended_by")


def held(pk: int) -> tuple[Handoff, Conversation]:
    """The handoff as it is now, and its conversation, held until the transaction ends. Raises Handoff.DoesNotExist."""
    number = Handoff.objects.values_list("conversation", flat=True).get(pk=pk)
    while True:
        conversation = lock(number)
        handoff = Handoff.objects.select_related(*NAMES).get(pk=pk)
        if handoff.conversation_id == number:
            return handoff, conversation
        number = handoff.conversation_id  # a merge took it along while we waited


def step(handoff: Handoff, *, since: Sequence[State], **new: Any) -> None:
    """The handoff has the new fields, if it still is in one of these states; else raises Refused, saying what became
    of it."""
    if not Handoff.objects.filter(pk=handoff.pk, state__in=since).update(**new):
        raise Refused(rules.what_became(Handoff.objects.select_related(*NAMES).get(pk=handoff.pk)))
    for name, value in new.items():
        setattr(handoff, name, value)


def end(
    handoff: Handoff,
    conversation: Conversation,
    *,
    to: State,
    at: datetime,
    since: Sequence[State] = (State.OFFERED,),
    by: Agent | None = None,
    why: str = "",
    **new: Any,
) -> None:
    """It has ended in this state: no clock runs for it, and nobody sees the conversation because of it any more."""
    step(handoff, since=since, state=to, ended_at=at, ended_by=by, why=rules.cleaned(why), **new)
    clocks.end(clocks_of(handoff), at=at)
    dismiss(conversation, why=ClockKind.OFFER, about=handoff.pk)


def clocks_of(handoff: Handoff) -> list[Clock]:
    """The clock that runs for it, if one does."""
    kind = ClockKind.PARTNER if handoff.partner_id and handoff.state == State.ACCEPTED else ClockKind.OFFER
    found = [running_about(one, handoff.pk) for one in dict.fromkeys((kind, ClockKind.OFFER, ClockKind.PARTNER))]
    return [one for one in found if one is not None]


def say(
    kind: Kind,
    handoff: Handoff,
    conversation: Conversation,
    *,
    at: datetime,
    by: Agent | None = None,
    **more: Any,
) -> None:
    """The event, told also to those whom the handoff is put to."""
    about: dict[str, Any] = {"handoff": handoff.pk, "receiver": handoff.to_name}
    if handoff.agent_id:
        about["for_agent"] = handoff.agent_id
    if teams := receiving_teams(handoff):
        about["for_teams"] = [team.pk for team in teams]
    tell(kind, conversation, at=at, by=by, about=about | {name: value for name, value in more.items() if value})
