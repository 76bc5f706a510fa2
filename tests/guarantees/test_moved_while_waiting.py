"""Who waits for a conversation that someone else is just moving gets it as it is then.

PostgreSQL reads a row anew once it is free, yet not the rows joined to it: joined to its team, a conversation that went
to another team was not found at all by whoever waited for it.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from makegood.conversations import acts
from makegood.conversations.acts.changing import lock
from tests.guarantees.at_once import one_holds
from tests.world import build


@pytest.mark.django_db(transaction=True)
def test_a_conversation_that_goes_to_another_team_is_found_by_whoever_waits_for_it(transactional_db: None) -> None:
    world, now = build(), timezone.now()
    conversation = world.receive(at=now)
    _moved, found = one_holds(
        lambda: acts.assign(conversation, to=None, team=world.hill, by=world.ada, at=now),
        lambda: _held(conversation.pk),
    )
    assert found == world.hill


def _held(pk: int) -> Any:
    with transaction.atomic():
        return lock(pk).team


@pytest.mark.django_db(transaction=True)
def test_nothing_is_held_outside_a_transaction(transactional_db: None) -> None:
    conversation = build().receive(at=timezone.now())
    with transaction.atomic():
        lock(conversation.pk)  # compiled by now
    with pytest.raises(transaction.TransactionManagementError):
        lock(conversation.pk)
