"""Handing on inside: who offers stays accountable until somebody on duty has accepted."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from makegood.agenda.models import Turn
from makegood.clocks.models import Clock, Kind
from makegood.clocks.queries import running, running_about
from makegood.conversations import acts as conversations
from makegood.conversations.acts.changing import change, lock
from makegood.conversations.models import Conversation, Guest, NextClock, State
from makegood.conversations.queries import visible_to
from makegood.conversations.rules import Refused
from makegood.handoffs import acts, atwork, due
from makegood.handoffs.acts import Words
from makegood.handoffs.models import Handoff, Said
from makegood.handoffs.models import State as Step
from makegood.people.models import Agent
from makegood.timeline.models import Event
from tests.world import DAY, HOUR, MINUTE, NOON, World

LATER = NOON + HOUR
WORDS = Words("Hill has the part in stock", "You hear from us today")


def again(agent: Agent) -> Agent:
    """The same person, asked anew what they may see."""
    return Agent.objects.get(pk=agent.pk)


def fresh(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def claimed(world: World) -> Conversation:
    conversation = world.receive()
    conversations.claim(conversation, by=world.ana, at=NOON)
    return fresh(conversation)


def offered(world: World, to: object = None, *, at: datetime = LATER) -> Handoff:
    return acts.offer(claimed(world), WORDS, to=to or world.mo, by=world.ana, at=at)  # type: ignore[arg-type]


def run_out(handoff: Handoff, *, at: datetime) -> datetime | None:
    clock = Clock.objects.filter(kind=Kind.OFFER, about_id=handoff.pk).latest("pk")
    return due.offer(Turn(kind="offer", key="x", about={"clock": clock.pk}, run_at=at), now=at)


def kinds(conversation: Conversation) -> list[str]:
    events = Event.objects.filter(conversation_id=conversation.pk, kind__startswith="handoff.")
    return list(events.order_by("id").values_list("kind", flat=True))


def test_the_owner_stays_owner_until_it_is_accepted(world: World) -> None:
    handoff = offered(world)
    conversation = fresh(handoff.conversation)
    assert conversation.owner == world.ana and conversation.team == world.harbour
    clock = running_about(Kind.OFFER, handoff.pk)
    assert clock and clock.due_at == LATER + 2 * HOUR and clock.agent_id == world.mo.pk
    assert clock.team_id == world.hill.pk and Turn.objects.filter(key=f"clock:{clock.pk}", kind="offer").exists()
    assert visible_to(again(world.mo)).filter(pk=conversation.pk).exists()
    assert set(NextClock.objects.values_list("team", flat=True)) == {world.harbour.pk, world.hill.pk}


def test_who_accepts_has_it_with_what_its_owner_owed(world: World) -> None:
    handoff = offered(world)
    first_due = fresh(handoff.conversation).next_due
    acts.accept(handoff, by=again(world.mo), at=LATER + MINUTE)
    conversation = fresh(handoff.conversation)
    assert conversation.owner == world.mo and conversation.team == world.hill
    [clock] = running(conversation.pk)
    assert clock.kind == Kind.FIRST_RESPONSE and clock.team_id == world.hill.pk
    assert first_due and clock.due_at > first_due and not Guest.objects.exists()
    assert kinds(conversation) == ["handoff.offered", "handoff.accepted"]
    assert not visible_to(again(world.ana)).filter(pk=conversation.pk).exists()


def test_accepting_twice_changes_nothing(world: World) -> None:
    handoff = offered(world)
    acts.accept(handoff, by=again(world.mo), at=LATER)
    with pytest.raises(Refused, match="Mo Example has accepted this already"):
        acts.accept(handoff, by=again(world.mo), at=LATER)
    assert kinds(handoff.conversation) == ["handoff.offered", "handoff.accepted"]


def test_an_offer_within_the_team_keeps_the_team(world: World) -> None:
    handoff = offered(world, world.ben)
    acts.accept(handoff, by=world.ben, at=LATER)
    conversation = fresh(handoff.conversation)
    assert conversation.owner == world.ben and conversation.team == world.harbour


@pytest.mark.parametrize("place", ["team", "location"])
def test_whoever_of_a_team_or_location_accepts_becomes_the_owner(world: World, place: str) -> None:
    handoff = offered(world, world.hill if place == "team" else world.hill.location)
    assert NextClock.objects.filter(team=world.hill).exists()
    with pytest.raises(Refused, match="someone else"):
        acts.accept(handoff, by=world.ben, at=LATER)
    acts.accept(handoff, by=again(world.mo), at=LATER)
    conversation = fresh(handoff.conversation)
    assert conversation.owner == world.mo and conversation.team == world.hill


def test_a_stranger_cannot_touch_it(world: World) -> None:
    handoff = offered(world)
    for verb in (
        lambda: acts.accept(handoff, by=world.ben, at=LATER),
        lambda: acts.decline(handoff, why="no", by=world.ben, at=LATER),
        lambda: acts.ask(handoff, question="why?", by=world.ben, at=LATER),
        lambda: acts.answer(handoff, text="so", by=world.ben, at=LATER),
        lambda: acts.withdraw(handoff, why="", by=again(world.mo), at=LATER),
    ):
        with pytest.raises(Refused):
            verb()
    handoff.refresh_from_db()
    assert handoff.state == Step.OFFERED


def test_only_the_owner_or_a_lead_offers_and_a_guest_does_not(world: World) -> None:
    conversation = claimed(world)
    with pytest.raises(Refused, match="Only Ana Example or a lead"):
        acts.offer(conversation, WORDS, to=world.mo, by=world.ben, at=LATER)
    handoff = acts.offer(conversation, WORDS, to=world.mo, by=world.lea, at=LATER)
    assert handoff.by == world.lea and handoff.owner == world.ana
    acts.decline(handoff, why="No part here", by=again(world.mo), at=LATER)
    conversations.release(conversation, by=world.ana, at=LATER)
    with pytest.raises(Refused):
        acts.offer(fresh(conversation), WORDS, to=world.hill, by=again(world.mo), at=LATER)
    assert acts.offer(fresh(conversation), WORDS, to=world.hill, by=world.ben, at=LATER).owner is None


@pytest.mark.parametrize(
    ("break_it", "words"),
    [("reason", "Say in a few words"), ("self", "has this already"), ("gone", "no longer works"), ("closed", "Reopen")],
)
def test_what_cannot_be_offered_is_refused_in_words(world: World, break_it: str, words: str) -> None:
    conversation, to, said = claimed(world), world.mo, WORDS
    if break_it == "reason":
        said = Words("  ")
    elif break_it == "self":
        to = world.ana
    elif break_it == "gone":
        to.is_active = False
        to.save(update_fields=["is_active"])
    else:
        with transaction.atomic():
            change(lock(conversation.pk), at=NOON, state=State.CLOSED, closed_at=NOON)
    with pytest.raises(Refused, match=words):
        acts.offer(conversation, said, to=to, by=world.ana, at=LATER)
    assert not Handoff.objects.exists() and not Guest.objects.exists()


def test_an_admin_who_works_in_no_team_is_not_offered_anything(world: World) -> None:
    with pytest.raises(Refused, match="works in no team"):
        acts.offer(claimed(world), WORDS, to=world.ada, by=world.ana, at=LATER)


def test_one_inside_offer_at_most(world: World) -> None:
    handoff = offered(world)
    with pytest.raises(Refused, match="offered to Mo Example already"):
        acts.offer(handoff.conversation, WORDS, to=world.ben, by=world.ana, at=LATER)
    with pytest.raises(IntegrityError, match=r"one_inside_offer|conversation_id"), transaction.atomic():
        Handoff.objects.create(
            conversation=handoff.conversation, agent=world.ben, by=world.ana, reason="x", at=LATER, owner=world.ana
        )


def test_declining_says_why_and_leaves_it_with_its_owner(world: World) -> None:
    handoff = offered(world)
    with pytest.raises(Refused, match="Say why"):
        acts.decline(handoff, why=" ", by=again(world.mo), at=LATER)
    acts.decline(handoff, why="The part is gone; ask Quay", by=again(world.mo), at=LATER)
    conversation = fresh(handoff.conversation)
    handoff.refresh_from_db()
    assert conversation.owner == world.ana and handoff.why == "The part is gone; ask Quay"
    assert running_about(Kind.OFFER, handoff.pk) is None and running(conversation.pk)
    assert not visible_to(again(world.mo)).filter(pk=conversation.pk).exists()
    with pytest.raises(Refused, match="Mo Example has declined this already"):
        acts.accept(handoff, by=again(world.mo), at=LATER)


def test_asking_back_lengthens_the_time_once(world: World) -> None:
    handoff = offered(world)
    acts.ask(handoff, question="Which colour?", by=again(world.mo), at=LATER + MINUTE)
    clock = running_about(Kind.OFFER, handoff.pk)
    assert clock and clock.due_at == LATER + 4 * HOUR
    acts.answer(handoff, text="Brass", by=world.ana, at=LATER + 2 * MINUTE)
    acts.ask(handoff, question="And the cord?", by=again(world.mo), at=LATER + 3 * MINUTE)
    clock = running_about(Kind.OFFER, handoff.pk)
    assert clock and clock.due_at == LATER + 4 * HOUR
    assert list(Said.objects.values_list("kind", "text")) == [
        ("question", "Which colour?"),
        ("answer", "Brass"),
        ("question", "And the cord?"),
    ]
    handoff.refresh_from_db()
    assert handoff.state == Step.OFFERED and handoff.asked_at == LATER + 3 * MINUTE
    assert fresh(handoff.conversation).owner == world.ana


def test_withdrawing_is_for_the_owner_and_ends_it(world: World) -> None:
    handoff = offered(world)
    acts.withdraw(handoff, why="Found it here", by=world.ana, at=LATER)
    with pytest.raises(Refused, match="withdrawn: Found it here"):
        acts.accept(handoff, by=again(world.mo), at=LATER)
    with pytest.raises(Refused, match="withdrawn"):
        acts.withdraw(handoff, why="", by=world.ana, at=LATER)
    assert running_about(Kind.OFFER, handoff.pk) is None


def test_not_answered_in_time_it_goes_back_and_the_owner_is_told(world: World) -> None:
    handoff = offered(world)
    assert run_out(handoff, at=LATER + HOUR) == LATER + 2 * HOUR
    assert run_out(handoff, at=LATER + 2 * HOUR) is None
    assert run_out(handoff, at=LATER + 3 * HOUR) is None
    handoff.refresh_from_db()
    conversation = fresh(handoff.conversation)
    assert handoff.state == Step.RETURNED and conversation.owner == world.ana and running(conversation.pk)
    assert kinds(conversation) == ["handoff.offered", "handoff.returned"]
    assert not visible_to(again(world.mo)).filter(pk=conversation.pk).exists()


def test_past_its_time_nobody_accepts_even_while_the_worker_sleeps(world: World) -> None:
    handoff = offered(world)
    with pytest.raises(Refused, match="has passed"):
        acts.accept(handoff, by=again(world.mo), at=LATER + 2 * HOUR)


def test_owner_holds__another_owner_withdraws_the_offer(world: World) -> None:
    """`owner_holds`: an offer binds the owner, whoever pressed it; a change of owner inside withdraws it."""
    for verb in (
        lambda c: conversations.assign(c, to=world.ben, by=world.ana, at=LATER),
        lambda c: conversations.claim(c, by=world.lea, at=LATER),
        lambda c: conversations.release(c, by=world.ana, at=LATER),
    ):
        handoff = offered(world)
        verb(handoff.conversation)
        handoff.refresh_from_db()
        assert handoff.state == Step.WITHDRAWN and "is with" in handoff.why
        assert running_about(Kind.OFFER, handoff.pk) is None
        with pytest.raises(Refused):
            acts.accept(handoff, by=again(world.mo), at=LATER)


def test_own_clocks__a_rung_and_a_partner_keep_their_clocks(world: World) -> None:
    """`own_clocks`: accept moves the owner's clocks only, not the approver's or the rung's."""
    from makegood.clocks import acts as clocks
    from makegood.clocks.acts import Start

    handoff = offered(world)
    with transaction.atomic():
        number, team = handoff.conversation_id, world.harbour.pk
        started = [
            Start(number, kind, team, NOON, NOON + DAY, about=handoff.pk + 1)
            for kind in (Kind.RUNG, Kind.PARTNER, Kind.PROMISE)
        ]
        clocks.start_all(started)
    acts.accept(handoff, by=again(world.mo), at=LATER)
    teams = {clock.kind: clock.team_id for clock in running(number)}
    assert teams == {
        Kind.FIRST_RESPONSE: world.hill.pk,
        Kind.PROMISE: world.hill.pk,
        Kind.RUNG: world.harbour.pk,
        Kind.PARTNER: world.harbour.pk,
    }


