"""A clock that runs out always moves something, once."""

from __future__ import annotations

from makegood.agenda.models import Turn
from makegood.clocks.models import Clock
from makegood.conversations import acts
from makegood.conversations.due import clock
from makegood.conversations.models import Conversation, State
from makegood.timeline.models import Event
from tests.world import DAY, HOUR, NOON, World


def turn_of(conversation: Conversation) -> Turn:
    running = Clock.objects.exclude(kind="rung").get(conversation_id=conversation.pk, ended_at=None)
    return Turn.objects.get(key=f"clock:{running.pk}")


def test_a_missed_answer_is_recorded_once_and_told_again(world: World) -> None:
    conversation = world.receive()
    turn = turn_of(conversation)
    again = clock(turn, now=NOON + DAY)
    assert again == NOON + DAY + 4 * HOUR
    clock(turn, now=NOON + DAY + 4 * HOUR)
    told = [event.about["again"] for event in Event.objects.filter(kind="clock.missed").order_by("pk")]
    assert told == [False, True]
    assert Clock.objects.exclude(kind="rung").get(conversation_id=conversation.pk).missed_at == NOON + DAY
    conversation.refresh_from_db()
    assert conversation.next_due == NOON + DAY  # what was said stays in the list's order


def test_a_turn_that_comes_early_waits(world: World) -> None:
    conversation = world.receive()
    assert clock(turn_of(conversation), now=NOON + HOUR) == NOON + DAY
    assert not Event.objects.filter(kind="clock.missed").exists()


def test_a_clock_that_ended_meanwhile_does_nothing(world: World) -> None:
    conversation = world.receive()
    turn = turn_of(conversation)
    world.reply(conversation)
    assert clock(turn, now=NOON + DAY) is None
    assert not Event.objects.filter(kind="clock.missed").exists()


def test_look_again_opens_it_with_an_answer_due(world: World) -> None:
    conversation = world.receive()
    world.reply(conversation, at=NOON)
    assert clock(turn_of(conversation), now=NOON + 3 * DAY) is None
    conversation.refresh_from_db()
    assert conversation.state == State.OPEN and conversation.next_kind == "next_response"
    assert conversation.next_due == NOON + 4 * DAY


def test_what_may_rest_is_closed_and_any_word_reopens_it(world: World) -> None:
    conversation = world.receive()
    ours = world.reply(conversation, at=NOON, after=acts.After(lets_rest=True))
    clock(turn_of(conversation), now=NOON + 3 * DAY)
    conversation.refresh_from_db()
    assert conversation.state == State.CLOSED
    again = world.receive(in_reply_to=ours.message_id, at=NOON + 4 * DAY)
    assert again == conversation and again.state == State.OPEN
