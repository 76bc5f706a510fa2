"""Who is away for long does not keep what they own: it goes to who stands in for them, else to the team."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from makegood.conversations.acts.changing import change, lock, tell
from makegood.conversations.models import Conversation
from makegood.conversations.queries.leaving import open_of, teams_of
from makegood.people.duty import acts as duty
from makegood.people.duty import queries
from makegood.people.duty.models import Absence
from makegood.people.duty.rules import Cover, How
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind

AT_ONCE = 50
WAITS_FOR = timedelta(days=1)


def pass_on(pk: int, *, now: datetime) -> datetime | None:
    """What the absent person owns is another's, once the absence is longer than the limit. When to look again.

    A stand-in who comes within a day is waited for: those who cover have it meanwhile. Nothing comes back by itself.
    """
    absence = queries.absence(pk)
    if absence is None or _is_over(absence, now):
        return None
    if absence.begins_at > now:
        return absence.begins_at
    at = queries.when_it_passes_on(absence, at=now)
    if at is None or at > now:
        return at
    takers = queries.takers(absence.agent_id, teams_of(absence.agent_id), at=now)
    waits = {team: taker.at for team, taker in takers.items() if taker and now < taker.at <= now + WAITS_FOR}
    ready = {team: taker for team, taker in takers.items() if team not in waits}
    while _some(absence, ready, now=now):
        pass
    if not waits:
        duty.passed_on(absence, at=now)
    return min(waits.values(), default=None)


def _is_over(absence: Absence, now: datetime) -> bool:
    return not absence.agent.is_active or (absence.ends_at is not None and absence.ends_at <= now)


def _some(absence: Absence, takers: Mapping[int, Cover | None], *, now: datetime) -> bool:
    """The next few are another's, in one transaction. Whether there may be more."""
    with transaction.atomic():
        if not duty.still_runs(absence, at=now):
            return False
        numbers = _next_few(absence.agent_id, takers)
        come = {team: one.agent for team, one in takers.items() if one and _has_come(one, now)}
        owners = Agent.objects.in_bulk(come.values())
        for number in numbers:
            conversation = lock(number)
            if conversation.owner_id == absence.agent_id and conversation.team_id in takers:
                _give(conversation, owners.get(come.get(conversation.team_id, 0)), absence, now)
    return len(numbers) == AT_ONCE


def _next_few(agent: int, teams: Collection[int]) -> list[int]:
    return list(open_of(agent=agent).filter(team__in=list(teams))[:AT_ONCE])


def _has_come(taker: Cover, now: datetime) -> bool:
    return taker.at <= now and taker.how is How.SUBSTITUTE


def _give(conversation: Conversation, owner: Agent | None, absence: Absence, now: datetime) -> None:
    about: dict[str, Any] = {"to": owner.pk if owner else None, "team": conversation.team_id}
    about |= {"why": "absence", "from": absence.agent_id}
    change(conversation, at=now, owner=owner)
    tell(Kind.CONVERSATION_ASSIGNED, conversation, at=now, about=about)