def test_accept_on_duty__only_someone_on_duty_accepts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """`accept_on_duty`: only someone on duty accepts."""
    handoff = offered(world)
    monkeypatch.setattr(atwork, "is_on_duty", lambda agent, *, now: False)
    with pytest.raises(Refused, match="off duty"):
        acts.accept(handoff, by=again(world.mo), at=LATER)
    handoff.refresh_from_db()
    assert handoff.state == Step.OFFERED and fresh(handoff.conversation).owner == world.ana


def test_an_offer_keeps_the_conversation_from_closing_in_words(world: World) -> None:
    handoff = offered(world)
    message = world.reply(handoff.conversation, at=LATER + MINUTE)
    conversation = fresh(handoff.conversation)
    assert conversation.state == State.WAITING
    with pytest.raises(Refused, match=r"offered to Mo Example\. Withdraw the offer first"):
        conversations.close(conversation, seen=message.pk, by=world.ana, at=LATER + HOUR)


def test_let_it_rest_does_not_close_over_an_offer(world: World) -> None:
    from makegood.conversations import due as conversation_due

    handoff = offered(world)
    world.reply(handoff.conversation, at=LATER + MINUTE, after=conversations.After(lets_rest=True))
    clock = Clock.objects.get(conversation_id=handoff.conversation_id, kind=Kind.LOOK_AGAIN, ended_at=None)
    at = clock.due_at + timedelta(seconds=1)
    conversation_due.clock(Turn(kind="clock", key="x", about={"clock": clock.pk}, run_at=at), now=at)
    assert fresh(handoff.conversation).state == State.OPEN


def test_the_customer_writing_meanwhile_changes_no_offer(world: World) -> None:
    handoff = offered(world)
    world.receive(in_reply_to=handoff.conversation.messages.get().message_id, at=LATER + MINUTE)
    handoff.refresh_from_db()
    assert handoff.state == Step.OFFERED and fresh(handoff.conversation).owner == world.ana
