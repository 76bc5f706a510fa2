"""Whoever is asked about a conversation sees it, for as long as they are asked, and nobody else does."""

from __future__ import annotations

from datetime import UTC

import pytest
from django.db import IntegrityError, transaction

from makegood.clocks import acts as clocks
from makegood.clocks.acts import Start
from makegood.clocks.models import Kind
from makegood.conversations import queries
from makegood.conversations.acts.changing import change, lock
from makegood.conversations.acts.guests import dismiss, invite
from makegood.conversations.models import Conversation, NextClock
from makegood.conversations.queries.sources import View
from makegood.people.models import Agent
from tests.world import HOUR, NOON, World


def sees(agent: Agent, number: int) -> bool:
    agent = Agent.objects.get(pk=agent.pk)
    row = queries.rows_of([number], agent=agent)
    assert queries.visible_to(agent).filter(pk=number).exists() == bool(row)
    return bool(row)


def test_a_guest_sees_it_until_what_was_put_to_them_ends(world: World) -> None:
    conversation = world.receive()
    assert not sees(world.mo, conversation.pk)
    with transaction.atomic():
        invite(conversation, why=Kind.OFFER, about=7, agents=[world.mo])
        invite(conversation, why=Kind.OFFER, about=7, agents=[world.mo])
    assert sees(world.mo, conversation.pk)
    with transaction.atomic():
        dismiss(conversation, why=Kind.OFFER, about=8)
    assert sees(world.mo, conversation.pk)
    with transaction.atomic():
        dismiss(conversation, why=Kind.OFFER, about=7)
    assert not sees(world.mo, conversation.pk)


def test_a_team_that_is_asked_sees_it_in_its_own_list(world: World) -> None:
    conversation, due_at = world.receive(), NOON + HOUR
    with transaction.atomic():
        conversation = lock(conversation.pk)
        invite(conversation, why=Kind.OFFER, about=7, teams=[world.hill])
        clocks.start_all([Start(conversation.pk, Kind.OFFER, world.hill.pk, NOON, due_at, about=7)])
        change(conversation, at=NOON)
    assert conversation.next_due == due_at
    assert dict(NextClock.objects.values_list("team", "due_at")) == {world.hill.pk: due_at, world.harbour.pk: due_at}
    [row] = queries.rows(world.mo, View.TEAM, now=NOON, zone=UTC).rows
    assert row.number == conversation.pk


def test_a_conversation_carries_many_promises_at_once_and_none_outlives_its_close(world: World) -> None:
    conversation = world.receive()
    with transaction.atomic():
        conversation = lock(conversation.pk)
        due = {1: NOON + HOUR, 2: NOON + HOUR * 2}
        starts = [Start(conversation.pk, Kind.PROMISE, world.harbour.pk, NOON, at, about=n) for n, at in due.items()]
        running = clocks.start_all(starts)
        change(conversation, at=NOON)
    assert conversation.next_kind == Kind.PROMISE
    with pytest.raises(IntegrityError, match="clock_fits_state"), transaction.atomic():
        change(lock(conversation.pk), at=NOON, state="closed", closed_at=NOON)
    with transaction.atomic():
        clocks.end(running, at=NOON)
        change(lock(conversation.pk), at=NOON, state="closed", closed_at=NOON)
    assert Conversation.objects.get(pk=conversation.pk).next_due is None
