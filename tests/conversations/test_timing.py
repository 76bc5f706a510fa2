"""Clocks in working time: by office hours and service targets, warned of, paused, counted anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from makegood.agenda.models import Turn
from makegood.clocks.hours import Hours
from makegood.clocks.models import Clock, OfficeHours, Target
from makegood.clocks.targets import Said
from makegood.config.doctor import examine
from makegood.conversations import acts, due
from makegood.conversations.letter import Address
from makegood.conversations.models import Conversation, NextClock, State
from makegood.customers import acts as customers
from makegood.people import acts as people
from makegood.timeline.models import Event
from tests import world as worlds
from tests.world import DAY, HOUR, MINUTE, World

pytestmark = pytest.mark.django_db

NINE_TO_FIVE = Hours("UTC", (((540, 1020),),) * 5 + ((), ()))
FRIDAY = datetime(2026, 11, 20, 16, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def shop(world: World) -> OfficeHours:
    """The Harbour is open from nine to five."""
    made = people.add_hours("Shop hours", NINE_TO_FIVE, by=world.ada, now=FRIDAY)
    people.keep_hours(world.harbour.location, made, by=world.ada, now=FRIDAY)
    return made


def aim(world: World, kind: str, amount: int, unit: str = "minutes", **more: Any) -> Target:
    return people.add_target(Said(kind, amount, unit, **more), by=world.ada, now=FRIDAY)


def clock_of(conversation: Conversation, kind: str) -> Clock:
    return Clock.objects.get(conversation_id=conversation.pk, kind=kind, ended_at=None)


def run(conversation: Conversation, kind: str, at: datetime) -> datetime | None:
    """The clock's turn, as the worker takes it."""
    turn = Turn.objects.get(key=f"clock:{clock_of(conversation, kind).pk}")
    return due.clock(turn, now=at)


def recount(at: datetime) -> int:
    """What is planned is counted anew, to the last batch. How many turns that took."""
    turns = 0
    while turn := Turn.objects.filter(kind="recount").first():
        mark, turns = turn.mark, turns + 1
        due.recount(turn, now=at)
        Turn.objects.filter(pk=turn.pk, mark=mark).delete()
    return turns


