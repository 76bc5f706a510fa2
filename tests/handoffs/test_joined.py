"""What is offered goes along when conversations are merged, and comes back when they are taken apart."""

from __future__ import annotations

from makegood.clocks.models import Kind
from makegood.clocks.queries import running_about
from makegood.conversations import acts as conversations
from makegood.conversations.acts.merging import merge, unmerge
from makegood.conversations.models import Conversation, Guest
from makegood.conversations.queries import visible_to
from makegood.handoffs import acts
from makegood.handoffs.acts import Words
from makegood.handoffs.models import Handoff, State
from makegood.people.models import Agent
from tests.world import HOUR, NOON, World

LATER = NOON + HOUR


def two(world: World) -> tuple[Conversation, Conversation]:
    both = []
    for _ in range(2):
        conversation = world.receive()
        conversations.claim(conversation, by=world.ana, at=NOON)
        both.append(Conversation.objects.get(pk=conversation.pk))
    return both[0], both[1]


def offered(world: World, conversation: Conversation, to: Agent) -> Handoff:
    return acts.offer(conversation, Words("Hill knows more"), to=to, by=world.ana, at=LATER)


def test_an_offer_goes_along_and_can_be_accepted_there(world: World) -> None:
    source, target = two(world)
    handoff = offered(world, source, world.mo)
    due = getattr(running_about(Kind.OFFER, handoff.pk), "due_at", None)
    merge(source, target, by=world.ana, at=LATER)
    handoff.refresh_from_db()
    clock = running_about(Kind.OFFER, handoff.pk)
    assert handoff.conversation == target and handoff.state == State.OFFERED
    assert clock and clock.conversation_id == target.pk and clock.due_at == due
    assert visible_to(Agent.objects.get(pk=world.mo.pk)).filter(pk=target.pk).exists()
    acts.accept(handoff, by=Agent.objects.get(pk=world.mo.pk), at=LATER)
    assert Conversation.objects.get(pk=target.pk).owner == world.mo


def test_of_two_offers_that_of_the_source_is_withdrawn(world: World) -> None:
    source, target = two(world)
    theirs, ours = offered(world, source, world.mo), offered(world, target, world.ben)
    merge(source, target, by=world.ana, at=LATER)
    theirs.refresh_from_db()
    ours.refresh_from_db()
    assert theirs.state == State.WITHDRAWN and ours.state == State.OFFERED
    assert running_about(Kind.OFFER, theirs.pk) is None and running_about(Kind.OFFER, ours.pk)
    assert list(Guest.objects.values_list("agent", flat=True)) == [world.ben.pk]


def test_taken_apart_the_offer_is_where_it_was_made(world: World) -> None:
    source, target = two(world)
    handoff = offered(world, source, world.mo)
    merge(source, target, by=world.ana, at=LATER)
    unmerge(Conversation.objects.get(pk=source.pk), by=world.ana, at=LATER)
    handoff.refresh_from_db()
    clock = running_about(Kind.OFFER, handoff.pk)
    assert handoff.conversation == source and handoff.origin is None and handoff.owner == world.ana
    assert clock and clock.conversation_id == source.pk
    mo = Agent.objects.get(pk=world.mo.pk)
    assert list(visible_to(mo).filter(pk__in=[source.pk, target.pk])) == [source]
