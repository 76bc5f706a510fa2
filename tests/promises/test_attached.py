"""What happens to our word when something happens to its conversation: nothing erases it, everything carries it."""

from __future__ import annotations

import pytest

from makegood.clocks.models import Clock
from makegood.clocks.queries import running, running_about
from makegood.conversations import acts as conversations
from makegood.conversations.acts import After
from makegood.conversations.acts.leaving import deactivate
from makegood.conversations.models import Conversation, Message, State
from makegood.conversations.rules import Refused
from makegood.promises import acts
from makegood.promises.acts import Word
from makegood.promises.models import Promise
from tests.promises.common import DUE, WHAT, fresh, owned, promised, run_due
from tests.world import DAY, EVA, HOUR, MINUTE, NOON, World

LATER = NOON + HOUR


def test_a_customers_thanks_erases_nothing(world: World) -> None:
    promise = promised(world)
    said = promise.conversation.messages.latest("pk")
    world.receive(at=LATER, in_reply_to=said.message_id, text="Thanks!", reply_text="Thanks!")
    clock = running_about("promise", promise.pk)
    assert fresh(promise).state == "open" and clock and clock.due_at == DUE
    with pytest.raises(Refused, match="is still open"):
        conversations.nothing_to_answer(
            promise.conversation, why=conversations.Nothing.THANKS, seen=10**9, by=world.ana, at=LATER
        )


def test_it_does_not_close_over_an_open_promise(world: World) -> None:
    promise = promised(world)
    with pytest.raises(Refused, match="“I ring you back” is still open"):
        conversations.close(promise.conversation, seen=10**9, by=world.ana, at=LATER)
    with pytest.raises(Refused, match="still open"):
        world.reply(promise.conversation, at=LATER, after=After(closes=True))
    acts.keep(promise, by=world.ana, at=LATER)
    conversations.close(promise.conversation, seen=10**9, by=world.ana, at=LATER)
    assert fresh(promise).conversation.state == State.CLOSED


def test_no_hold_past_its_time(world: World) -> None:
    promise = promised(world)
    with pytest.raises(Refused, match="is due before that"):
        conversations.hold(promise.conversation, until=DUE + MINUTE, by=world.ana, at=NOON)
    conversations.hold(promise.conversation, until=DUE, by=world.ana, at=NOON)
    assert {one.kind for one in running(promise.conversation_id)} == {"promise", "look_again"}


def test_a_reply_leaves_it_open_while_we_owe_something(world: World) -> None:
    promise = promised(world)
    world.reply(promise.conversation, at=LATER)
    assert fresh(promise).conversation.state == State.OPEN
    world.reply(promise.conversation, at=LATER, along=[acts.keeping(promise.pk, by=world.ana, at=LATER)])
    promise = fresh(promise)
    assert (promise.state, promise.conversation.state) == ("kept", State.WAITING)


def test_what_rests_does_not_close_over_a_promise(world: World) -> None:
    conversation = world.receive()
    world.reply(conversation, at=NOON, after=After(lets_rest=True))
    promise = promised(world, conversation=conversation, due_at=NOON + 5 * DAY)
    run_due(NOON + 3 * DAY)
    assert fresh(promise).conversation.state == State.OPEN


def promise_in_reply(world: World, conversation: Conversation) -> Message:
    word = Word(WHAT, DUE)
    return world.reply(conversation, at=LATER, along=[acts.making(word, by=world.ana, at=LATER)])


def test_reply_and_promise_are_one_act_and_the_customer_is_told_by_it(world: World) -> None:
    conversation = world.receive()
    message = promise_in_reply(world, conversation)
    promise = Promise.objects.get()
    assert (promise.told_by, promise.told_at, promise.made_by) == (message, LATER, world.ana)
    conversation.refresh_from_db()
    assert (conversation.state, conversation.next_kind) == (State.OPEN, "promise")


def test_a_promise_that_cannot_be_made_sends_nothing(world: World) -> None:
    conversation = world.receive()
    with pytest.raises(Refused, match="has passed"):
        world.reply(conversation, at=LATER, along=[acts.making(Word(WHAT, NOON), by=world.ana, at=LATER)])
    assert not Message.objects.filter(direction=Message.OUT).exists() and not Promise.objects.exists()


def test_we_may_begin_a_conversation_with_a_promise(world: World) -> None:
    words = conversations.Words(to=[EVA], text="We ring you tomorrow.")
    message = conversations.start(
        words,
        mailbox=world.help,
        subject="Your order",
        by=world.ana,
        at=NOON,
        once="x",
        along=[acts.making(Word(WHAT, DUE), by=world.ana, at=NOON)],
    )
    assert message.conversation.state == State.OPEN
    assert [one.kind for one in running(message.conversation_id)] == ["promise"]


def test_a_reply_taken_back_never_promised(world: World) -> None:
    conversation = world.receive()
    message = promise_in_reply(world, conversation)
    conversations.undo_reply(message, by=world.ana, at=LATER)
    assert not Promise.objects.exists() and not Clock.objects.filter(kind="promise").exists()
    conversation.refresh_from_db()
    assert (conversation.state, conversation.next_kind) == (State.OPEN, "first_response")


