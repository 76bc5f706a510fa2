"""Who waits for a conversation that someone else is just moving gets it as it is then.

PostgreSQL reads a row anew once it is free, yet not the rows joined to it: joined to its team, a conversation that went
to another team was not found at all by whoever waited for it.
"""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from makegood.conversations import acts
from makegood.conversations.acts.changing import lock
from tests.servers.machine import PATIENCE
from tests.world import build


@pytest.mark.django_db(transaction=True)
def test_a_conversation_that_goes_to_another_team_is_found_by_whoever_waits_for_it(transactional_db: None) -> None:
    world, now = build(), timezone.now()
    conversation = world.receive(at=now)
    found: list[Any] = []
    waiter = threading.Thread(target=lambda: found.append(_held(conversation.pk)))
    with transaction.atomic():
        acts.assign(conversation, to=None, team=world.hill, by=world.ada, at=now)
        waiter.start()
        _until_someone_waits()
    waiter.join(PATIENCE)
    assert found == [world.hill]


def _held(pk: int) -> Any:
    try:
        with transaction.atomic():
            return lock(pk).team
    except Exception as error:
        return error
    finally:
        connection.close()


def _until_someone_waits() -> None:
    """Until another connection waits for a row of ours; SQLite, where everyone waits for the file, does not tell."""
    until = time.monotonic() + PATIENCE
    while connection.vendor == "postgresql" and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
