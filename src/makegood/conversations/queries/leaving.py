"""What would be left behind: by who or what goes, and on the shelf."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, QuerySet

from makegood.conversations.models import Conversation, Delivery

# What has a clock is open or waiting; the covering indexes of the lists know it by that.
UNFINISHED = Conversation.objects.filter(next_due__isnull=False)


def open_of(*, agent: int | None = None, team: int | None = None) -> QuerySet[Conversation, int]:
    """Numbers of what the agent, or the team, has open or waiting. Name one of the two."""
    mine = UNFINISHED.filter(owner=agent) if agent is not None else UNFINISHED.filter(team=team)
    return mine.order_by("pk").values_list("pk", flat=True)


def teams_of(agent: int) -> frozenset[int]:
    """The teams of what the agent has open or waiting. One query."""
    return frozenset(UNFINISHED.filter(owner=agent).order_by().values_list("team_id", flat=True).distinct())


def loads(agents: Iterable[int]) -> dict[int, int]:
    """How much each of them has open or waiting; who has nothing is left out. One query."""
    rows = UNFINISHED.filter(owner__in=list(agents)).order_by().values("owner_id").annotate(count=Count("pk"))
    return dict(rows.values_list("owner_id", "count"))


def owning_teams() -> frozenset[int]:
    """The teams that have something open or waiting. One query."""
    return frozenset(UNFINISHED.order_by().values_list("team_id", flat=True).distinct())


def stuck_deliveries(*, limit: int) -> list[Delivery]:
    """Mail that did not leave and waits for a person, oldest first, with its message. One query."""
    stuck = Delivery.objects.filter(state=Delivery.State.STUCK).select_related("message")
    return list(stuck.order_by("pk")[:limit])
