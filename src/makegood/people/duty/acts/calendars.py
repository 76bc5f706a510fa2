"""The secret address of a person's own calendar."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.base import secrets
from makegood.people.duty.acts.common import admit_self
from makegood.people.duty.models import Feed
from makegood.people.models import Agent
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


@transaction.atomic
def open_calendar(agent: Agent, *, by: Agent, at: datetime) -> str:
    """The token of a new address, shown once; the one before opens nothing any more. Raises NotAllowed for others."""
    actor = admit_self(by, agent)
    token = secrets.token()
    Feed.objects.update_or_create(agent=agent, defaults={"hashed": secrets.hashed(token), "made_at": at})
    record(Kind.CALENDAR_CHANGED, at=at, by=actor, about={"agent": agent.pk, "name": agent.name, "opened": True})
    return token


@transaction.atomic
def close_calendar(agent: Agent, *, by: Agent | None, at: datetime) -> None:
    """No address opens the agent's calendar. Twice is once. Raises NotAllowed for others."""
    actor = admit_self(by, agent) if by else None
    if Feed.objects.filter(agent=agent).delete()[0]:
        record(Kind.CALENDAR_CHANGED, at=at, by=actor, about={"agent": agent.pk, "name": agent.name, "closed": True})
