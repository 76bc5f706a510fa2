"""All reads about mentions, beginning with what an agent may see: those of the teams whose conversations they see."""

from makegood.mentions.queries.sources import endpoint, source, sources, unlooked
from makegood.mentions.queries.waiting import (
    SHOWN,
    Counts,
    Page,
    View,
    an_episode_for,
    counts,
    episode_for,
    get_for,
    listed,
    named,
    page,
    thankable,
    unread,
    visible_to,
    waiting,
)

__all__ = [
    "SHOWN", "Counts", "Page", "View", "an_episode_for", "counts", "endpoint", "episode_for", "get_for", "listed",
    "named", "page", "source", "sources", "thankable", "unlooked", "unread", "visible_to",
    "waiting",
]  # fmt: skip
