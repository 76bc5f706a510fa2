"""Whoever is offered something sees it on every path for as long as it is offered, and nobody else does."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest

from makegood.api import rules as api_rules
from makegood.config.live import may_hear
from makegood.config.live_sources import Seat
from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation
from makegood.conversations.queries import with_guests
from makegood.handoffs import acts
from makegood.handoffs.acts import Words
from makegood.handoffs.models import Handoff
from makegood.people.models import Agent
from makegood.people.queries import audience
from makegood.search import queries as search
from makegood.timeline import queries as timeline
from tests.world import HOUR, NOON, World

LATER = NOON + HOUR


@pytest.fixture(params=["agent", "team", "location"])
def handoff(world: World, request: Any) -> Handoff:
    conversation = world.receive(text="a brass lamp", reply_text="a brass lamp")
    conversations.claim(conversation, by=world.ana, at=NOON)
    to = {"agent": world.mo, "team": world.hill, "location": world.hill.location}[request.param]
    return acts.offer(Conversation.objects.get(pk=conversation.pk), Words("Hill has it"), to=to, by=world.ana, at=LATER)


def mo_of(world: World) -> Agent:
    return Agent.objects.get(pk=world.mo.pk)


def finds(agent: Agent) -> list[int]:
    return [one.number for one in search.search(agent, "brass", now=LATER, zone=UTC).hits]


def hears(world: World, agent: Agent, *, after: int) -> list[tuple[str, bool, bool]]:
    """What happened since, and whether the agent hears of it live and by a webhook of theirs."""
    seat = Seat(agent.pk, audience(agent.pk))
    return [
        (one.kind, may_hear(seat, one), api_rules.may_hear(agent.pk, seat.audience, one))
        for one in with_guests(timeline.since(after))
        if one.conversation_id
    ]


def test_it_is_found_while_it_is_offered(world: World, handoff: Handoff) -> None:
    assert finds(mo_of(world)) == [handoff.conversation_id] and finds(world.ben) == [handoff.conversation_id]
    mark = timeline.newest_id()
    world.receive(
        in_reply_to=handoff.conversation.messages.get().message_id,
        text="brass again",
        reply_text="brass again",
        at=LATER,
    )
    assert hears(world, mo_of(world), after=mark) == [("message.received", True, True)]
    assert finds(mo_of(world)) == [handoff.conversation_id]
    acts.decline(handoff, why="no", by=mo_of(world), at=LATER)
    assert finds(mo_of(world)) == [] and finds(world.ben) == [handoff.conversation_id]


def test_live_pages_and_webhooks_hear_of_it_to_the_end_and_no_longer(world: World, handoff: Handoff) -> None:
    assert ("handoff.offered", True, True) in hears(world, mo_of(world), after=0)
    mark = timeline.newest_id()
    acts.withdraw(handoff, why="", by=world.ana, at=LATER)
    assert hears(world, mo_of(world), after=mark) == [("handoff.withdrawn", True, True)]
    mark = timeline.newest_id()
    conversations.release(handoff.conversation, by=world.ana, at=LATER)
    assert hears(world, mo_of(world), after=mark) == [("conversation.released", False, False)]
    assert hears(world, world.ben, after=mark) == [("conversation.released", True, True)]
