"""Each verb on our word: it works, twice, by a stranger, past its time, and is refused in words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from makegood.clocks.queries import running, running_about
from makegood.conversations import acts as conversations
from makegood.conversations.models import Message, State
from makegood.conversations.rules import Refused, TooLate
from makegood.people.duty import acts as duty
from makegood.promises import acts, queries, rules
from makegood.promises.acts import Word
from makegood.promises.models import Promise, Term
from makegood.promises.models import State as Word_
from makegood.promises.rules import Broke, Gone
from tests.promises.common import DUE, WHAT, fresh, happened, owned, promised
from tests.world import DAY, HOUR, MINUTE, NOON, World

LATER = NOON + HOUR


def test_a_promise_runs_its_clock_and_leads_the_list(world: World) -> None:
    promise = promised(world)
    conversation = promise.conversation
    conversation.refresh_from_db()
    assert (promise.state, promise.keeper, promise.made_in) == ("open", world.ana, world.harbour)
    clock = running_about("promise", promise.pk)
    assert clock and (clock.due_at, clock.agent_id) == (DUE, None)
    assert (conversation.state, conversation.next_due, conversation.next_kind) == (State.WAITING, DUE, "promise")
    assert [term.due_at for term in promise.terms.all()] == [DUE]
    assert happened(promise) == ["made"]


def test_a_promise_on_a_closed_conversation_reopens_it(world: World) -> None:
    conversation = owned(world)
    conversations.close(conversation, seen=10**9, by=world.ana, at=NOON)
    promise = promised(world, conversation=conversation)
    conversation.refresh_from_db()
    assert conversation.state == State.OPEN and promise.state == "open"
    assert [clock.kind for clock in running(conversation.pk)] == ["promise"]


def test_pressed_twice_it_is_one_promise(world: World) -> None:
    conversation = owned(world)
    one, other = (promised(world, conversation=conversation, once="press") for _ in range(2))
    assert one == other and Promise.objects.count() == 1


@pytest.mark.parametrize(
    ("word", "why"),
    [
        (Word("  ", DUE), "What do you promise"),
        (Word("x" * 301, DUE), "one sentence"),
        (Word(WHAT, NOON), "has passed"),
        (Word(WHAT, NOON - HOUR), "has passed"),
        (Word(WHAT, NOON + 400 * DAY), "more than a year"),
        (Word(WHAT, DUE, event="rains"), "Nobody here knows that event"),
    ],
)
def test_what_cannot_be_promised_is_said(world: World, word: Word, why: str) -> None:
    with pytest.raises(Refused, match=why):
        acts.make(owned(world), word, by=world.ana, at=NOON)
    assert not Promise.objects.exists()


def test_kept_in_time(world: World) -> None:
    promise = promised(world)
    acts.keep(promise, how="Rang her.", by=world.ana, at=LATER)
    promise = fresh(promise)
    assert (promise.state, promise.kept_at, promise.ended_by, promise.how) == ("kept", LATER, world.ana, "Rang her.")
    assert running_about("promise", promise.pk) is None
    assert promise.conversation.next_kind == "look_again"
    with pytest.raises(Gone, match="Ana Example kept this promise already"):
        acts.keep(promise, by=world.ana, at=LATER)
    assert happened(promise) == ["made", "kept"]


@pytest.mark.parametrize("worker_was_there", [False, True])
def test_kept_late_it_breaks_first_whatever_the_worker_did(world: World, worker_was_there: bool) -> None:
    promise = promised(world)
    if worker_was_there:
        clock = running_about("promise", promise.pk)
        assert clock and acts.run_out(clock.pk, at=DUE) is None
    acts.keep(promise, by=world.ana, at=DUE + (MINUTE if worker_was_there else timedelta()))
    promise = fresh(promise)
    assert (promise.state, promise.broken_at, promise.kept_at) == ("made_good", DUE, None)
    assert promise.conversation.state == State.OPEN and promise.conversation.next_kind == "next_response"
    assert happened(promise) == ["made", "broken", "made_good"]


def test_due_now_is_due(world: World) -> None:
    promise = promised(world)
    acts.keep(promise, by=world.ana, at=DUE - timedelta(microseconds=1))
    assert fresh(promise).state == "kept"


def test_strangers_and_colleagues_may_not(world: World) -> None:
    promise = promised(world)
    with pytest.raises(Promise.DoesNotExist):
        queries.get_for(world.mo, promise.pk)
    for verb in (
        lambda: acts.keep(promise, by=world.ben, at=LATER),
        lambda: acts.renegotiate(promise, due_at=DUE + HOUR, reason="late", told=True, by=world.ben, at=LATER),
        lambda: acts.break_early(promise, reason="no", by=world.ben, at=LATER),
        lambda: acts.withdraw(promise, reason="no", told=True, by=world.ben, at=LATER),
    ):
        with pytest.raises(Refused, match="Only"):
            verb()
    assert happened(promise) == ["made"]
    acts.keep(promise, by=world.lea, at=LATER)


def test_what_nobody_has_anyone_who_may_answer_can_keep(world: World) -> None:
    promise = promised(world, conversation=world.receive())
    assert promise.keeper == world.ana
    acts.keep(promise, by=world.ben, at=LATER)
    assert fresh(promise).state == "kept"


def test_who_covers_an_absent_owner_may_keep_their_word(world: World) -> None:
    promise = promised(world)
    [item] = queries.of_conversation(world.ben, promise.conversation, at=LATER)
    assert item.may == frozenset()
    duty.begin_absence(world.ana, since=NOON, until=None, by=world.ana, at=NOON)
    [item] = queries.of_conversation(world.ben, promise.conversation, at=LATER)
    assert "keep" in item.may
    acts.keep(promise, by=world.ben, at=LATER)
    assert (fresh(promise).state, fresh(promise).ended_by) == ("kept", world.ben)


def test_renegotiated_before_it_is_due_and_the_old_times_stay(world: World) -> None:
    promise = promised(world)
    acts.renegotiate(promise, due_at=DUE + DAY, reason="The part is late", told=True, by=world.ana, at=LATER)
    promise = fresh(promise)
    assert (promise.state, promise.due_at, promise.first_due_at) == ("open", DUE + DAY, DUE)
    terms = Term.objects.order_by("pk").values_list("was_due_at", "due_at", "reason")
    assert list(terms) == [(None, DUE, ""), (DUE, DUE + DAY, "The part is late")]
    clock = running_about("promise", promise.pk)
    assert clock and clock.due_at == clock.turn_at == DUE + DAY == promise.conversation.next_due


def test_the_customer_must_hear_of_the_new_time(world: World) -> None:
    promise = promised(world)
    with pytest.raises(Refused, match="Tell them in a reply"):
        acts.renegotiate(promise, due_at=DUE + DAY, reason="late", by=world.ana, at=LATER)
    with pytest.raises(Refused, match="Why is there a new time"):
        acts.renegotiate(promise, due_at=DUE + DAY, reason=" ", told=True, by=world.ana, at=LATER)
    ours = promised(world, told=False, conversation=promise.conversation)
    acts.renegotiate(ours, due_at=DUE + DAY, reason="late", by=world.ana, at=LATER)
    assert fresh(ours).due_at == DUE + DAY


def test_twice_and_no_longer_than_ten_days_then_a_lead(world: World) -> None:
    promise = promised(world)
    move = {"reason": "late", "told": True, "at": LATER}
    with pytest.raises(Refused, match="later than you can agree alone"):
        acts.renegotiate(promise, due_at=DUE + 11 * DAY, by=world.ana, **move)
    for days in (10, 20):
        acts.renegotiate(promise, due_at=DUE + days * DAY, by=world.ana, **move)
    with pytest.raises(Refused, match="moved twice already"):
        acts.renegotiate(promise, due_at=DUE + 21 * DAY, by=world.ana, **move)
    acts.renegotiate(promise, due_at=DUE + 90 * DAY, by=world.lea, **move)
    acts.renegotiate(promise, due_at=DUE + DAY, by=world.ana, **move)  # sooner is no put-off
    assert fresh(promise).due_at == DUE + DAY


@pytest.mark.parametrize("verb", ["renegotiate", "withdraw"])
def test_past_its_time_it_breaks_and_nothing_else(world: World, verb: str) -> None:
    promise = promised(world)
    with pytest.raises(Broke, match="broken"):
        if verb == "renegotiate":
            acts.renegotiate(promise, due_at=DUE + DAY, reason="late", told=True, by=world.ana, at=DUE)
        else:
            acts.withdraw(promise, reason="no", told=True, by=world.lea, at=DUE)
    promise = fresh(promise)
    assert (promise.state, promise.due_at, promise.broken_at) == ("broken", DUE, DUE)
    assert promise.conversation.state == State.OPEN
    assert happened(promise) == ["made", "broken"]


def test_owning_up_early(world: World) -> None:
    promise = promised(world)
    with pytest.raises(Refused, match="What happened"):
        acts.break_early(promise, reason="", by=world.ana, at=LATER)
    acts.break_early(promise, reason="The line is dead", by=world.ana, at=LATER)
    promise = fresh(promise)
    assert (promise.state, promise.broken_at, promise.ended_by) == ("broken", LATER, world.ana)
    assert promise.conversation.state == State.OPEN
    with pytest.raises(Gone, match="Make it good"):
        acts.break_early(promise, reason="again", by=world.ana, at=LATER)


def test_made_good_once(world: World) -> None:
    promise = promised(world)
    with pytest.raises(Gone, match="still open"):
        acts.make_good(promise, how="Rang her", by=world.ana, at=LATER)
    acts.break_early(promise, reason="The line is dead", by=world.ana, at=LATER)
    with pytest.raises(Refused, match="How was it made good"):
        acts.make_good(promise, how="", by=world.ana, at=LATER)
    acts.make_good(promise, how="Rang her", by=world.ana, at=LATER + HOUR)
    with pytest.raises(Gone, match="Ana Example made this promise good already"):
        acts.make_good(promise, how="Rang her", by=world.lea, at=LATER + HOUR)
    assert (fresh(promise).state, fresh(promise).broken_at) == ("made_good", LATER)


@pytest.mark.parametrize(("kept_at", "in_time"), [(DUE - MINUTE, True), (DUE + MINUTE, False)])
def test_corrected_it_counts_by_the_true_time(world: World, kept_at: object, in_time: bool) -> None:
    promise = promised(world)
    acts.correct(promise, kept_at=kept_at, by=world.ana, at=DUE + HOUR)  # type: ignore[arg-type]
    promise = fresh(promise)
    assert (promise.state, promise.broken_at, promise.corrected_at) == ("kept", DUE + HOUR, DUE + HOUR)
    assert (promise.kept_at is not None and promise.kept_at <= promise.due_at) is in_time
    assert happened(promise) == ["made", "broken", "corrected"]


def test_a_correction_is_about_the_past_and_about_what_broke(world: World) -> None:
    promise = promised(world)
    with pytest.raises(Gone, match="still open"):
        acts.correct(promise, kept_at=NOON, by=world.ana, at=LATER)
    with pytest.raises(Refused, match="not come yet"):
        acts.correct(promise, kept_at=DUE + DAY, by=world.ana, at=DUE + HOUR)
    with pytest.raises(Refused, match="not promised yet"):
        acts.correct(promise, kept_at=NOON - HOUR, by=world.ana, at=DUE + HOUR)


def test_withdrawn_by_its_maker_within_five_minutes_or_a_lead(world: World) -> None:
    promise = promised(world)
    with pytest.raises(Refused, match="Tell them in a reply"):
        acts.withdraw(promise, reason="A slip", by=world.ana, at=NOON + MINUTE)
    acts.withdraw(promise, reason="A slip", told=True, by=world.ana, at=NOON + 5 * MINUTE)
    other = promised(world, told=False, conversation=promise.conversation)
    with pytest.raises(Refused, match="Only a lead"):
        acts.withdraw(other, reason="A slip", by=world.ana, at=NOON + 6 * MINUTE)
    with pytest.raises(Refused, match="Why is it withdrawn"):
        acts.withdraw(other, reason=" ", by=world.lea, at=LATER)
    acts.withdraw(other, reason="She bought another", by=world.lea, at=LATER)
    assert [fresh(one).state for one in (promise, other)] == ["withdrawn", "withdrawn"]
    assert [clock.kind for clock in running(promise.conversation_id)] == ["look_again"]


def test_an_event_keeps_what_waits_for_it_and_the_customer_is_told(world: World) -> None:
    promise = promised(world, event="shipped", what="We write to you")
    assert acts.event_came(promise.conversation, "shipped", by=world.ben, at=LATER) == [promise]
    assert acts.event_came(promise.conversation, "shipped", by=world.ben, at=LATER) == []
    assert (fresh(promise).state, fresh(promise).how) == ("kept", "event:shipped")
    mail = Message.objects.get(by=None, direction=Message.OUT)
    assert mail.text == "We said to you: “We write to you”. It has shipped."
    with pytest.raises(Refused, match="Nobody here knows"):
        acts.event_came(promise.conversation, "rained", by=world.ben, at=LATER)


def test_an_event_that_came_before_is_checked_at_once(world: World) -> None:
    conversation = owned(world)
    acts.event_came(conversation, "shipped", by=None, at=NOON)
    promise = promised(world, conversation=conversation, event="shipped")
    assert fresh(promise).state == "kept"
    assert [clock.kind for clock in running(conversation.pk)] == ["look_again"]


def test_an_event_after_the_latest_date_makes_it_good(world: World) -> None:
    promise = promised(world, event="shipped")
    acts.event_came(promise.conversation, "shipped", by=None, at=DUE + HOUR)
    promise = fresh(promise)
    assert (promise.state, promise.broken_at) == ("made_good", DUE + HOUR)
    assert promise.conversation.state == State.OPEN


def test_keeping_and_withdrawing_can_be_taken_back(world: World) -> None:
    promise = promised(world)
    undo = acts.keep(promise, by=world.ana, at=LATER)
    conversations.undo(undo.pk, by=world.ana, at=LATER + MINUTE)
    promise = fresh(promise)
    assert (promise.state, promise.kept_at, promise.conversation.next_due) == ("open", None, DUE)
    undo = acts.withdraw(promise, reason="slip", told=True, by=world.lea, at=LATER)
    conversations.undo(undo.pk, by=world.lea, at=LATER + MINUTE)
    promise = fresh(promise)
    assert (promise.state, promise.conversation.next_kind) == ("open", "promise")


def test_what_broke_cannot_be_taken_back(world: World) -> None:
    promise = promised(world)
    undo = acts.keep(promise, by=world.ana, at=DUE)
    with pytest.raises(TooLate, match="broken before"):
        conversations.undo(undo.pk, by=world.ana, at=DUE + MINUTE)
    assert fresh(promise).state == "made_good"


LIES = (
    {"state": Word_.KEPT, "kept_at": DUE},  # kept when it was due already
    {"state": Word_.KEPT},
    {"state": Word_.BROKEN},
    {"state": Word_.OPEN, "kept_at": LATER},
    {"state": Word_.WITHDRAWN, "withdrawn_at": DUE},
    {"state": Word_.MADE_GOOD, "made_good_at": LATER},
    {"due_at": NOON},
)


@pytest.mark.parametrize("lie", LIES)
def test_the_database_refuses_what_must_never_be(world: World, lie: dict[str, object]) -> None:
    promise = promised(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.filter(pk=promise.pk).update(**lie)


def test_the_database_refuses_a_new_time_named_too_late(world: World) -> None:
    promise = promised(world)
    late = {"promise": promise, "was_due_at": DUE, "due_at": DUE + DAY, "reason": "late"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.create(said_at=DUE, **late)
    Term.objects.create(said_at=DUE - MINUTE, **late)


def test_every_state_is_left_only_by_its_verbs() -> None:
    assert {state: [verb.value for verb in rules.possible(state)] for state in Word_} == {
        "open": ["keep", "renegotiate", "break", "withdraw"],
        "kept": [],
        "broken": ["correct", "make good"],
        "made_good": [],
        "withdrawn": [],
    }
