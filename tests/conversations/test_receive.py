"""A customer says something: exactly one message, in the right conversation, and our turn."""

from __future__ import annotations

from datetime import timedelta

import pytest

from makegood.clocks.queries import running
from makegood.conversations import acts
from makegood.conversations.letter import Address, Auth, Kind
from makegood.conversations.models import Conversation, Link, Message, NextClock, State
from makegood.customers.models import Customer
from makegood.timeline.models import Event
from tests.world import DAY, EVA, HOUR, NOON, World


def test_a_first_mail_begins_a_conversation_with_a_clock(world: World) -> None:
    conversation = world.receive()
    assert conversation.number >= 1001
    assert conversation.state == State.OPEN and conversation.team == world.harbour and conversation.owner is None
    assert [clock.kind for clock in running(conversation.pk)] == ["first_response"]
    assert conversation.next_due == NOON + DAY
    assert NextClock.objects.get(conversation=conversation).due_at == conversation.next_due


def test_the_same_letter_twice_is_one_message(world: World) -> None:
    letter = world.letter()
    first = acts.receive(letter, mailbox=world.help, at=NOON)
    again = acts.receive(letter, mailbox=world.help, at=NOON + HOUR)
    assert again.is_duplicate and again.conversation == first.conversation
    assert Message.objects.count() == 1


def test_a_known_id_with_another_text_is_filed_and_flagged(world: World) -> None:
    one = world.letter()
    acts.receive(one, mailbox=world.help, at=NOON)
    acts.receive(world.letter(message_id=one.message_id, text="Something else."), mailbox=world.help, at=NOON)
    flagged = Message.objects.order_by("-pk").first()
    assert Message.objects.count() == 2 and flagged and flagged.problems


def test_an_empty_id_never_joins_anything(world: World) -> None:
    for number in range(3):
        world.receive(message_id="", text=f"mail {number}", references=(), in_reply_to="")
    assert Conversation.objects.count() == 3


def test_an_answer_to_our_mail_lands_in_the_same_conversation(world: World) -> None:
    conversation = world.receive()
    ours = world.reply(conversation)
    again = world.receive(in_reply_to=ours.message_id, subject="Something else entirely", at=NOON + 2 * HOUR)
    assert again == conversation and again.state == State.OPEN and again.next_kind == "next_response"


def test_an_answer_that_comes_before_what_it_answers_finds_its_place(world: World) -> None:
    early = world.receive(references=("late@post.example",), in_reply_to="late@post.example")
    late = world.receive(message_id="late@post.example", at=NOON + HOUR)
    assert late == early


def test_two_strangers_who_answer_the_same_unseen_mail_stay_apart(world: World) -> None:
    one = world.receive(references=("newsletter@shop.example",))
    other = world.receive(references=("newsletter@shop.example",), sender=Address("Udo", "udo@post.example"))
    assert one != other


def test_the_same_subject_alone_joins_nothing(world: World) -> None:
    assert world.receive(subject="Order 12") != world.receive(subject="Re: Order 12")


def test_a_doubtful_sender_joins_nothing_and_is_shown_beside(world: World) -> None:
    conversation = world.receive()
    ours = world.reply(conversation)
    forged = world.receive(in_reply_to=ours.message_id, auth=Auth.FAIL)
    assert forged != conversation
    assert Link.objects.get().why == Link.Why.SUGGESTED
    assert Message.objects.get(conversation=forged).is_doubtful


def test_a_doubtful_sender_with_the_signed_address_joins_flagged(world: World) -> None:
    conversation = world.receive()
    got = acts.receive(world.letter(auth=Auth.FAIL), mailbox=world.help, at=NOON, hint=conversation.pk)
    assert got.conversation == conversation.pk
    assert Message.objects.filter(conversation=conversation, is_doubtful=True).count() == 1


def test_a_thread_that_absorbs_strangers_raises_an_alarm_and_stops(world: World) -> None:
    conversation = world.receive()
    ours = world.reply(conversation)
    places = [
        world.receive(in_reply_to=ours.message_id, sender=Address("", f"stranger{n}@else.example"), at=NOON + 2 * HOUR)
        for n in range(5)
    ]
    assert [place == conversation for place in places] == [True, True, True, False, False]
    assert Event.objects.filter(kind="alarm.raised", conversation_id=conversation.pk).count() == 2


def test_who_was_on_copy_is_no_stranger(world: World) -> None:
    udo = Address("Udo", "udo@post.example")
    conversation = world.receive(cc=(udo,))
    ours = world.reply(conversation)
    world.receive(in_reply_to=ours.message_id, sender=udo)
    assert not Message.objects.filter(is_stranger=True).exists()


