"""How the floors above hang something on a conversation, in the same transaction.

A package above implements what concerns it in its own `attached.py`; settings.ATTACHED names them in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from makegood.conversations.models import Conversation, Message, Note


class Attached:
    """What a package above may want to hear. Each is called inside the act's transaction, and does nothing here."""

    def said(self, said: Sequence[tuple[Message, Conversation]]) -> None:
        """These messages, from either side, are in their conversations, the newest last."""

    def unsaid(self, message: Message) -> None:
        """A reply was taken back before it left; the row goes next."""

    def noted(self, note: Note, conversation: Conversation) -> None:
        """A note is in the conversation."""

    def changed(self, conversation: Conversation) -> None:
        """Owner, team, state or tags of the conversation are others now."""


@cache
def everyone() -> tuple[Attached, ...]:
    """Those who hang something on conversations, in the order of the settings."""
    return tuple(import_string(name)() for name in settings.ATTACHED)
