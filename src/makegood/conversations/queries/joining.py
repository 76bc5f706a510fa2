"""What belongs together: what was merged here, what is perhaps the same, the greater matter and its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from makegood.base.plain import ask
from makegood.conversations import rules
from makegood.conversations.models import Conversation, Merge, State
from makegood.conversations.queries.lists import Row, rows_of
from makegood.people.models import Agent

OTHERS = """SELECT id FROM conversations_conversation WHERE customer_id = %s AND id <> %s AND state <> 'merged'
    ORDER BY id DESC LIMIT 50"""
LIVING = (State.OPEN.value, State.WAITING.value)


@dataclass(frozen=True, slots=True)
class Came:
    """A conversation that was merged here: when, by whom."""

    number: int
    subject: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Together:
    """What belongs to a conversation, as far as the viewer may see it. `alike` are perhaps the same matter."""

    alike: list[Row]
    others: list[Row]
    came: list[Came]
    whole: Row | None
    parts: list[Row]


def together(agent: Agent, conversation: Conversation) -> Together:
    """The page about what belongs together. Six queries."""
    others = rows_of([pk for (pk,) in ask(OTHERS, (conversation.customer_id, conversation.pk))], agent=agent)
    likely = {row.number for row in alike(conversation, others)}
    whole = rows_of([conversation.parent_id] if conversation.parent_id else [], agent=agent)
    return Together(
        alike=[row for row in others if row.number in likely],
        others=[row for row in others if row.number not in likely],
        came=_came(conversation),
        whole=whole[0] if whole else None,
        parts=rows_of(conversation.children.order_by("pk").values_list("pk", flat=True), agent=agent),
    )


def alike(conversation: Conversation, others: Sequence[Row]) -> list[Row]:
    """Those that are perhaps about the same: both go on, and what their subjects say is largely the same. No query."""
    if conversation.state not in LIVING:
        return []
    said = f"{conversation.subject}"
    return [row for row in others if row.state in LIVING and rules.likeness(said, row.subject) >= rules.ALIKE]


def _came(conversation: Conversation) -> list[Came]:
    merges = Merge.objects.filter(target=conversation, undone_at=None, source__merged_into=conversation).order_by("pk")
    return [
        Came(one.source_id, one.source.subject, one.at, str(one.by)) for one in merges.select_related("source", "by")
    ]
