"""Two at the same moment: one wins, the other is told by name what is possible now, and nothing is done twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from makegood.clocks.models import Clock
from makegood.conversations import acts as conversations
from makegood.conversations.models import State
from makegood.conversations.rules import Refused
from makegood.promises import acts
from makegood.promises.acts import Word
from makegood.promises.models import Promise
from makegood.promises.rules import Gone
from tests.guarantees.at_once import at_once
from tests.promises.common import DUE, WHAT, fresh, happened, owned, promised
from tests.world import HOUR, NOON, World, build

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5
LATER = NOON + HOUR


@pytest.fixture
def world(transactional_db: None) -> World:
    """For threads with connections of their own."""
    return build()


def test_of_two_who_keep_it_one_did(world: World) -> None:
    for _ in range(ROUNDS):
        promise = promised(world)

        results = at_once(*(lambda p=promise, by=by: acts.keep(p, by=by, at=LATER) for by in (world.ana, world.lea)))
        [told] = [one for one in results if isinstance(one, Exception)]
        assert isinstance(told, Gone) and "kept this promise already" in str(told)
        assert happened(promise).count("kept") == 1


def test_keep_against_the_clock_is_kept_or_made_good_but_never_lost(world: World) -> None:
    for late in (timedelta(microseconds=-1), timedelta()):
        promise = promised(world)
        clock = Clock.objects.get(kind="promise", about_id=promise.pk)

        def run_out(pk: int = clock.pk) -> Any:
            return acts.run_out(pk, at=DUE)

        results = at_once(lambda p=promise, at=DUE + late: acts.keep(p, by=world.ana, at=at), run_out)
        assert not [one for one in results if isinstance(one, Exception)]
        promise = fresh(promise)
        # Whoever presses a moment before it is due, and is overtaken by the clock, has made it good.
        assert promise.state in (("kept", "made_good") if late else ("made_good",))
        assert happened(promise).count("broken") == (promise.state == "made_good")


def test_keep_against_break_early(world: World) -> None:
    for _ in range(ROUNDS):
        promise = promised(world)
        at_once(
            lambda p=promise: acts.keep(p, by=world.ana, at=NOON + HOUR),
            lambda p=promise: acts.break_early(p, reason="no", by=world.lea, at=NOON + HOUR),
        )
        assert fresh(promise).state in ("kept", "made_good")
        assert len([one for one in happened(promise) if one in ("kept", "made_good")]) == 1


def test_close_against_make_leaves_no_promise_on_a_closed_conversation(world: World) -> None:
    for _ in range(ROUNDS):
        conversation = owned(world)
        closed, made = at_once(
            lambda c=conversation: conversations.close(c, seen=10**9, by=world.ana, at=NOON),
            lambda c=conversation: acts.make(c, Word(WHAT, DUE), by=world.lea, at=NOON),
        )
        assert isinstance(made, Promise)
        assert not isinstance(closed, Exception) or isinstance(closed, Refused)
        conversation.refresh_from_db()
        assert conversation.state != State.CLOSED and conversation.next_due == DUE


def test_a_move_against_a_merge_finds_its_promise(world: World) -> None:
    for _ in range(ROUNDS):
        promise, target = promised(world), owned(world)
        results = at_once(
            lambda p=promise: acts.renegotiate(
                p, due_at=DUE + HOUR, reason="late", told=True, by=world.lea, at=NOON + HOUR
            ),
            lambda p=promise, t=target: conversations.merge(p.conversation, t, by=world.lea, at=NOON + HOUR),
        )
        assert not [one for one in results if isinstance(one, Exception)]
        promise = fresh(promise)
        assert promise.conversation == target and promise.due_at == DUE + HOUR
        assert Clock.objects.get(kind="promise", about_id=promise.pk, ended_at=None).due_at == DUE + HOUR
