"""Which tags there are, for suggestions."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from makegood.conversations.models import Tag, Tagging
from makegood.conversations.queries.scope import visible_to
from makegood.people.models import Agent

MOST = 200


def known_tags(agent: Agent) -> list[str]:
    """Names of tags that stand on any conversation this agent may see, by name. One query."""
    seen = Tagging.objects.filter(tag=OuterRef("pk"), conversation__in=visible_to(agent))
    return list(Tag.objects.filter(Exists(seen)).order_by("name").values_list("name", flat=True)[:MOST])
