"""A promise in the world of all tests, and the turns that time takes with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from makegood.agenda.models import Turn
from makegood.config.turns import Handlers
from makegood.conversations.models import Conversation
from makegood.promises import acts
from makegood.promises.acts import Word
from makegood.promises.models import Promise
from makegood.timeline.models import Event
from tests.world import HOUR, NOON, World

DUE = NOON + 5 * HOUR
WHAT = "I ring you back"


def promised(world: World, *, due_at: datetime = DUE, told: bool = True, **more: Any) -> Promise:
    """Ana's word to Eva in a conversation that is Ana's."""
    conversation = more.pop("conversation", None) or owned(world)
    word = Word(
        more.pop("what", WHAT), due_at, **{name: more.pop(name) for name in ("event", "keeper") if name in more}
    )
    return acts.make(conversation, word, by=more.pop("by", world.ana), at=more.pop("at", NOON), told=told, **more)


def owned(world: World) -> Conversation:
    """Eva wrote and Ana answered: nothing is owed, it waits."""
    conversation = world.receive(at=NOON - HOUR)
    world.reply(conversation, at=NOON - HOUR)
    conversation.refresh_from_db()
    return conversation


def run_due(now: datetime) -> None:
    """A worker takes every turn of ours that is due by then, in order."""
    kinds = ("promise", "promise_warning", "own_up", "clock")
    handlers = Handlers()
    while turn := Turn.objects.filter(kind__in=kinds, run_at__lte=now).order_by("run_at", "pk").first():
        again = handlers[turn.kind](turn, now=now)
        if again is None:
            turn.delete()
        else:
            Turn.objects.filter(pk=turn.pk).update(run_at=again)


def fresh(promise: Promise) -> Promise:
    """As it stands in the database."""
    return Promise.objects.select_related("conversation").get(pk=promise.pk)


def happened(promise: Promise) -> list[str]:
    """What was recorded about the promise, in order."""
    events = Event.objects.filter(kind__startswith="promise.", about__promise=promise.pk).order_by("pk")
    return [event.kind.removeprefix("promise.") for event in events]
