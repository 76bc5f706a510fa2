"""Who has it and whose turn it is: each verb, twice, by a stranger, and back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from makegood.clocks.queries import running
from makegood.conversations import acts, rules
from makegood.conversations.models import Conversation, NextClock, State, Tag
from makegood.customers.models import Customer
from tests.world import DAY, HOUR, MINUTE, NOON, World

LATER = NOON + HOUR


def newest(conversation: Conversation) -> int:
    return conversation.messages.order_by("-pk")[0].pk


def test_claim_takes_it_and_undo_gives_it_back(world: World) -> None:
    conversation = world.receive()
    undo = acts.claim(conversation, by=world.ana, at=LATER)
    conversation.refresh_from_db()
    assert conversation.owner == world.ana
    acts.undo(undo.pk, by=world.ana, at=LATER)
    conversation.refresh_from_db()
    assert conversation.owner is None


def test_of_two_who_claim_the_second_is_told_who_has_it(world: World) -> None:
    conversation = world.receive()
    acts.claim(conversation, by=world.ana, at=LATER)
    with pytest.raises(rules.Refused, match="Ana Example has this"):
        acts.claim(conversation, by=world.ben, at=LATER)
    acts.claim(conversation, by=world.lea, at=LATER)
    conversation.refresh_from_db()
    assert conversation.owner == world.lea


def test_release_is_for_the_owner_or_a_lead(world: World) -> None:
    conversation = world.receive()
    acts.claim(conversation, by=world.ana, at=LATER)
    with pytest.raises(rules.Refused):
        acts.release(conversation, by=world.ben, at=LATER)
    acts.release(conversation, by=world.lea, at=LATER)
    conversation.refresh_from_db()
    assert conversation.owner is None


def test_assign_to_another_team_takes_the_clocks_along(world: World) -> None:
    conversation = world.receive()
    due = conversation.next_due
    acts.assign(conversation, to=world.mo, team=world.hill, by=world.ana, at=LATER)
    conversation.refresh_from_db()
    assert conversation.owner == world.mo and conversation.next_due == due
    assert [clock.team_id for clock in running(conversation.pk)] == [world.hill.pk]
    assert NextClock.objects.get(conversation=conversation).team == world.hill


def test_nobody_is_given_what_they_cannot_see(world: World) -> None:
    conversation = world.receive()
    with pytest.raises(rules.Refused, match="cannot see"):
        acts.assign(conversation, to=world.mo, by=world.ana, at=LATER)


def test_who_has_gone_is_given_nothing(world: World) -> None:
    conversation = world.receive()
    world.ben.is_active = False
    world.ben.save(update_fields=["is_active"])
    with pytest.raises(rules.Refused, match="no longer works here"):
        acts.assign(conversation, to=world.ben, by=world.ana, at=LATER)


def test_hold_waits_for_the_customer_not_for_us(world: World) -> None:
    conversation = world.receive()
    with pytest.raises(rules.Refused, match="waiting for an answer"):
        acts.hold(conversation, until=NOON + 3 * DAY, by=world.ana, at=LATER)
    world.reply(conversation)
    acts.hold(conversation, until=NOON + 30 * DAY, by=world.ana, at=LATER)
    conversation.refresh_from_db()
    assert conversation.state == State.WAITING and conversation.next_due == NOON + 30 * DAY


@pytest.mark.parametrize("until", [NOON, NOON + timedelta(days=91)])
def test_hold_has_an_end_in_sight(world: World, until: object) -> None:
    conversation = world.receive()
    world.reply(conversation)
    with pytest.raises(rules.Refused):
        acts.hold(conversation, until=until, by=world.ana, at=LATER)  # type: ignore[arg-type]


def test_close_is_refused_while_the_customer_waits(world: World) -> None:
    conversation = world.receive()
    with pytest.raises(rules.Refused, match="waiting for an answer"):
        acts.close(conversation, seen=newest(conversation), by=world.ana, at=LATER)


def test_close_over_an_unseen_message_is_stopped(world: World) -> None:
    conversation = world.receive()
    with pytest.raises(rules.Overtaken):
        acts.close(conversation, seen=0, by=world.ana, at=LATER)


def test_close_reopen_close_again(world: World) -> None:
    conversation = world.receive()
    world.reply(conversation)
    acts.close(conversation, seen=newest(conversation), by=world.ana, at=LATER)
    with pytest.raises(rules.Refused, match="closed already"):
        acts.close(conversation, seen=newest(conversation), by=world.ben, at=LATER)
    conversation.refresh_from_db()
    assert conversation.state == State.CLOSED and not running(conversation.pk)
    acts.reopen(conversation, by=world.ana, at=LATER)
    conversation.refresh_from_db()
    assert conversation.state == State.OPEN and conversation.next_kind == "next_response"
    with pytest.raises(rules.Refused):
        acts.reopen(conversation, by=world.ana, at=LATER)


@pytest.mark.parametrize("why", list(acts.Nothing))
def test_nothing_to_answer_closes_and_can_be_undone(world: World, why: acts.Nothing) -> None:
    conversation = world.receive()
    due = conversation.next_due
    undo = acts.nothing_to_answer(conversation, why=why, seen=newest(conversation), by=world.ana, at=LATER)
    conversation.refresh_from_db()
    assert conversation.state == State.CLOSED
    assert (Customer.objects.get().blocked_at is not None) == (why is acts.Nothing.SPAM)
    acts.undo(undo.pk, by=world.ana, at=LATER + MINUTE)
    conversation.refresh_from_db()
    assert conversation.state == State.OPEN and conversation.next_due == due and conversation.tags == []
    assert Customer.objects.get().blocked_at is None


def test_undo_is_too_late_after_something_else(world: World) -> None:
    conversation = world.receive()
    undo = acts.claim(conversation, by=world.ana, at=LATER)
    acts.tag(conversation, ["lamp"], by=world.ben, at=LATER)
    with pytest.raises(rules.TooLate):
        acts.undo(undo.pk, by=world.ana, at=LATER)


def test_undo_is_its_authors_alone_once_and_for_ten_minutes(world: World) -> None:
    conversation = world.receive()
    undo = acts.claim(conversation, by=world.ana, at=LATER)
    for by, at in [(world.ben, LATER), (world.ana, LATER + 11 * MINUTE)]:
        with pytest.raises(rules.TooLate):
            acts.undo(undo.pk, by=by, at=at)
    acts.undo(undo.pk, by=world.ana, at=LATER)
    with pytest.raises(rules.TooLate):
        acts.undo(undo.pk, by=world.ana, at=LATER)


def test_tags_are_clean_words_once(world: World) -> None:
    conversation = world.receive()
    undo = acts.tag(conversation, [" Online  Order ", "online order", "Lamp"], by=world.ana, at=LATER)
    conversation.refresh_from_db()
    assert conversation.tags == ["online order", "lamp"] and Tag.objects.count() == 2
    assert acts.tag(conversation, ["online order", "lamp"], by=world.ana, at=LATER) is None
    assert undo
    acts.undo(undo.pk, by=world.ana, at=LATER)
    conversation.refresh_from_db()
    assert conversation.tags == []


def test_a_note_is_no_message_and_moves_no_clock(world: World) -> None:
    conversation = world.receive()
    due = conversation.next_due
    one = acts.note(conversation, text="She is right.", by=world.ana, at=LATER, once="n")
    assert acts.note(conversation, text="She is right.", by=world.ana, at=LATER, once="n") == one
    conversation.refresh_from_db()
    assert conversation.next_due == due and conversation.messages.count() == 1 and conversation.notes.count() == 1


def test_an_empty_note_is_refused(world: World) -> None:
    with pytest.raises(rules.Refused):
        acts.note(world.receive(), text=" ", by=world.ana, at=LATER, once="n")


def test_drafts_are_one_a_person_and_kind(world: World) -> None:
    conversation = world.receive()
    one = acts.save(conversation, "reply", by=world.ana, html="<div>Dear Eva</div>", at=NOON)
    two = acts.save(conversation, "reply", by=world.ana, html="<div>Dear Eva,</div>", at=NOON + MINUTE)
    acts.save(conversation, "reply", by=world.ben, html="<div>Hello</div>", at=NOON)
    assert one.pk == two.pk and two.revision == 2 and conversation.drafts.count() == 2
