"""Calls in the world of all tests, and the turns that time takes with them."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from makegood.agenda.models import Turn
from makegood.calls import acts
from makegood.calls.acts import Left, Said, Talk, Then
from makegood.calls.models import Call, Callback
from makegood.config.turns import Handlers
from makegood.conversations.models import Conversation
from makegood.timeline.models import Event
from tests.world import NOON, World

NUMBER, TYPED = "+4930123456", "030 123456"
_presses = count(1)


def press() -> str:
    """A press of a button, unlike every other."""
    return f"call-press-{next(_presses)}"


def logged(world: World, *, at: datetime = NOON, **more: Any) -> Conversation:
    """Eva called, Ana wrote it down."""
    by, once = more.pop("by", world.ana), more.pop("once", press())
    said = Said(**{"team": world.harbour, "number": NUMBER, "name": "Eva Stern", "text": "The lamp flickers."} | more)
    return acts.log(said, by=by, at=at, once=once).conversation


def voicemail(world: World, *, at: datetime = NOON, **more: Any) -> Conversation:
    """Eva spoke on our machine."""
    once = more.pop("once", press())
    left = Left(**{"team": world.harbour, "number": NUMBER} | more)
    return fresh(acts.leave(left, by=None, at=at, once=once).conversation)


def tried(world: World, conversation: Conversation, *, at: datetime, outcome: str = "no_answer", **more: Any) -> Call:
    """Ana called."""
    by, once = more.pop("by", world.ana), more.pop("once", press())
    return acts.called(conversation, Talk(outcome, **more), by=by, at=at, once=once)


def fresh(conversation: Conversation) -> Conversation:
    """As it stands in the database."""
    return Conversation.objects.select_related("customer", "team__location", "owner").get(pk=conversation.pk)


def owed(conversation: Conversation) -> Callback:
    """The newest call that was asked for."""
    return Callback.objects.filter(conversation=conversation).order_by("-pk")[0]


def newest(conversation: Conversation) -> int:
    """The newest message."""
    return conversation.messages.order_by("-pk").values_list("pk", flat=True).first() or 0


def run_due(now: datetime) -> None:
    """A worker takes every turn of ours that is due by then, in order."""
    handlers = Handlers()
    kinds = ("clock", "rung")
    while turn := Turn.objects.filter(kind__in=kinds, run_at__lte=now).order_by("run_at", "pk").first():
        again = handlers[turn.kind](turn, now=now)
        if again is None:
            turn.delete()
        else:
            Turn.objects.filter(pk=turn.pk).update(run_at=again)


def kinds(conversation: Conversation) -> list[str]:
    """What happened in it, in order."""
    return list(Event.objects.filter(conversation_id=conversation.pk).order_by("pk").values_list("kind", flat=True))


__all__ = ["Then"]
