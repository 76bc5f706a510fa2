"""What the acts of duty share: who may, one after the other for one person, and what is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from makegood.people.duty import queries, watching
from makegood.people.duty.queries.who import may_plan, place_of
from makegood.people.models import Agent, Company
from makegood.people.queries import is_admin_now
from makegood.people.rules import NotAllowed, Unfit
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


def admit(by: Agent | None, agent: Agent) -> int | None:
    """The id of who plans the agent's time: their lead or above, or an admin. None is the command line.

    Raises NotAllowed.
    """
    if by is None:
        return None
    if not may_plan(by, agent.pk):
        raise NotAllowed(_("Only a lead of %(agent)s, somebody above, or an admin may plan that.") % {"agent": agent})
    return by.pk


def admit_own(by: Agent | None, agent: Agent) -> int | None:
    """The same, or the id of the agent, who may say this of themselves. Raises NotAllowed."""
    return by.pk if by is not None and by.pk == agent.pk and _is_here(agent) else admit(by, agent)


def admit_self(by: Agent, agent: Agent) -> int:
    """The id of the agent, for only they may say this. Raises NotAllowed."""
    if by.pk != agent.pk or not _is_here(agent):
        raise NotAllowed(_("Only %(agent)s can say that.") % {"agent": agent})
    return by.pk


def check_insists(by: Agent | None, *, insists: bool) -> None:
    """Raises NotAllowed unless an admin, or the command line, insists, or nobody does."""
    if insists and by is not None and not is_admin_now(by):
        raise NotAllowed(_("Only an admin may do that although somebody is still needed."))


def _is_here(agent: Agent) -> bool:
    return Agent.objects.filter(pk=agent.pk, is_active=True).exists()


def lock(agent: Agent) -> Agent:
    """The agent, whose time nobody else changes until the transaction ends. Raises Unfit for one who has gone."""
    # Not against rows that only refer to the agent: those who write them may hold what a watcher wants.
    held = Agent.objects.select_for_update(no_key=True).get(pk=agent.pk)
    if not held.is_active:
        raise Unfit(_("%(name)s no longer works here.") % {"name": held})
    return held


def zone_of(agent: Agent, *, at: datetime) -> str:
    """The zone of the place where the agent works."""
    return queries.persons([agent.pk], at=at)[agent.pk].zone


def settle(
    kind: Kind,
    agent: Agent,
    *,
    by: int | None,
    at: datetime,
    about: Mapping[str, Any] | None = None,
    insists: bool = False,
) -> None:
    """The change is told, and whoever watches has agreed to it. Raises StillNeeded when one of them does not."""
    team, location = place_of(agent.pk)
    said = {"agent": agent.pk, "name": agent.name, **(about or {})}
    record(kind, at=at, by=by, team=team, location=location, about=said)
    Company.objects.filter(keeps_duty=False).update(keeps_duty=True)
    watching.changed([agent.pk], at=at, insists=insists)
