"""How the floors above hang something on a conversation, in the same transaction.

A package above implements what concerns it in its own `attached.py`; settings.ATTACHED names them in order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from makegood.clocks.models import Clock
from makegood.conversations.models import Conversation, Message, Note
from makegood.people.models import Agent, Team


class Attached:
    """What a package above may want to hear. Each is called inside the act's transaction, and does nothing here."""

    def said(self, said: Sequence[tuple[Message, Conversation]]) -> None:
        """These messages, from either side, are in their conversations, the newest last."""

    def reworded(self, message: Message, *, before: str) -> None:
        """What was said has words that were not known before (`before` was its text): a machine has listened to it."""

    def unsaid(self, message: Message) -> None:
        """A reply was taken back before it left; the row goes next."""

    def noted(self, note: Note, conversation: Conversation) -> None:
        """A note is in the conversation."""

    def changed(self, conversation: Conversation) -> None:
        """Owner, team, state, tags or guests of the conversation are others now."""

    def why_not_close(self, conversation: Conversation, *, by: Agent | None) -> str:
        """Why it may not close yet, in words that say what to do instead. `by` None: it would close by itself."""
        return ""

    def settling(self, conversation: Conversation, *, by: Agent, at: datetime) -> int | None:
        """Nothing is to be answered. The id of a promise to answer that was let go by that, for an undo; None: none."""
        return None

    def why_not_hold(self, conversation: Conversation, *, until: datetime) -> str:
        """Why it may not rest until then, in words that say what to do instead."""
        return ""

    def keeps_open(self, conversation: Conversation) -> bool:
        """Whether something is owed, so that a reply does not make it wait."""
        return False

    def received(self, conversation: Conversation, *, at: datetime) -> None:
        """The customer said something in a conversation that was there before; it is our turn."""

    def replied(self, message: Message, conversation: Conversation, *, by: Agent, at: datetime) -> None:
        """We said something; the state is not changed yet. What was kept by it no longer keeps it open."""

    def unreplied(self, message: Message, conversation: Conversation, *, at: datetime) -> None:
        """A reply was taken back before it left: what it ended goes on, with its first times. The row goes next."""

    def owner_changed(self, conversation: Conversation, *, was: Agent | None, by: Agent | None, at: datetime) -> None:
        """It has another owner or team, whoever decided that. The row is written next: change clocks, not the row."""

    def handed_back(self, conversation: Conversation, *, handoff: int, at: datetime) -> None:
        """Nobody answered an offer in time, or a partner fell silent: it is with its owner, who may need help."""

    def called_back(
        self, conversation: Conversation, *, about: int, message: int, by: Agent | None, at: datetime
    ) -> None:
        """Nobody waits for this call any more: reached (in `message`), written to or called off (`message` 0)."""

    def missed(self, conversation: Conversation, clock: Clock, *, at: datetime) -> None:
        """A clock of the conversation's own has run out, for the first time or once more. The state stays."""

    def closing(self, conversation: Conversation, *, by: Agent | None, at: datetime) -> None:
        """It closes, and nobody had a reason against it: what ends by that ends. The row is written next."""

    def moved(self, source: Conversation, target: Conversation, *, by: Agent, at: datetime) -> None:
        """Two are merged: what hangs on the source hangs on the target from now on, each with its own clock."""

    def restored(self, source: Conversation, target: Conversation, *, by: Agent, at: datetime) -> None:
        """A merge is taken apart: what came from the source and has not ended is its own again."""

    def split(
        self, source: Conversation, target: Conversation, *, messages: Sequence[int], by: Agent, at: datetime
    ) -> None:
        """These messages began a conversation of their own, and what hangs on them goes along."""

    def wished(self, conversation: Conversation, *, at: datetime) -> None:
        """The customer wants to be reached otherwise, or not by the same place any more."""

    def undone(self, conversation: Conversation, before: Mapping[str, Any], *, by: Agent, at: datetime) -> None:
        """An act is taken back: `before` is what it kept for that. The clocks that it ended run again next."""

    def team_closed(self, team: Team, *, heir: Team, at: datetime) -> None:
        """The team takes no more work; what waits for it is this one's."""

    def left(self, agent: Agent, *, by: Agent | None, at: datetime) -> None:
        """The person works here no more, and what they had open is somebody else's already."""


@cache
def everyone() -> tuple[Attached, ...]:
    """Those who hang something on conversations, in the order of the settings."""
    return tuple(import_string(name)() for name in settings.ATTACHED)


def settling(conversation: Conversation, *, by: Agent, at: datetime) -> dict[str, int]:
    """What was let go because nothing is to be answered, as an undo keeps it."""
    gone = [pk for one in everyone() if (pk := one.settling(conversation, by=by, at=at))]
    return {"promise_withdrawn": gone[0]} if gone else {}


def why_not_close(conversation: Conversation, *, by: Agent | None) -> str:
    """The first reason of anyone attached; empty when it may close."""
    return next((why for one in everyone() if (why := one.why_not_close(conversation, by=by))), "")


def why_not_hold(conversation: Conversation, *, until: datetime) -> str:
    """The first reason of anyone attached; empty when it may rest until then."""
    return next((why for one in everyone() if (why := one.why_not_hold(conversation, until=until))), "")


def owes(conversation: Conversation) -> bool:
    """Whether it must not close by itself, nor be closed again by an undo: something is owed, or is with others."""
    return keeps_open(conversation) or bool(why_not_close(conversation, by=None))


def keeps_open(conversation: Conversation) -> bool:
    """Whether anyone attached still owes something."""
    return any(one.keeps_open(conversation) for one in everyone())
