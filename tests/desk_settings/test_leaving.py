"""When a person, a role or a team goes, what was open goes on with somebody: nobody is dropped."""

from __future__ import annotations

import pytest

from makegood.clocks.queries import running
from makegood.conversations import acts as conversations
from makegood.conversations.acts import leaving
from makegood.conversations.models import Conversation
from makegood.people import acts as people
from makegood.people.models import Agent, Rank, Role
from makegood.people.rules import LastAdmin, Post, StillNeeded
from tests.world import HOUR, NOON, World, build

LATER = NOON + HOUR


@pytest.fixture
def world(db: None) -> World:
    return build()


def owned(world: World, agent: Agent) -> Conversation:
    conversation = world.receive()
    conversations.claim(conversation, by=agent, at=NOON)
    return Conversation.objects.get(pk=conversation.pk)


def test_what_the_leaver_had_open_is_the_heirs(world: World) -> None:
    one = owned(world, world.ana)
    assert leaving.deactivate(world.ana, heir=world.ben, by=world.ada, now=LATER) == 1
    one.refresh_from_db()
    assert one.owner == world.ben and len(running(one.pk)) == 1


def test_without_an_heir_it_is_the_teams(world: World) -> None:
    one = owned(world, world.ana)
    leaving.deactivate(world.ana, heir=None, by=world.ada, now=LATER)
    one.refresh_from_db()
    assert (one.owner, one.team) == (None, world.harbour) and one.next_due is not None


def test_an_heir_gets_nothing_that_they_may_not_see(world: World) -> None:
    one = owned(world, world.ana)
    leaving.deactivate(world.ana, heir=world.mo, by=world.ada, now=LATER)
    one.refresh_from_db()
    assert one.owner is None


def test_the_last_one_of_a_team_with_open_conversations_stays_and_nothing_moves(world: World) -> None:
    box = world.hill_help
    conversation = world.receive(mailbox=box)
    conversations.claim(conversation, by=world.mo, at=NOON)
    with pytest.raises(StillNeeded):
        leaving.deactivate(world.mo, heir=None, by=world.ada, now=LATER)
    assert Agent.objects.get(pk=world.mo.pk).is_active
    assert Conversation.objects.get(pk=conversation.pk).owner == world.mo


def test_the_last_admin_stays_and_nothing_moves(world: World) -> None:
    with pytest.raises(LastAdmin):
        leaving.deactivate(world.ada, heir=None, by=world.ada, now=LATER)


def test_who_leaves_a_team_leaves_its_conversations(world: World) -> None:
    one = owned(world, world.ana)
    leaving.take_role(world.ana, Post(Rank.AGENT, world.harbour.pk), by=world.ada, now=LATER)
    one.refresh_from_db()
    assert one.owner is None and one.team == world.harbour


def test_who_still_sees_a_conversation_keeps_it(world: World) -> None:
    Role.objects.create(agent=world.ana, rank=Rank.MANAGER, location=world.harbour.location)
    one = owned(world, world.ana)
    leaving.take_role(world.ana, Post(Rank.AGENT, world.harbour.pk), by=world.ada, now=LATER)
    one.refresh_from_db()
    assert one.owner == world.ana


def test_a_closed_teams_work_and_mail_go_to_its_heir(world: World) -> None:
    one = owned(world, world.ana)
    due = one.next_due
    assert leaving.close_team(world.harbour, heir=world.hill, by=world.ada, now=LATER) == 1
    one.refresh_from_db()
    world.help.refresh_from_db()
    assert (one.team, one.owner, one.next_due, world.help.team) == (world.hill, None, due, world.hill)
    assert [clock.team_id for clock in running(one.pk)] == [world.hill.pk]


def test_a_team_with_open_conversations_does_not_close_without_an_heir(world: World) -> None:
    one = owned(world, world.ana)
    with pytest.raises(StillNeeded):
        leaving.close_team(world.harbour, heir=None, by=world.ada, now=LATER)
    one.refresh_from_db()
    assert (one.team, one.owner) == (world.harbour, world.ana)


def test_what_is_closed_keeps_nobody_from_leaving(world: World) -> None:
    conversation = world.receive(mailbox=world.hill_help)
    conversations.claim(conversation, by=world.mo, at=NOON)
    seen = conversation.messages.get().pk
    conversations.nothing_to_answer(conversation, why=conversations.Nothing.THANKS, seen=seen, by=world.mo, at=NOON)
    assert Conversation.objects.get(pk=conversation.pk).next_due is None
    leaving.deactivate(world.mo, heir=None, by=world.ada, now=LATER)
    assert not Agent.objects.get(pk=world.mo.pk).is_active


def test_a_returning_colleague_finds_their_posts_but_not_what_went_on(world: World) -> None:
    one = owned(world, world.ana)
    leaving.deactivate(world.ana, heir=world.ben, by=world.ada, now=LATER)
    people.activate(world.ana, by=world.ada, now=LATER)
    one.refresh_from_db()
    assert one.owner == world.ben
