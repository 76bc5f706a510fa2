"""How many people heard it, in bands: only reports ask, to see whether like cases were treated alike."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from makegood.mentions.models import Episode
from makegood.mentions.reach.models import Reach


class Band(StrEnum):
    """Rough enough that nobody is known by it."""

    FEW = "few"  # below 1,000
    SOME = "some"  # below 100,000
    MANY = "many"


def band_of(followers: int) -> Band:
    """The band of so many followers."""
    return Band.FEW if followers < 1_000 else Band.SOME if followers < 100_000 else Band.MANY


def reach_of(conversations: Iterable[int]) -> dict[int, Band]:
    """The band of each of these conversations that came from a mention whose reach is known. Two queries."""
    told = dict(
        Episode.objects.filter(conversation__in=list(conversations)).values_list("conversation_id", "mention_id")
    )
    known = dict(Reach.objects.filter(mention__in=set(told.values())).values_list("mention_id", "followers"))
    return {conversation: band_of(known[mention]) for conversation, mention in told.items() if mention in known}
