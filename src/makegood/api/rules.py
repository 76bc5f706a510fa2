"""What programs may ask for and be told: pure decisions, no database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from makegood.conversations.queries.hearing import is_put_to
from makegood.people.rules import Audience
from makegood.timeline.kinds import Kind
from makegood.timeline.queries import Happened

TOKEN_START = "mg_"  # noqa: S105 - so that a leaked token is recognised
USE_NOTED_EVERY = timedelta(minutes=1)
ASKED_KEPT = timedelta(hours=24)

# What webhooks and /events tell of. Settings, sign-ins and roles are not among it.
PUBLIC_KINDS = frozenset(
    kind
    for kind in Kind
    if kind.value.partition(".")[0]
    in (
        "conversation",
        "act",
        "message",
        "reply",
        "note",
        "delivery",
        "customer",
        "handoff",
        "promise",
        "story",
        "comment",
        "article",
        "saved_reply",
        "mention",
    )
) | {Kind.CLOCK_MISSED, Kind.CLOCK_WARNED, Kind.CLOCK_MOVED, Kind.EVENT_CAME}
# What happens to articles is no team's: whoever works in one may know of it.
OF_ALL = frozenset({Kind.ARTICLE_WRITTEN, Kind.ARTICLE_PUBLISHED, Kind.ARTICLE_TAKEN_DOWN, Kind.ARTICLE_JUDGED})
# What an event is about, as numbers and single words: never a text of a customer or a colleague.
PUBLIC_ABOUT = (
    "mention",
    "episode",
    "message",
    "note",
    "to",
    "team",
    "from_team",
    "tags",
    "until",
    "why",
    "handoff",
    "promise",
    "due_at",
    "early",
    "event",
    "for_agent",
    "for_teams",
    "story",
    "comment",
    "article",
    "language",
    "revision",
    "slug",
    "helped",
    "saved_reply",
)


class Unusable(ValueError):
    """What was asked for cannot be; the message says why. `field` names what is wrong."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


def may_hear(agent: int, audience: Audience, event: Happened) -> bool:
    """Whether the agent, with this audience, may know of the event: its team's, the team's that had it until then, or
    put to them."""
    return (
        audience.includes(event.team_id)
        or (event.from_team_id is not None and audience.includes(event.from_team_id))
        or is_put_to(event, agent=agent, audience=audience)
        or (event.kind in OF_ALL and bool(audience.teams))
    )


def public_about(about: Mapping[str, Any]) -> dict[str, Any]:
    """What of an event's matter is told outside."""
    return {name: about[name] for name in PUBLIC_ABOUT if name in about}
