"""All reads about mentions, beginning with what an agent may see: those of the teams whose conversations they see."""

from makegood.mentions.queries.sources import endpoint, source, sources, troubled, unlooked
from makegood.mentions.queries.waiting import (
    Counts,
    Page,
    View,
    counts,
    episode_for,
    get_for,
    listed,
    named,
    page,
    unread,
    visible_to,
)

__all__ = [
    "Counts", "Page", "View", "counts", "endpoint", "episode_for", "get_for", "listed", "named", "page", "source",
    "sources", "troubled", "unlooked", "unread", "visible_to",
]  # fmt: skip
