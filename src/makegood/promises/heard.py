"""How the floor above hears what becomes of a promise, in the same transaction.

A package above implements what concerns it and is named in settings.HEARD_OF_PROMISES, in order. Each is called before
the act calls `change()`, so that the clocks which it starts or ends are listed at once.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from makegood.conversations.models import Conversation
from makegood.people.models import Agent
from makegood.promises.models import Promise


class Heard:
    """What a package above may want to hear. Each does nothing here. `by` None: a clock, an event, a rule."""

    def made(self, promise: Promise, conversation: Conversation, *, by: Agent | None, at: datetime) -> None:
        """A promise was made; `promise.told_at` says whether the customer knows."""

    def told(self, promise: Promise, conversation: Conversation, *, by: Agent | None, at: datetime) -> None:
        """The customer heard of a promise: when it is made with a reply, or later. It comes after `made`."""

    def untold(self, promise: Promise, conversation: Conversation, *, at: datetime) -> None:
        """The reply that told of it was taken back. A promise that was made with it goes next."""

    def broken(self, promise: Promise, conversation: Conversation, *, by: Agent | None, at: datetime) -> None:
        """It is broken: by the clock, or early, by `by`. The conversation is open next."""

    def kept(self, promise: Promise, conversation: Conversation, *, by: Agent | None, at: datetime) -> None:
        """It is kept in time, by a person or by what it waited for."""

    def owed_again(self, promise: Promise, conversation: Conversation, *, at: datetime) -> None:
        """What kept it was taken back: it is open again."""

    def withdrawn(self, promise: Promise, conversation: Conversation, *, by: Agent, at: datetime) -> None:
        """We do not owe it any more."""

    def made_good(self, promise: Promise, conversation: Conversation, *, by: Agent | None, at: datetime) -> None:
        """A broken promise was made good."""

    def broken_again(self, promise: Promise, conversation: Conversation, *, at: datetime) -> None:
        """The reply that made it good was taken back before it left."""

    def corrected(self, promise: Promise, conversation: Conversation, *, by: Agent, at: datetime) -> None:
        """It was kept after all, though it was said to be broken; `promise.kept_at` is the true time."""


@cache
def everyone() -> tuple[Heard, ...]:
    """Those who hear of promises, in the order of the settings."""
    return tuple(import_string(name)() for name in settings.HEARD_OF_PROMISES)
