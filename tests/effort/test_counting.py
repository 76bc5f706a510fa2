"""What a matter costs the customer, counted from what was really done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from makegood.calls import acts as calls
from makegood.calls.acts import Talk
from makegood.conversations import acts
from makegood.conversations.acts import After, Nothing
from makegood.conversations.letter import Address, Kind
from makegood.conversations.models import Conversation
from makegood.effort.queries import effort_of, effort_of_customer, efforts_of
from makegood.effort.rules import Effort
from makegood.escalations import acts as ladders
from makegood.handoffs import acts as handoffs
from makegood.handoffs.acts import Brief, Voice
from makegood.people.models import Partner, Rank, Role
from makegood.promises import acts as promises
from makegood.promises.acts import Word
from tests.calls.common import fresh, owed, tried, voicemail
from tests.world import DAY, HOUR, MINUTE, NOON, World

pytestmark = pytest.mark.django_db


def effort(conversation: Conversation, *, now: object = None) -> Effort:
    return effort_of(Conversation.objects.get(pk=conversation.pk), now=now or NOON + 100 * DAY)  # type: ignore[arg-type]


def again(world: World, first: Conversation, at: object) -> Conversation:
    known = first.messages.filter(direction="in").first()
    return world.receive(at=at, in_reply_to=known.message_id if known else "")  # type: ignore[arg-type]


def seen(conversation: Conversation) -> int:
    return acts.standing.newest_message(conversation)


def test_a_question_and_its_answer(world: World) -> None:
    asked = world.receive()
    world.reply(asked, at=NOON + 5 * HOUR)
    found = effort(asked)
    assert (found.contacts, found.told, found.transfers) == ({"mail": 1}, 1, 0)
    assert (found.waited, found.waits, found.people) == (5 * HOUR, False, ("Ana Example",))


def test_while_nobody_answers_the_wait_grows(world: World) -> None:
    asked = world.receive()
    assert effort(asked, now=NOON + 3 * DAY).waited == 3 * DAY
    assert effort(asked, now=NOON + 3 * DAY).waits


def test_whoever_writes_again_while_we_owe_an_answer_tells_it_again_but_not_in_a_postscript(world: World) -> None:
    asked = world.receive()
    again(world, asked, NOON + 10 * MINUTE)
    assert effort(asked).told == 1
    again(world, asked, NOON + DAY)
    assert (effort(asked).told, effort(asked).contact_count) == (2, 3)


def test_an_answer_to_our_question_is_not_telling_it_again(world: World) -> None:
    asked = world.receive()
    world.reply(asked, at=NOON + HOUR)
    again(world, asked, NOON + 2 * DAY)
    assert effort(asked, now=NOON + 3 * DAY).told == 1
    assert effort(asked, now=NOON + 3 * DAY).waited == HOUR + DAY


def test_to_whom_it_is_new_it_is_told_again(world: World) -> None:
    asked = world.receive()
    acts.claim(asked, by=world.ana, at=NOON)
    world.reply(asked, at=NOON + HOUR)
    acts.assign(Conversation.objects.get(pk=asked.pk), to=world.ben, by=world.ana, at=NOON + 2 * HOUR)
    again(world, asked, NOON + 3 * HOUR)
    found = effort(asked)
    assert (found.told, found.transfers) == (2, 1)


def test_what_was_closed_and_is_not_solved_is_told_again_but_thanks_are_not(world: World) -> None:
    asked = world.receive()
    world.reply(asked, at=NOON + HOUR, after=After(closes=True))
    again(world, asked, NOON + DAY)
    assert effort(asked).told == 2
    asked = Conversation.objects.get(pk=asked.pk)
    acts.nothing_to_answer(asked, why=Nothing.THANKS, seen=seen(asked), by=world.ana, at=NOON + DAY + HOUR)
    assert effort(asked).told == 1
    assert effort(asked).waited == 2 * HOUR


def test_giving_work_out_is_no_transfer_and_moving_it_is_one(world: World) -> None:
    asked = world.receive()
    acts.assign(asked, to=world.ana, by=world.lea, at=NOON)
    assert effort(asked).transfers == 0
    asked = Conversation.objects.get(pk=asked.pk)
    acts.release(asked, by=world.ana, at=NOON + MINUTE)
    acts.claim(asked, by=world.ben, at=NOON + 2 * MINUTE)
    assert effort(asked).transfers == 1
    acts.assign(Conversation.objects.get(pk=asked.pk), to=None, team=world.hill, by=world.ben, at=NOON + 3 * MINUTE)
    assert effort(asked).transfers == 2


def test_what_is_taken_back_was_never_done(world: World) -> None:
    asked = world.receive()
    acts.claim(asked, by=world.ana, at=NOON)
    way = acts.assign(Conversation.objects.get(pk=asked.pk), to=world.ben, by=world.ana, at=NOON + MINUTE)
    assert effort(asked).transfers == 1
    acts.undo(way.pk, by=world.ana, at=NOON + 2 * MINUTE)
    assert effort(asked).transfers == 0
    sent = world.reply(asked, at=NOON + HOUR)
    acts.undo_reply(sent, by=world.ana, at=NOON + HOUR)
    assert effort(asked, now=NOON + 2 * HOUR).waited == 2 * HOUR


def test_a_handoff_is_a_transfer_and_so_is_a_partners_part(world: World) -> None:
    asked = world.receive()
    acts.claim(asked, by=world.ana, at=NOON)
    world.reply(asked, at=NOON)
    asked = Conversation.objects.get(pk=asked.pk)
    offered = handoffs.offer(asked, handoffs.Words("They know it"), to=world.mo, by=world.ana, at=NOON + MINUTE)
    assert effort(asked).transfers == 0
    handoffs.accept(offered, by=world.mo, at=NOON + 2 * MINUTE)
    assert effort(asked).transfers == 1
    company = Partner.objects.create(name="Sole Makers", addresses=["sol@care.example"], created_at=NOON)
    asked = Conversation.objects.get(pk=asked.pk)
    shoes = handoffs.offer_partner(asked, Brief("Shoes", "Make them"), to=company, by=world.mo, at=NOON + HOUR)
    handoffs.take(shoes, Voice(name="Sol"), day=(NOON + 9 * DAY).date(), at=NOON + 2 * HOUR)
    handoffs.finish(shoes, Voice(name="Sol", text="They fit"), at=NOON + 5 * DAY)
    assert effort(asked).transfers == 2
    assert effort(asked).waited == 5 * DAY - HOUR


def test_while_a_promise_is_open_they_wait_for_us_and_what_overlaps_counts_once(world: World) -> None:
    asked = world.receive()
    making = promises.making(Word("We send a part", NOON + 4 * DAY), by=world.ana, at=NOON + HOUR)
    world.reply(asked, at=NOON + HOUR, along=[making])
    again(world, asked, NOON + DAY)
    world.reply(asked, at=NOON + 2 * DAY, along=[])
    promises.keep(asked.promises.get(), how="Sent.", by=world.ana, at=NOON + 3 * DAY)  # type: ignore[attr-defined]
    assert effort(asked).waited == 3 * DAY


def test_not_done_yet_means_that_they_go_on_waiting(world: World) -> None:
    asked = world.receive()
    world.reply(asked, at=NOON + HOUR, after=After(not_done=True))
    assert effort(asked, now=NOON + DAY).waited == DAY


def test_taking_it_higher_is_a_contact_on_their_page_and_telling_it_again(world: World) -> None:
    Role.objects.create(agent=world.mo, rank=Rank.MANAGER, location=world.harbour.location)
    asked = world.receive()
    world.reply(asked, at=NOON + HOUR)
    ladders.escalate(asked, reason="She waits.", by=world.ana, at=NOON + 2 * HOUR)
    world.reply(asked, by=world.lea, at=NOON + 3 * HOUR)
    ladders.take_higher(Conversation.objects.get(pk=asked.pk), at=NOON + DAY)
    found = effort(asked, now=NOON + DAY + HOUR)
    assert (found.contacts, found.told) == ({"mail": 1, "page": 1}, 2)
    assert found.waited == HOUR + HOUR + HOUR


def test_machines_and_strangers_do_not_count(world: World) -> None:
    asked = world.receive()
    known = asked.messages.get().message_id
    world.receive(at=NOON + DAY, in_reply_to=known, kind=Kind.AUTO_REPLY)
    world.receive(at=NOON + DAY, in_reply_to=known, sender=Address("X", "x@else.example"))
    assert effort(asked).contact_count == 1


def test_two_that_are_one_cost_what_both_cost_and_apart_again_what_each_does(world: World) -> None:
    one, two = world.receive(), world.receive(at=NOON + DAY, subject="Again: the lamp")
    acts.claim(one, by=world.ana, at=NOON + DAY)
    acts.assign(Conversation.objects.get(pk=one.pk), to=world.ben, by=world.ana, at=NOON + DAY + MINUTE)
    world.reply(two, by=world.ben, at=NOON + 2 * DAY)
    acts.merge(one, two, by=world.lea, at=NOON + 3 * DAY)
    found = effort(two, now=NOON + 4 * DAY)
    assert (found.contact_count, found.told, found.transfers, found.waited) == (2, 2, 1, 4 * DAY)
    acts.unmerge(Conversation.objects.get(pk=one.pk), by=world.lea, at=NOON + 5 * DAY)
    assert effort(one, now=NOON + 6 * DAY).waited == 6 * DAY
    assert effort(two, now=NOON + 6 * DAY).waited == DAY
    assert effort(two).transfers == 0


def test_a_second_matter_takes_what_was_said_of_it_along(world: World) -> None:
    asked = world.receive()
    again(world, asked, NOON + DAY)
    new = acts.split(asked, [seen(asked)], by=world.ana, at=NOON + 2 * DAY)
    assert effort(asked).contact_count == effort(new).contact_count == 1
    assert effort(new, now=NOON + 2 * DAY).waited == DAY


def test_what_stays_behind_was_answered_though_the_answer_went_to_the_second_matter(world: World) -> None:
    asked = world.receive()
    sent = world.reply(asked, at=NOON + HOUR)
    acts.split(Conversation.objects.get(pk=asked.pk), [sent.pk], by=world.ana, at=NOON + DAY)
    found = effort(asked, now=NOON + 9 * DAY)
    assert (found.waited, found.waits) == (HOUR, False)


def test_an_answer_that_a_split_takes_along_was_one_all_the_same(world: World) -> None:
    asked = world.receive()
    sent = world.reply(asked, at=NOON + HOUR)
    again(world, asked, NOON + 3 * HOUR)
    before = effort(asked, now=NOON + 4 * HOUR)
    assert (before.told, before.waited, before.waits) == (1, 2 * HOUR, True)
    acts.split(Conversation.objects.get(pk=asked.pk), [sent.pk], by=world.ana, at=NOON + 4 * HOUR)
    after = effort(asked, now=NOON + 4 * HOUR)
    assert (after.told, after.waited, after.waits) == (1, 2 * HOUR, True)


def test_whoever_reaches_them_by_phone_has_what_nobody_has(world: World) -> None:
    asked = world.receive()
    calls.called(asked, Talk("spoke", seen=seen(asked)), by=world.ana, at=NOON + HOUR, once="call")
    assert effort(asked).transfers == 0
    acts.claim(Conversation.objects.get(pk=asked.pk), by=world.lea, at=NOON + 2 * HOUR)
    assert effort(asked).transfers == 1


def test_whoever_promises_something_in_what_was_closed_and_nobodys_has_it(world: World) -> None:
    asked = world.receive()
    acts.nothing_to_answer(asked, why=Nothing.THANKS, seen=seen(asked), by=world.ana, at=NOON)
    asked = Conversation.objects.get(pk=asked.pk)
    assert asked.owner is None
    promises.make(asked, Word("We call", NOON + DAY), by=world.ben, at=NOON + HOUR)
    assert effort(asked).transfers == 0
    acts.assign(Conversation.objects.get(pk=asked.pk), to=world.lea, by=world.lea, at=NOON + 2 * HOUR)
    assert effort(asked).transfers == 1


def test_after_the_last_try_to_call_them_the_ball_is_theirs(world: World) -> None:
    asked, tries = voicemail(world), 3
    for left in reversed(range(tries)):
        last = owed(asked).due_at
        tried(world, asked, at=last)
        assert effort(asked, now=last + MINUTE).waits is (left > 0)
    assert (fresh(asked).state, effort(asked).waited) == ("waiting", last - NOON)


def test_of_all_their_matters_time_counts_once_and_only_those_one_may_see(world: World) -> None:
    one = world.receive()
    world.receive(at=NOON + HOUR, subject="The chair")
    world.receive(at=NOON, mailbox=world.hill_help, subject="Hill")
    now = NOON + DAY
    found = effort_of_customer(world.ana, one.customer_id, now=now)
    assert (found.contact_count, found.told, found.waited) == (2, 2, DAY)
    assert effort_of_customer(world.mo, one.customer_id, now=now).contact_count == 1


def test_one_question_whatever_its_length(world: World, django_assert_num_queries: object) -> None:
    asked = world.receive()
    for day in range(5):
        again(world, asked, NOON + day * DAY + timedelta(hours=2))
    with django_assert_num_queries(1):  # type: ignore[operator]
        effort_of(asked, now=NOON)
    with django_assert_num_queries(1):  # type: ignore[operator]
        efforts_of([asked.pk], now=NOON)
