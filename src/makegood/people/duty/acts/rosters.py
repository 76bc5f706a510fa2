"""A person's usual week."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.people.duty.acts.common import admit, check_insists, lock, settle, zone_of
from makegood.people.duty.models import Roster
from makegood.people.duty.rules.checks import check_week
from makegood.people.duty.rules.person import Week
from makegood.people.models import Agent
from makegood.people.rules import check_zone
from makegood.timeline.kinds import Kind


@transaction.atomic
def set_roster(
    agent: Agent, week: Week, *, zone: str = "", by: Agent | None, at: datetime, insists: bool = False
) -> None:
    """The agent works this week from now on; a zone of "" is that of their place. The same again changes nothing.

    Raises NotAllowed, Unfit, StillNeeded; an admin may insist against the last.
    """
    actor = admit(by, agent)
    check_insists(by, insists=insists)
    lock(agent)
    rows = [[[one.start, one.end, [list(pause) for pause in one.breaks]] for one in day] for day in check_week(week)]
    fresh = {"week": rows, "zone": check_zone(zone or zone_of(agent, at=at))}
    before = Roster.objects.filter(agent=agent).values("week", "zone").first()
    if before == fresh:
        return
    Roster.objects.update_or_create(agent=agent, defaults={**fresh, "set_at": at})
    settle(Kind.ROSTER_CHANGED, agent, by=actor, at=at, insists=insists)


@transaction.atomic
def clear_roster(agent: Agent, *, by: Agent | None, at: datetime, insists: bool = False) -> None:
    """The office hours of the agent's teams are their roster again. Twice is once. Raises NotAllowed, StillNeeded."""
    actor = admit(by, agent)
    check_insists(by, insists=insists)
    lock(agent)
    if Roster.objects.filter(agent=agent).delete()[0]:
        settle(Kind.ROSTER_CHANGED, agent, by=actor, at=at, about={"removed": True}, insists=insists)
