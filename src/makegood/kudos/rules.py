"""When thanks can be said, and who hears of them. Pure."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

LONGEST = 2000


def cleaned(words: str) -> str:
    """Whole, within bounds, without empty ends."""
    return words.replace("\0", "").replace("\r\n", "\n").strip()[:LONGEST]


def why_not_thank(agent: int, *, helpers: Collection[int], thanked: str) -> str:
    """Empty when the customer can thank this colleague; else why not. `thanked` is who was thanked already."""
    if thanked:
        return _("You have thanked %(name)s for this already. It has reached them.") % {"name": thanked}
    if not helpers:
        return _("Nobody of us has answered you yet. Thank them once they have helped.")
    return "" if agent in helpers else _("Whom do you want to thank? Choose one of those who helped you.")
