"""Who plans whose time, and where somebody works."""

from __future__ import annotations

from django.db.models import Q

from makegood.base.plain import ask
from makegood.people.models import Agent, Role, Team
from makegood.people.queries import company_of, standing_now

USED = """SELECT EXISTS (SELECT 1 FROM people_roster) OR EXISTS (SELECT 1 FROM people_shift)
    OR EXISTS (SELECT 1 FROM people_absence) OR EXISTS (SELECT 1 FROM people_substitute)"""


def is_used(agent: Agent) -> bool:
    """Whether anybody here has said who works when, so that the words are needed at all. The company remembers it.

    No query beside `company_of`, one where no company was named yet; kept on the instance, so a request asks once.
    """
    known: bool | None = getattr(agent, "_keeps_duty", None)
    if known is None:
        company = company_of(agent)
        known = company.keeps_duty if company is not None else bool(ask(USED)[0][0])
        agent._keeps_duty = known  # type: ignore[attr-defined]
    return known


def name_of(agent: int) -> str:
    """What the agent is called. One query."""
    return str(Agent.objects.only("name", "email").get(pk=agent))


def may_plan(by: Agent, agent: int) -> bool:
    """Whether `by` leads a team of the agent's, stands above one, or is an admin. Asked anew each time."""
    stands = standing_now(by)
    return stands.is_admin or leads(by, agent)


def leads(by: Agent, agent: int) -> bool:
    """Whether `by` leads a team of the agent's, or stands above one: they may know why somebody is away."""
    seen = standing_now(by).leads
    return seen.everything or bool(seen.teams & teams_of(agent))


def teams_of(agent: int) -> frozenset[int]:
    """The teams in which the agent has a role, or which lie below one. Two queries."""
    roles = list(Role.objects.filter(agent=agent).values_list("team_id", "location_id", "region_id"))
    own = {team for team, _, _ in roles if team}
    below = Q(location__in=[one for _, one, _ in roles if one]) | Q(
        location__region__in=[one for *_, one in roles if one]
    )
    return frozenset(own) | frozenset(Team.objects.filter(below).values_list("pk", flat=True))


def place_of(agent: int) -> tuple[int | None, int | None]:
    """The team and the location of the agent's first role; None for what it does not name. One query."""
    role = (
        Role.objects.filter(agent=agent).exclude(team=None, location=None).select_related("team").order_by("pk").first()
    )
    if role is None:
        return None, None
    return role.team_id, role.team.location_id if role.team else role.location_id


def is_planned_by(by: Agent) -> Q:
    """The agents whose time `by` may plan as a lead or above, as a condition on agents."""
    seen = standing_now(by)
    if seen.leads.everything or seen.is_admin:
        return Q()
    teams = seen.leads.teams
    roles = Role.objects.filter(
        Q(team__in=teams) | Q(location__teams__in=teams) | Q(region__locations__teams__in=teams)
    ).values("agent_id")
    return Q(pk__in=roles)
