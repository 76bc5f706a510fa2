"""All reads about thanks."""

from __future__ import annotations

from django.db.models import Q

from makegood.conversations.models import Conversation
from makegood.kudos.models import Kudos
from makegood.people.models import Agent, Rank, Role


def given_in(conversation: Conversation) -> Kudos | None:
    """The thanks that were said in this matter, or in what was merged into it; None: none yet. One query."""
    here = Q(conversation=conversation.pk) | Q(conversation__merged_into=conversation.pk)
    return Kudos.objects.filter(here).select_related("agent").order_by("pk").first()


def leads_of(agent: Agent) -> list[int]:
    """Who leads the agent's teams; who leads them alone, or is led by nobody: the managers of their locations."""
    teams = list(Role.objects.filter(agent=agent, team__isnull=False).values_list("team", "team__location"))
    active = Role.objects.filter(agent__is_active=True).exclude(agent=agent)
    leads = active.filter(rank=Rank.LEAD, team__in=[team for team, _ in teams])
    found = leads or active.filter(rank=Rank.MANAGER, location__in=[place for _, place in teams])
    return sorted({one.agent_id for one in found})
