"""Who may see which conversation: the one rule, on every path."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from makegood.base.plain import marks
from makegood.base.prepared import Prepared
from makegood.conversations.models import Conversation, File, Guest, Message
from makegood.people.models import Agent
from makegood.people.queries import standing

BESIDE = ("customer", "team__location", "owner", "mailbox")
ONE = Prepared(lambda: Conversation.objects.select_related(*BESIDE).filter(pk=0))


def visible_to(agent: Agent) -> QuerySet[Conversation]:
    """The conversations that this agent may see: their teams', and those in which something is put to them.

    Every read begins here.
    """
    seen = standing(agent).audience
    if seen.everything:
        return Conversation.objects.all()
    guests = Guest.objects.filter(Q(agent=agent) | Q(team__in=seen.teams))
    return Conversation.objects.filter(Q(team__in=seen.teams) | Q(pk__in=guests.values("conversation")))


def visible_in_sql(agent: Agent) -> tuple[str, list[int]]:
    """The same rule of a conversation `c`, as plain SQL and its values.

    A plus sign keeps SQLite from reading whole teams for it.
    """
    seen = standing(agent).audience
    if seen.everything:
        return "1 = 1", []
    teams = sorted(seen.teams)
    guests = f"SELECT conversation_id FROM conversations_guest WHERE agent_id = %s OR team_id IN {marks(teams)}"  # noqa: S608
    return f"(+c.team_id IN {marks(teams)} OR c.id IN ({guests}))", [*teams, agent.pk, *teams]


def get_for(agent: Agent, number: int) -> Conversation:
    """The conversation. Raises Conversation.DoesNotExist when there is none, or none that this agent may see."""
    found = ONE.get(number)
    if standing(agent).audience.includes(found.team_id) or visible_to(agent).filter(pk=number).exists():
        return found
    raise Conversation.DoesNotExist


def message_for(agent: Agent, pk: int) -> Message:
    """The message of a conversation that this agent may see. Raises Message.DoesNotExist."""
    return Message.objects.select_related("conversation").get(pk=pk, conversation__in=visible_to(agent))


def file_for(agent: Agent, pk: int) -> File:
    """The file, if this agent may see its conversation; a draft's only for who writes it. Raises File.DoesNotExist."""
    may_see = Q(conversation__in=visible_to(agent)) | Q(conversation__isnull=True)
    file = File.objects.select_related("draft").filter(may_see).get(pk=pk)
    if file.draft and file.draft.agent_id != agent.pk:
        raise File.DoesNotExist
    return file


def exists(number: int) -> bool:
    """Whether there is such a conversation. For channels alone, which show nothing to anyone."""
    return Conversation.objects.filter(pk=number).exists()