def test_a_reply_taken_back_kept_moved_told_and_withdrew_nothing(world: World) -> None:
    conversation = owned(world)
    kept, moved, told = (
        promised(world, conversation=conversation, told=one != "told", what=one) for one in ("kept", "moved", "told")
    )
    by_ana = {"by": world.ana, "at": LATER}
    message = world.reply(
        conversation,
        at=LATER,
        along=[
            acts.keeping(kept.pk, **by_ana),
            acts.renegotiating(moved.pk, due_at=DUE + DAY, reason="late", **by_ana),
            acts.telling(told.pk, **by_ana),
        ],
    )
    assert [fresh(one).state for one in (kept, moved, told)] == ["kept", "open", "open"]
    assert fresh(moved).due_at == DUE + DAY and fresh(told).told_by == message
    conversations.undo_reply(message, by=world.ana, at=LATER)
    assert [fresh(one).state for one in (kept, moved, told)] == ["open", "open", "open"]
    assert fresh(moved).due_at == DUE and fresh(told).told_at is None
    clocks = [running_about("promise", one.pk) for one in (kept, moved, told)]
    assert [clock and clock.due_at for clock in clocks] == [DUE, DUE, DUE]


def test_what_a_reply_made_good_is_broken_again_when_it_is_taken_back(world: World) -> None:
    promise = promised(world)
    run_due(DUE)
    at = DUE + MINUTE
    message = world.reply(promise.conversation, at=at, along=[acts.keeping(promise.pk, by=world.ana, at=at)])
    assert fresh(promise).state == "made_good"
    conversations.undo_reply(message, by=world.ana, at=at)
    assert fresh(promise).state == "broken"
    run_due(DUE + HOUR)
    assert Message.objects.filter(by=None, direction=Message.OUT).count() == 1


def test_the_owners_promises_go_to_the_next_owner_and_other_keepers_stay(world: World) -> None:
    mine = promised(world)
    bens = promised(world, conversation=mine.conversation, keeper=world.ben)
    assert running_about("promise", bens.pk).agent_id == world.ben.pk  # type: ignore[union-attr]
    conversations.assign(mine.conversation, to=world.lea, by=world.ana, at=LATER)
    assert [fresh(one).keeper for one in (mine, bens)] == [world.lea, world.ben]
    conversations.release(mine.conversation, by=world.lea, at=LATER)
    assert [fresh(one).keeper for one in (mine, bens)] == [None, world.ben]
    conversations.claim(mine.conversation, by=world.ben, at=LATER)
    assert [fresh(one).keeper for one in (mine, bens)] == [world.ben, world.ben]
    assert running_about("promise", bens.pk).agent_id is None  # type: ignore[union-attr]


def test_a_promise_goes_with_the_conversation_to_another_team(world: World) -> None:
    promise = promised(world)
    conversations.assign(promise.conversation, to=world.mo, team=world.hill, by=world.ana, at=LATER)
    clock = running_about("promise", promise.pk)
    assert clock and clock.team_id == world.hill.pk and clock.due_at == DUE
    assert fresh(promise).made_in == world.harbour


def test_who_is_gone_keeps_nothing(world: World) -> None:
    promise = promised(world, keeper=world.ben)
    deactivate(world.ben, heir=None, by=world.ada, now=LATER)
    assert fresh(promise).keeper == world.ana


def test_a_merge_carries_each_with_its_own_clock_and_unmerge_brings_back_what_has_not_ended(world: World) -> None:
    here, kept, there = promised(world), None, promised(world, due_at=DUE + DAY)
    kept = promised(world, conversation=here.conversation, what="kept")
    source, target = here.conversation, there.conversation
    conversations.merge(source, target, by=world.ana, at=LATER)
    assert fresh(here).conversation == target and fresh(kept).conversation == target
    assert sorted(one.due_at for one in running(target.pk) if one.kind == "promise") == [DUE, DUE, DUE + DAY]
    acts.keep(kept, by=world.ana, at=LATER)
    conversations.unmerge(source, by=world.ana, at=LATER + HOUR)
    assert [fresh(one).conversation for one in (here, kept, there)] == [source, target, target]
    assert [one.due_at for one in running(source.pk) if one.kind == "promise"] == [DUE]
    run_due(DUE)
    assert fresh(here).state == "broken" and fresh(there).state == "open"


def test_merged_twice_each_merge_brings_back_its_own(world: World) -> None:
    promise = promised(world)
    first, second, third = promise.conversation, owned(world), owned(world)
    conversations.merge(first, second, by=world.ana, at=LATER)
    conversations.merge(second, third, by=world.ana, at=LATER)
    assert fresh(promise).conversation == third
    conversations.unmerge(second, by=world.ana, at=LATER)
    assert fresh(promise).conversation == second
    conversations.unmerge(first, by=world.ana, at=LATER)
    assert fresh(promise).conversation == first


def test_a_split_takes_the_promises_of_its_messages_and_the_chosen_ones(world: World) -> None:
    conversation = world.receive()
    message = promise_in_reply(world, conversation)
    chosen, stays = (promised(world, conversation=conversation, at=LATER, what=one) for one in ("chosen", "stays"))
    new = conversations.split(
        conversation,
        [message.pk],
        by=world.ana,
        at=LATER,
        along=[lambda source, target: acts.take_along(source, target, promises=[chosen.pk])],
    )
    told = Promise.objects.get(told_by=message)
    assert [fresh(one).conversation for one in (told, chosen, stays)] == [new, new, conversation]
    assert sorted(one.kind for one in running(new.pk))[-2:] == ["promise", "promise"]
