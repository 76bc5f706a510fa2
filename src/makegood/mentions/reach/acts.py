"""Puts away how many people heard it."""

from __future__ import annotations

from makegood.mentions.reach.models import Reach


def note(mention: int, followers: int | None) -> None:
    """It is put away, the first time. None: the source did not say."""
    if followers is not None and followers >= 0:
        Reach.objects.get_or_create(mention_id=mention, defaults={"followers": min(followers, 2**53)})
