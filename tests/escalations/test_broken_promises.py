"""A broken promise climbs at once, and ends when the customer has a new word or the old one is made good."""

from __future__ import annotations

from datetime import datetime

import pytest

from makegood.clocks.models import Clock, Kind
from makegood.conversations import acts as conversations
from makegood.conversations.acts import After, Words
from makegood.conversations.models import Conversation, Message, State
from makegood.escalations import queries
from makegood.escalations.acts.climbing import Why, begin
from makegood.escalations.models import Cause, Escalation
from makegood.people.models import Agent, Rank, Role
from makegood.promises import acts as promises
from makegood.promises.acts import Word
from makegood.promises.models import Promise
from tests.world import DAY, EVA, HOUR, MINUTE, NOON, World

DUE = NOON + 2 * HOUR


@pytest.fixture
def max_(world: World) -> Agent:
    """Max manages the harbour."""
    max_ = Agent.objects.create_user("max@harbour.example", name="Max Example", created_at=NOON)
    Role.objects.create(agent=max_, rank=Rank.MANAGER, location=world.harbour.location)
    return max_


def promised(world: World, conversation: Conversation, what: str, *, at: datetime, due: datetime) -> Message:
    """Ana answers Eva and gives her word."""
    seen = conversation.messages.order_by("-pk").values_list("pk", flat=True)[0]
    word = promises.making(Word(what, due), by=world.ana, at=at)
    words = Words(to=[EVA], html="<div>Yes.</div>")
    return conversations.reply(
        conversation, words, by=world.ana, seen=seen, at=at, once=f"{what}-{at}", after=After(), along=[word]
    )


@pytest.fixture
def lamp(world: World) -> Conversation:
    """Eva's lamp, on which our word was not kept."""
    conversation = world.receive()
    promised(world, conversation, "Call you", at=NOON, due=DUE)
    [clock] = Clock.objects.filter(kind=Kind.PROMISE, ended_at=None)
    promises.run_out(clock.pk, at=DUE)
    return Conversation.objects.get(pk=conversation.pk)


def test_it_climbs_at_once_and_stands_first_in_the_list(world: World, max_: Agent, lamp: Conversation) -> None:
    one = queries.open_of(lamp.pk)
    assert one is not None and (one.cause, one.asked, one.due_at) == (Cause.BROKEN_PROMISE, world.lea, DUE)
    assert (lamp.state, lamp.next_due, lamp.next_kind) == (State.OPEN, DUE, Kind.RUNG)


def test_a_reply_without_a_new_word_does_not_end_it_and_one_with_it_does(
    world: World, max_: Agent, lamp: Conversation
) -> None:
    world.reply(lamp, by=world.lea, at=DUE + MINUTE)
    assert queries.open_of(lamp.pk)
    message = promised(world, lamp, "Call you at five", at=DUE + HOUR, due=DUE + DAY)
    assert queries.open_of(lamp.pk) is None
    conversations.undo_reply(message, by=world.ana, at=DUE + HOUR)
    assert queries.open_of(lamp.pk)


def test_made_good_it_ends(world: World, max_: Agent, lamp: Conversation) -> None:
    promises.make_good(Promise.objects.get(), how="Called her.", by=world.ana, at=DUE + HOUR)
    assert queries.open_of(lamp.pk) is None
    assert Escalation.objects.get().ended_why == "made_good"


def test_broken_again_it_starts_one_rung_higher(world: World, max_: Agent, lamp: Conversation) -> None:
    promised(world, lamp, "Call you at five", at=DUE + HOUR, due=DUE + DAY)
    [clock] = Clock.objects.filter(kind=Kind.PROMISE, ended_at=None)
    promises.run_out(clock.pk, at=DUE + DAY)
    one = queries.open_of(lamp.pk)
    assert one is not None and (one.asked, one.rung) == (max_, 2)


def broken_too(world: World, conversation: Conversation, *, what: str, at: datetime) -> Promise:
    """Another word of ours, of which they were not told in a reply, is not kept either."""
    promise = promises.make(conversation, Word(what, at), by=world.ana, at=at - MINUTE)
    promises.run_out(Clock.objects.get(kind=Kind.PROMISE, about_id=promise.pk).pk, at=at)
    promise.refresh_from_db()
    return promise


def test_of_several_broken_words_each_is_to_be_made_good(world: World, max_: Agent, lamp: Conversation) -> None:
    first, second = Promise.objects.get(), broken_too(world, lamp, what="Send a part", at=DUE + HOUR)
    promises.make_good(first, how="Called her.", by=world.ana, at=DUE + 2 * HOUR)
    assert queries.open_of(lamp.pk)
    promises.make_good(second, how="Sent it.", by=world.ana, at=DUE + 2 * HOUR)
    assert queries.open_of(lamp.pk) is None


def test_at_the_top_another_broken_word_stays_with_the_top(world: World, max_: Agent, lamp: Conversation) -> None:
    for hours in (1, 2):
        broken_too(world, lamp, what="Send a part", at=DUE + hours * HOUR)
        one = queries.open_of(lamp.pk)
        assert one is not None and (one.asked, one.told_at) == (max_, DUE + hours * HOUR)


def test_what_a_partners_silence_began_a_broken_word_takes_over(world: World, max_: Agent) -> None:
    conversation = world.receive()
    conversations.claim(conversation, by=world.ana, at=NOON)
    begin(conversation, Why(Cause.SILENT_PARTNER, NOON), at=NOON)
    broken_too(world, conversation, what="Send a part", at=DUE)
    world.reply(conversation, by=world.ana, at=DUE + MINUTE)  # which would have ended the partner's silence
    one = queries.open_of(conversation.pk)
    assert one is not None and one.cause == Cause.BROKEN_PROMISE


def test_merged_into_what_is_only_late_a_broken_word_is_still_owed(
    world: World, max_: Agent, lamp: Conversation
) -> None:
    other = world.receive(at=DUE, subject="The same lamp")
    begin(other, Why(Cause.LATE_ANSWER, DUE), at=DUE)
    conversations.merge(lamp, other, by=world.lea, at=DUE + MINUTE)
    world.reply(other, by=world.ana, at=DUE + HOUR)
    one = queries.open_of(other.pk)
    assert one is not None and one.cause == Cause.BROKEN_PROMISE
    promises.make_good(Promise.objects.get(), how="Called her.", by=world.ana, at=DUE + 2 * HOUR)
    assert queries.open_of(other.pk) is None
