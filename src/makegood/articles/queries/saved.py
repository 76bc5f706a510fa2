"""Saved replies: one's own, and those of the teams that one sees."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from makegood.articles.models import SavedFile, SavedReply, SavedVersion
from makegood.articles.rules import typed
from makegood.people.models import Agent, Team
from makegood.people.queries import standing, teams_for


def saved_for(agent: Agent) -> QuerySet[SavedReply]:
    """The saved replies that this agent may take, by folder and name. Every read begins here."""
    seen = standing(agent).audience
    shared = Q(team__isnull=False) if seen.everything else Q(team__in=seen.teams)
    return (
        SavedReply.objects.filter(Q(owner=agent) | shared, gone_at=None)
        .select_related("team", "changed_by")
        .order_by("folder", "name", "pk")
    )


def saved_reply_for(agent: Agent, pk: int) -> SavedReply:
    """The saved reply. Raises SavedReply.DoesNotExist when there is none, or none that this agent may take."""
    return saved_for(agent).get(pk=pk)


def files_along(reply: SavedReply) -> list[SavedFile]:
    """The files that go along with it, as they were added."""
    return list(SavedFile.objects.filter(reply=reply).order_by("pk"))


def file_along_for(agent: Agent, pk: int) -> SavedFile:
    """The file, for who may take its reply. Raises SavedFile.DoesNotExist."""
    return SavedFile.objects.select_related("reply").get(pk=pk, reply__in=saved_for(agent).values("pk"))


def names_along(replies: Sequence[int]) -> dict[int, list[str]]:
    """The names of what goes along with each of them. One query."""
    found: dict[int, list[str]] = {}
    for reply, name in SavedFile.objects.filter(reply__in=replies).order_by("pk").values_list("reply", "name"):
        found.setdefault(reply, []).append(name)
    return found


def narrowed(found: QuerySet[SavedReply], about: str) -> QuerySet[SavedReply]:
    """Those whose name, folder or words hold each word."""
    for word in typed(about).split()[:8]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(folder__icontains=word)
            | Q(other_words__icontains=word)
            | Q(text__icontains=word)
        )
    return found


def saved_versions_of(reply: SavedReply) -> list[SavedVersion]:
    """All that it ever said, the newest first."""
    return list(SavedVersion.objects.filter(reply=reply).select_related("by").order_by("-number"))


def teams_to_share_with(agent: Agent) -> list[Team]:
    """The teams for which this agent may save replies."""
    return list(teams_for(agent).select_related("location").order_by("name", "pk"))
