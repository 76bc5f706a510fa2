"""Who may receive, whose hours count, and who is there now. What people and duty know, in the words of handoffs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from makegood.clocks.hours import Hours
from makegood.clocks.queries import book
from makegood.conversations.models import Conversation
from makegood.handoffs.models import Handoff
from makegood.people import queries as people
from makegood.people.duty import queries as duty
from makegood.people.models import Agent, Location, Team
from makegood.people.queries.hours import hours_ids


def is_on_duty(agent: Agent, *, now: datetime) -> bool:
    """Whether the agent works now, so that what is accepted has somebody."""
    return duty.is_on_duty(agent.pk, at=now)


def hours_id(team: Team) -> int | None:
    """The office hours that the team keeps, as a clock stores them; None: it is always open."""
    return hours_ids([team.pk]).get(team.pk)


def hours_at(hours: int | None) -> Hours:
    """The office hours that a clock stores."""
    return book().hours_of(hours)


def teams_of(agent: Agent) -> list[Team]:
    """The open teams in whose work the agent has a part, those that roles name first."""
    own = people.own_teams(agent)
    named = people.standing(agent).own_teams
    teams = Team.objects.filter(pk__in=own, is_active=True).select_related("location").order_by("pk")
    return sorted(teams, key=lambda one: one.pk not in named)


def avoided_place(to: Agent | Team | Location, names: Mapping[int, str]) -> str:
    """The name of the avoided place whose they are, all of them; "" when they are of another, too."""
    if isinstance(to, Agent):
        places = {team.location_id for team in teams_of(to)}
    else:
        places = {to.location_id if isinstance(to, Team) else to.pk}
    return names[min(places)] if places and places <= names.keys() else ""


def has_people(team: Team) -> bool:
    """Whether anybody works in the team."""
    return any(True for one in people.who_may_answer(team.pk)[:1])


def receiving_teams(handoff: Handoff) -> list[Team]:
    """The teams that may accept: the one it was offered to, or those of the location. None for a person's."""
    if handoff.team_id:
        return list(Team.objects.filter(pk=handoff.team_id).select_related("location"))
    if handoff.location_id:
        open_teams = Team.objects.filter(location=handoff.location_id, is_active=True)
        return list(open_teams.select_related("location").order_by("pk"))
    return []


def may_accept(agent: Agent, handoff: Handoff) -> bool:
    """Whether it was offered to this agent: in person, or as one of the team or of the location's teams."""
    if handoff.agent_id or not agent.is_active:
        return agent.is_active and handoff.agent_id == agent.pk
    own = people.own_teams(agent)
    return any(team.pk in own for team in receiving_teams(handoff))


def team_for(agent: Agent, handoff: Handoff, conversation: Conversation) -> Team | None:
    """The team that has the conversation once the agent accepts; None: the agent works in none.

    Offered to a team: that one. To a location: the agent's team there. To a person: the team that has it, if the agent
    sees it there, else the agent's own.
    """
    own = people.own_teams(agent)
    receiving = [team for team in receiving_teams(handoff) if team.pk in own]
    if receiving:
        return receiving[0]
    if people.standing(agent).audience.includes(conversation.team_id) and conversation.team.is_active:
        return conversation.team
    return next(iter(teams_of(agent)), None)


def may_offer(agent: Agent, conversation: Conversation) -> bool:
    """The owner, a lead; while nobody has it, whoever sees it as one of the team."""
    standing = people.standing(agent)
    if conversation.owner_id is None:
        return standing.audience.includes(conversation.team_id)
    return conversation.owner_id == agent.pk or standing.may_lead(conversation.team_id)
