"""What time does to our word: warnings, the break, and the one plain sentence that the customer is owed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from makegood.agenda.models import Turn
from makegood.clocks.hours import ALWAYS, Hours
from makegood.conversations import acts as conversations
from makegood.conversations.letter import Kind
from makegood.conversations.models import Draft, Message, State
from makegood.conversations.queries import outgoing
from makegood.promises import acts, rules
from makegood.timeline.models import Event
from tests.promises.common import DUE, WHAT, fresh, happened, owned, promised, run_due
from tests.world import DAY, HOUR, MINUTE, NOON, World

NINE_TO_SIX = Hours("UTC", ((((9 * 60), (18 * 60)),),) * 5 + ((), ()))


def warned(promise_due: datetime) -> list[datetime]:
    return list(Event.objects.filter(kind="promise.warned").order_by("pk").values_list("at", flat=True))


@pytest.mark.parametrize(
    ("length", "hours", "expected"),
    [
        (10 * HOUR, ALWAYS, [5 * HOUR, 8 * HOUR, 9 * HOUR]),
        (5 * HOUR, ALWAYS, [2.5 * HOUR, 4 * HOUR]),
        (HOUR, ALWAYS, [0.5 * HOUR, 0.8 * HOUR]),
        # Thursday noon to Friday 09:30: one working hour before is Thursday 17:30.
        (21.5 * HOUR, NINE_TO_SIX, [5.5 * HOUR, 10.75 * HOUR, 17.2 * HOUR]),
    ],
)
def test_warnings_come_at_half_and_a_fifth_and_one_working_hour_before(
    length: timedelta, hours: Hours, expected: list[timedelta]
) -> None:
    assert [at - NOON for at in rules.warnings(NOON, NOON + length, hours=hours)] == expected


def test_each_warning_comes_once_and_after_downtime_one(world: World) -> None:
    promise = promised(world, due_at=NOON + 10 * HOUR)
    for minutes in range(0, 10 * 60, 30):
        run_due(NOON + minutes * MINUTE)
    assert warned(promise.due_at) == [NOON + 5 * HOUR, NOON + 8 * HOUR, NOON + 9 * HOUR]
    other = promised(world, due_at=NOON + 10 * HOUR)
    run_due(NOON + 9.5 * HOUR)  # nobody was there for nine hours
    assert len(warned(other.due_at)) == 4
    assert happened(other) == ["made", "warned"]


def test_no_warning_after_it_ended_and_new_ones_for_a_new_time(world: World) -> None:
    promise = promised(world)
    acts.renegotiate(promise, due_at=DUE + 5 * HOUR, reason="late", told=True, by=world.ana, at=DUE - MINUTE)
    run_due(DUE)
    assert warned(promise.due_at) == []
    run_due(DUE + 4 * HOUR)
    assert len(warned(promise.due_at)) == 1
    acts.keep(promise, by=world.ana, at=DUE + 4 * HOUR)
    assert not Turn.objects.filter(kind__startswith="promise").exists()


def test_run_out_it_is_broken_once_and_opens_the_conversation(world: World) -> None:
    promise = promised(world)
    run_due(DUE - MINUTE)
    assert fresh(promise).state == "open"
    run_due(DUE + 3 * DAY)  # exact after downtime: one turn
    run_due(DUE + 3 * DAY)
    promise = fresh(promise)
    assert (promise.state, promise.broken_at, promise.conversation.state) == ("broken", DUE + 3 * DAY, State.OPEN)
    assert happened(promise).count("broken") == 1


def test_one_plain_sentence_goes_by_itself_within_an_hour_and_once(world: World) -> None:
    promise = promised(world)
    run_due(DUE)
    run_due(DUE + 59 * MINUTE)
    assert not Message.objects.filter(by=None, direction=Message.OUT).exists()
    for _ in range(2):
        run_due(DUE + HOUR)
        acts.own_up(promise.pk, at=DUE + HOUR)
    mail = Message.objects.get(by=None, direction=Message.OUT)
    assert mail.text == (
        "We said to you: “I ring you back”, by Thursday 19 November, 17:00; "
        "we have not told you that it is done, and Ana Example has it now."
    )
    assert [one.address for one in mail.deliveries.all()] == ["eva@post.example"]
    assert fresh(promise).owned_up_at == DUE + HOUR
    assert fresh(promise).conversation.state == State.OPEN


def test_a_note_of_absence_that_came_last_does_not_keep_the_sentence_back(world: World) -> None:
    promise = promised(world)
    said = promise.conversation.messages.latest("pk")
    away = {"kind": Kind.AUTO_REPLY, "may_autorespond": False, "in_reply_to": said.message_id}
    world.receive(at=NOON + MINUTE, **away)
    run_due(DUE)
    run_due(DUE + HOUR)
    mail = outgoing(Message.objects.get(by=None, direction=Message.OUT).deliveries.get().pk)
    assert mail is not None and mail.is_automatic and not mail.answers_automatic


def test_nobody_has_it_says_the_sentence_too(world: World) -> None:
    promised(world, conversation=world.receive())
    run_due(DUE)
    run_due(DUE + HOUR)
    mail = Message.objects.get(by=None, direction=Message.OUT)
    assert mail.text.endswith("and the team Front, Harbour, has it now.")


@pytest.mark.parametrize("why", ["answered", "not told", "made good", "corrected", "quiet"])
def test_no_mail_goes_by_itself_when_none_is_owed(world: World, why: str) -> None:
    promise = promised(world, told=why != "not told")
    if why == "quiet":
        acts.speak_up(world.harbour.pk, by_itself=False, by=world.lea, at=NOON)
    run_due(DUE)
    conversation = fresh(promise).conversation
    if why == "answered":
        world.reply(conversation, by=world.ben, at=DUE + MINUTE)
    if why == "made good":
        acts.make_good(promise, how="Rang", by=world.ana, at=DUE + MINUTE)
    if why == "corrected":
        acts.correct(promise, kept_at=DUE - MINUTE, by=world.ana, at=DUE + MINUTE)
    run_due(DUE + HOUR)
    assert not Message.objects.filter(by=None, direction=Message.OUT).exists()


def test_a_team_that_wants_it_again_gets_it(world: World) -> None:
    acts.speak_up(world.harbour.pk, by_itself=False, by=world.lea, at=NOON)
    acts.speak_up(world.harbour.pk, by_itself=True, by=world.lea, at=NOON)
    promised(world)
    run_due(DUE)
    run_due(DUE + HOUR)
    assert Message.objects.filter(by=None, direction=Message.OUT).count() == 1


def test_who_was_told_that_it_is_not_done_hears_when_it_was(world: World) -> None:
    promise = promised(world)
    run_due(DUE)
    run_due(DUE + HOUR)
    acts.correct(promise, kept_at=DUE - MINUTE, by=world.ana, at=DUE + 2 * HOUR)
    last = Message.objects.filter(by=None, direction=Message.OUT).latest("pk")
    assert last.text.endswith("It was done on Thursday 19 November, 16:59.")


def test_an_apology_with_a_new_word_lies_ready_for_the_owner(world: World) -> None:
    promise = promised(world, what="I ring you & explain")
    run_due(DUE)
    draft = Draft.objects.get()
    assert draft.agent == world.ana and draft.conversation == promise.conversation
    assert draft.text == (
        "Hello Eva Stern,\n\n"
        "We said to you: “I ring you & explain”, by Thursday 19 November, 17:00. We did not keep our word, "
        "and I am sorry.\n\n"
        "I have this now, and you will hear from me by Friday 20 November, 12:00."
    )


def test_what_the_owner_is_writing_is_left_alone(world: World) -> None:
    promise = promised(world)
    conversations.save(promise.conversation, "reply", by=world.ana, text="Dear Eva", at=NOON)
    run_due(DUE)
    assert Draft.objects.get().text == "Dear Eva"


def test_a_promise_among_ourselves_breaks_without_a_word_to_the_customer(world: World) -> None:
    promised(world, told=False)
    run_due(DUE)
    assert not Draft.objects.exists()


def test_told_in_a_mail_that_came_back_is_not_told(world: World) -> None:
    conversation = owned(world)
    message = world.reply(conversation, at=NOON, along=[acts.making(acts.Word(WHAT, DUE), by=world.ana, at=NOON)])
    conversations.stuck(message.deliveries.get().pk, reason="No such mailbox.", at=NOON + MINUTE)
    run_due(DUE)
    run_due(DUE + HOUR)
    assert not Message.objects.filter(by=None, direction=Message.OUT).exists()