def fresh(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def healthy() -> bool:
    return all(one.ok for one in examine(now=datetime(2026, 11, 20, tzinfo=UTC)))


# In whose hours


def test_fridays_mail_is_due_on_monday_in_the_teams_hours(world: World, shop: OfficeHours) -> None:
    conversation = world.receive(at=FRIDAY)
    clock = clock_of(conversation, "first_response")
    assert (clock.due_at, clock.turn_at, clock.hours_id) == (MONDAY + 7 * HOUR, MONDAY + 7 * HOUR, shop.pk)
    assert conversation.next_due == NextClock.objects.get().due_at == MONDAY + 7 * HOUR
    elsewhere = world.receive(at=FRIDAY, mailbox=world.hill_help)
    assert elsewhere.next_due == FRIDAY + DAY, "the Hill keeps no hours"


def test_a_reply_looks_again_after_three_working_days(world: World, shop: OfficeHours) -> None:
    conversation = world.receive(at=FRIDAY)
    world.reply(conversation, at=FRIDAY + HOUR / 2)
    assert clock_of(conversation, "look_again").due_at == MONDAY + 2 * DAY + 7.5 * HOUR
    assert fresh(conversation).next_due == MONDAY + 2 * DAY + 7.5 * HOUR


def test_what_we_start_looks_again_in_working_days(world: World, shop: OfficeHours) -> None:
    words = acts.Words(to=[Address("", "finn@post.example")], text="Your lamp is here.")
    message = acts.start(words, mailbox=world.help, subject="Lamp", by=world.ana, at=FRIDAY, once="start-1")
    assert message.conversation.next_due == MONDAY + 2 * DAY + 7 * HOUR


def test_hold_and_ask_again_are_the_times_that_were_said(world: World, shop: OfficeHours) -> None:
    conversation = world.receive(at=FRIDAY)
    sunday = FRIDAY + 2 * DAY
    world.reply(conversation, at=FRIDAY + MINUTE, after=acts.After(ask_again=sunday))
    assert fresh(conversation).next_due == sunday
    acts.hold(conversation, until=sunday + HOUR, by=world.ana, at=FRIDAY + HOUR)
    assert fresh(conversation).next_due == sunday + HOUR


# By which target


def test_the_most_specific_target_sets_the_time(world: World, shop: OfficeHours) -> None:
    aim(world, "first_response", 120)
    wanted = aim(world, "first_response", 240, team_id=world.harbour.pk, channel="mail")
    clock = clock_of(world.receive(at=FRIDAY), "first_response")
    assert (clock.due_at, clock.target_id) == (MONDAY + 3 * HOUR, wanted.pk)
    assert world.receive(at=FRIDAY, mailbox=world.hill_help).next_due == FRIDAY + 2 * HOUR


def test_a_batch_of_mails_counts_like_single_ones(world: World, shop: OfficeHours) -> None:
    aim(world, "first_response", 120, team_id=world.harbour.pk)
    boxes = [world.help, world.hill_help, world.help]
    acts.receive_all([acts.Incoming(world.letter(), box, FRIDAY) for box in boxes])
    dues = list(Conversation.objects.order_by("pk").values_list("next_due", flat=True))
    assert dues == [MONDAY + HOUR, FRIDAY + DAY, MONDAY + HOUR]


def test_a_tag_makes_it_sooner_and_its_going_not_later(world: World) -> None:
    aim(world, "first_response", 60, tag="urgent")
    conversation = world.receive(at=FRIDAY)
    acts.tag(conversation, ["urgent"], by=world.ana, at=FRIDAY + MINUTE)
    assert fresh(conversation).next_due == NextClock.objects.get().due_at == FRIDAY + HOUR
    acts.tag(conversation, [], by=world.ana, at=FRIDAY + 2 * MINUTE)
    assert fresh(conversation).next_due == FRIDAY + HOUR


def test_a_group_makes_it_sooner(world: World) -> None:
    group = customers.add_group("Care homes", by=world.ada, at=FRIDAY)
    aim(world, "first_response", 60, group_id=group.pk)
    conversation = world.receive(at=FRIDAY)
    recount(FRIDAY)
    assert fresh(conversation).next_due == FRIDAY + DAY
    customers.put_in_group(conversation.customer, group, by=world.ana.pk, at=FRIDAY)
    recount(FRIDAY)
    assert fresh(conversation).next_due == FRIDAY + HOUR
    assert world.receive(at=FRIDAY, subject="Another").next_due == FRIDAY + HOUR


# A second mail never buys time


def test_a_second_mail_keeps_the_earlier_time(world: World, shop: OfficeHours) -> None:
    conversation = world.receive(at=FRIDAY, message_id="first@post.example")
    world.receive(at=MONDAY, in_reply_to="first@post.example", references=("first@post.example",))
    assert fresh(conversation).next_due == MONDAY + 7 * HOUR


# Warned of, and at the end


def test_a_warning_is_given_once_and_then_it_is_missed(world: World) -> None:
    aim(world, "first_response", 100, warn=25)
    conversation = world.receive(at=FRIDAY)
    assert clock_of(conversation, "first_response").turn_at == FRIDAY + 75 * MINUTE
    assert fresh(conversation).next_due == FRIDAY + 100 * MINUTE, "lists show when it is due, not when we warn"
    for _ in range(2):
        assert run(conversation, "first_response", FRIDAY + 75 * MINUTE) == FRIDAY + 100 * MINUTE
    [event] = Event.objects.filter(kind="clock.warned")
    assert (event.conversation_id, event.team_id, event.about["kind"]) == (
        conversation.pk,
        world.harbour.pk,
        "first_response",
    )
    assert not Event.objects.filter(kind="clock.missed").exists()
    run(conversation, "first_response", FRIDAY + 100 * MINUTE)
    assert Event.objects.filter(kind="clock.missed").count() == 1


def test_after_downtime_there_is_no_warning_of_what_is_late_already(world: World) -> None:
    aim(world, "first_response", 100, warn=25)
    conversation = world.receive(at=FRIDAY)
    run(conversation, "first_response", FRIDAY + 3 * HOUR)
    assert list(Event.objects.filter(kind__startswith="clock.").values_list("kind", flat=True)) == ["clock.missed"]


def test_at_the_end_it_goes_back_to_the_team_where_the_target_says_so(world: World) -> None:
    aim(world, "first_response", 60, at_end="release")
    conversation = world.receive(at=FRIDAY)
    acts.claim(conversation, by=world.ana, at=FRIDAY)
    run(conversation, "first_response", FRIDAY + HOUR)
    run(conversation, "first_response", FRIDAY + 5 * HOUR)
    assert fresh(conversation).owner is None
    assert Event.objects.filter(kind="conversation.released", by_id=None).count() == 1


# A solution


def test_a_solution_is_owed_only_where_a_target_says_so(world: World) -> None:
    assert not Clock.objects.filter(conversation_id=world.receive(at=FRIDAY).pk, kind="resolution").exists()
    aim(world, "resolution", 5, "days")
    conversation = world.receive(at=FRIDAY)
    assert clock_of(conversation, "resolution").due_at == FRIDAY + 5 * DAY
    assert fresh(conversation).next_kind == "first_response"


def test_a_shorter_solution_leads_the_list(world: World) -> None:
    aim(world, "resolution", 60)
    conversation = world.receive(at=FRIDAY)
    assert (conversation.next_kind, conversation.next_due) == ("resolution", FRIDAY + HOUR)
    assert clock_of(conversation, "first_response").due_at == FRIDAY + DAY
    assert healthy()


def test_it_pauses_while_we_wait_and_runs_on_with_what_was_left(world: World, shop: OfficeHours) -> None:
    aim(world, "resolution", 4 * 60, pauses=True)
    conversation = world.receive(at=FRIDAY, message_id="first@post.example")  # until Monday noon
    world.reply(conversation, at=FRIDAY + HOUR)
    clock = clock_of(conversation, "resolution")
    assert (clock.paused_at, clock.left) == (FRIDAY + HOUR, 3 * HOUR)
    assert fresh(conversation).next_kind == "look_again" and not Turn.objects.filter(key=f"clock:{clock.pk}").exists()
    assert healthy()
    world.receive(at=MONDAY + 6 * HOUR, in_reply_to="first@post.example", references=("first@post.example",))
    clock = clock_of(conversation, "resolution")
    assert (clock.paused_at, clock.due_at) == (None, MONDAY + DAY + HOUR), "two hours on Monday, one on Tuesday"
    assert Turn.objects.get(key=f"clock:{clock.pk}").run_at == clock.due_at
    assert healthy()


def test_without_a_pause_it_runs_beside_the_wait_and_may_come_first(world: World) -> None:
    aim(world, "resolution", 1, "days")
    conversation = world.receive(at=FRIDAY)
    world.reply(conversation, at=FRIDAY + HOUR)
    shown = fresh(conversation)
    assert (shown.state, shown.next_kind, shown.next_due) == (State.WAITING, "resolution", FRIDAY + DAY)
    assert run(conversation, "resolution", FRIDAY + DAY) == FRIDAY + DAY + 4 * HOUR
    assert healthy()


def test_a_reply_that_is_taken_back_never_paused_it(world: World) -> None:
    aim(world, "resolution", 4 * 60, pauses=True)
    conversation = world.receive(at=FRIDAY)
    message = world.reply(conversation, at=FRIDAY + HOUR)
    acts.undo_reply(message, by=world.ana, at=FRIDAY + HOUR + 5 * timedelta(seconds=1))
    clock = clock_of(conversation, "resolution")
    assert (clock.paused_at, clock.due_at) == (None, FRIDAY + 4 * HOUR)
    assert Turn.objects.get(key=f"clock:{clock.pk}").run_at == FRIDAY + 4 * HOUR
    assert healthy()


def test_closing_ends_a_paused_one_and_reopening_starts_anew(world: World) -> None:
    aim(world, "resolution", 4 * 60, pauses=True)
    conversation = world.receive(at=FRIDAY)
    message = world.reply(conversation, at=FRIDAY + HOUR)
    undo = acts.close(conversation, seen=message.pk, by=world.ana, at=FRIDAY + 2 * HOUR)
    assert not Clock.objects.filter(ended_at=None).exists() and healthy()
    acts.undo(undo.pk, by=world.ana, at=FRIDAY + 2 * HOUR + MINUTE)
    assert clock_of(conversation, "resolution").left == 3 * HOUR
    acts.close(conversation, seen=message.pk, by=world.ana, at=FRIDAY + 3 * HOUR)
    acts.reopen(conversation, by=world.ana, at=FRIDAY + 9 * HOUR)
    assert clock_of(conversation, "resolution").due_at == FRIDAY + 13 * HOUR
    assert clock_of(conversation, "next_response").due_at == FRIDAY + 9 * HOUR + DAY


def test_im_not_done_still_owes_an_answer_beside_the_solution(world: World) -> None:
    aim(world, "resolution", 5, "days")
    conversation = world.receive(at=FRIDAY)
    world.reply(conversation, at=FRIDAY + HOUR, after=acts.After(not_done=True))
    assert fresh(conversation).next_kind == "next_response"


# Counted anew


def test_longer_opening_makes_running_answers_due_sooner_and_shorter_none_later(
    world: World, shop: OfficeHours
) -> None:
    aim(world, "first_response", 4 * 60)
    conversation = world.receive(at=FRIDAY)
    assert conversation.next_due == MONDAY + 3 * HOUR
    late = replace(NINE_TO_FIVE, week=(((540, 1140),),) * 5 + ((), ()))  # until seven in the evening
    people.change_hours(shop, "Shop hours", late, by=world.ada, now=FRIDAY)
    recount(FRIDAY)
    assert fresh(conversation).next_due == NextClock.objects.get().due_at == MONDAY + HOUR
    clock = clock_of(conversation, "first_response")
    assert Turn.objects.get(key=f"clock:{clock.pk}").run_at == clock.due_at == MONDAY + HOUR
    [event] = Event.objects.filter(kind="clock.moved")
    assert event.about["due_at"] == (MONDAY + HOUR).isoformat()
    people.change_hours(shop, "Shop hours", NINE_TO_FIVE, by=world.ada, now=FRIDAY)
    recount(FRIDAY)
    assert fresh(conversation).next_due == MONDAY + HOUR
    assert healthy()


def test_only_response_clocks_are_counted_anew(world: World, shop: OfficeHours) -> None:
    aim(world, "resolution", 5, "days")
    conversation = world.receive(at=FRIDAY)
    world.reply(conversation, at=FRIDAY + HOUR / 2)
    before = {one.kind: one.due_at for one in Clock.objects.all()}
    people.keep_hours(world.harbour.location, None, by=world.ada, now=FRIDAY)
    recount(FRIDAY)
    assert {one.kind: one.due_at for one in Clock.objects.all()} == before


def test_only_the_teams_concerned_are_counted_anew(world: World) -> None:
    ours, theirs = world.receive(at=FRIDAY), world.receive(at=FRIDAY, mailbox=world.hill_help)
    aim(world, "first_response", 60, team_id=world.hill.pk)
    recount(FRIDAY)
    assert (fresh(ours).next_due, fresh(theirs).next_due) == (FRIDAY + DAY, FRIDAY + HOUR)


def test_many_are_counted_anew_in_batches(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("makegood.conversations.acts.recount.BATCH", 2)
    numbers = [world.receive(at=FRIDAY).pk for _ in range(5)]
    aim(world, "first_response", 60)
    assert recount(FRIDAY) == 4, "three batches, and one that finds nothing more"
    assert set(Conversation.objects.filter(pk__in=numbers).values_list("next_due", flat=True)) == {FRIDAY + HOUR}


def test_counting_anew_twice_or_after_an_answer_changes_nothing(world: World) -> None:
    conversation = world.receive(at=FRIDAY)
    aim(world, "first_response", 60)
    world.reply(conversation, at=FRIDAY + MINUTE)
    version = fresh(conversation).version
    recount(FRIDAY + 2 * MINUTE)
    assert (fresh(conversation).version, fresh(conversation).next_kind) == (version, "look_again")
    assert not Event.objects.filter(kind="clock.moved").exists()


# Merged, taken apart, split


def test_of_two_solutions_the_earlier_stays_and_each_side_has_one_again(world: World) -> None:
    aim(world, "resolution", 4 * 60, pauses=True)
    first, second = world.receive(at=FRIDAY), world.receive(at=FRIDAY + HOUR, subject="The other lamp")
    acts.merge(first, second, by=world.ana, at=FRIDAY + HOUR)
    assert clock_of(second, "resolution").due_at == FRIDAY + 4 * HOUR
    acts.unmerge(first, by=world.ana, at=FRIDAY + 2 * HOUR)
    assert clock_of(first, "resolution").due_at == FRIDAY + 4 * HOUR
    assert clock_of(second, "resolution").due_at == FRIDAY + 6 * HOUR
    assert healthy()


def test_a_paused_solution_that_comes_along_runs_on(world: World) -> None:
    aim(world, "resolution", 4 * 60, pauses=True)
    waits, is_open = world.receive(at=FRIDAY), world.receive(at=FRIDAY + HOUR, subject="The other lamp")
    world.reply(waits, at=FRIDAY + HOUR)
    acts.merge(waits, is_open, by=world.ana, at=FRIDAY + 2 * HOUR)
    clock = clock_of(is_open, "resolution")
    assert (clock.paused_at, clock.due_at) == (None, FRIDAY + 5 * HOUR)
    assert healthy()


def test_what_is_split_off_is_owed_a_solution_by_the_same_time(world: World, shop: OfficeHours) -> None:
    aim(world, "resolution", 4 * 60)
    conversation = world.receive(at=FRIDAY, message_id="first@post.example")
    world.receive(at=FRIDAY + MINUTE, in_reply_to="first@post.example", references=("first@post.example",))
    second = conversation.messages.order_by("-pk")[0]
    new = acts.split(conversation, [second.pk], by=world.ana, at=FRIDAY + 2 * MINUTE)
    assert clock_of(new, "resolution").due_at == clock_of(conversation, "resolution").due_at == MONDAY + 3 * HOUR
    assert clock_of(new, "first_response").hours_id == shop.pk
    assert healthy()
