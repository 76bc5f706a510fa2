"""How the customer of a conversation wants to be reached, in words for colleagues."""

from __future__ import annotations

from dataclasses import dataclass

from makegood.conversations import queries
from makegood.conversations.models import Conversation
from makegood.conversations.wishes import in_words


@dataclass(frozen=True, slots=True)
class Wished:
    """What the panel says. `spared` is the place that has it though the customer asked to be spared from it, or ""."""

    words: list[str]
    is_here: bool
    spared: str


def wished(found: Conversation) -> Wished:
    """What the customer wants here. One query; two when they named a place."""
    wishes = queries.wishes_in(found)
    place = found.team.location
    spared = place.name if wishes.avoids_place(place.pk) else ""
    return Wished(in_words(wishes, queries.place_names(wishes)), wishes.is_here, spared)
