"""How a floor above makes up for a late order in the mail that speaks of it: settings.MAKES_UP_FOR_LATE names it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from makegood.conversations.acts import Along
from makegood.conversations.models import Conversation
from makegood.orders.models import Order


@dataclass(frozen=True, slots=True)
class Offer:
    """What goes along with the mail: the sentence that says it, and what grants it once the mail is written.

    `why_not`: it would be given, but may not be; then there is nothing to say, and nothing goes along.
    """

    words: str = ""
    along: Along | None = None
    why_not: str = ""


class MakesUp:
    """What a package above gives for a late order. It gives nothing here."""

    def begins(self, order: Order) -> int | None:
        """From so many days late on it gives something for this order; None: nothing, or it has already. One query."""
        return None

    def offer(self, order: Order, conversation: Conversation, *, at: datetime) -> Offer | None:
        """What is given now, decided as anything else that is granted. Both are held. None: nothing."""
        return None


@cache
def makes_up() -> MakesUp:
    """Whoever makes up for it."""
    found: MakesUp = import_string(settings.MAKES_UP_FOR_LATE)()
    return found