def test_one_mail_to_two_mailboxes_is_two_linked_conversations(world: World) -> None:
    letter = world.letter()
    one = acts.receive(letter, mailbox=world.help, at=NOON)
    other = acts.receive(letter, mailbox=world.hill_help, at=NOON)
    assert one.conversation != other.conversation and other.is_new
    assert Link.objects.get().why == Link.Why.SAME_MAIL


def test_a_second_mail_never_buys_us_time(world: World) -> None:
    conversation = world.receive()
    letter = world.letter(in_reply_to=conversation.messages.get().message_id)
    acts.receive(letter, mailbox=world.help, at=NOON + HOUR)
    conversation.refresh_from_db()
    assert conversation.next_due == NOON + DAY


def test_an_answer_reopens_a_closed_conversation(world: World) -> None:
    conversation = world.receive()
    ours = world.reply(conversation, after=acts.After(closes=True))
    again = world.receive(in_reply_to=ours.message_id, at=NOON + DAY)
    assert again == conversation and again.state == State.OPEN and again.closed_at is None


def test_long_after_closing_an_answer_begins_a_linked_conversation(world: World) -> None:
    conversation = world.receive()
    ours = world.reply(conversation, after=acts.After(closes=True))
    later = world.receive(in_reply_to=ours.message_id, at=NOON + timedelta(days=40))
    assert later != conversation
    assert Link.objects.get().why == Link.Why.CONTINUES


@pytest.mark.parametrize("kind", [Kind.AUTO_REPLY, Kind.AUTOMATIC, Kind.BOUNCE, Kind.FEEDBACK])
def test_a_machine_reopens_nothing_and_ends_no_clock(world: World, kind: Kind) -> None:
    conversation = world.receive()
    ours = world.reply(conversation, after=acts.After(closes=True))
    again = world.receive(in_reply_to=ours.message_id, kind=kind, at=NOON + DAY)
    assert again == conversation and again.state == State.CLOSED
    assert again.messages.count() == 3


def test_a_new_automatic_mail_is_closed_on_arrival(world: World) -> None:
    conversation = world.receive(kind=Kind.AUTOMATIC)
    assert conversation.state == State.CLOSED and conversation.is_automatic and not running(conversation.pk)


def test_a_mailbox_can_keep_automatic_mail_open(world: World) -> None:
    world.help.automatic_stays_open = True
    world.help.save(update_fields=["automatic_stays_open"])
    assert world.receive(kind=Kind.AUTOMATIC).state == State.OPEN


def test_history_is_filed_closed_and_silent(world: World) -> None:
    got = acts.receive(world.letter(), mailbox=world.help, at=NOON, is_history=True)
    conversation = Conversation.objects.get(pk=got.conversation)
    assert conversation.state == State.CLOSED and not running(conversation.pk)
    assert not Message.objects.get().may_autorespond


def test_a_blocked_sender_is_refused_but_a_machine_is_not_a_person(world: World) -> None:
    world.receive()
    Customer.objects.update(blocked_at=NOON)
    assert acts.receive(world.letter(), mailbox=world.help, at=NOON).is_refused
    assert not acts.receive(world.letter(kind=Kind.LIST), mailbox=world.help, at=NOON).is_refused


def test_one_person_is_one_customer_in_any_case(world: World) -> None:
    one = world.receive()
    other = world.receive(sender=Address("Eva", "EVA@post.example"))
    assert one.customer == other.customer and one.customer.name == EVA.name


def test_a_mail_without_a_sender_is_filed_too(world: World) -> None:
    assert world.receive(sender=Address("", "")).customer_id


def test_what_opens_again_goes_to_someone_who_is_still_here(world: World) -> None:
    conversation = world.receive()
    ours = world.reply(conversation, after=acts.After(closes=True))
    world.ana.is_active = False
    world.ana.save(update_fields=["is_active"])
    again = world.receive(in_reply_to=ours.message_id, at=NOON + DAY)
    assert again.owner is None and again.team == world.harbour


def test_what_opens_again_in_a_closed_team_goes_to_that_of_the_mailbox(world: World) -> None:
    conversation = world.receive()
    ours = world.reply(conversation, after=acts.After(closes=True))
    world.harbour.is_active = False
    world.harbour.save(update_fields=["is_active"])
    world.help.team = world.hill
    world.help.save(update_fields=["team"])
    again = world.receive(in_reply_to=ours.message_id, at=NOON + DAY)
    assert again.team == world.hill and again.owner is None
