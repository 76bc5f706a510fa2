"""A vandal breaks what must hold by phone; doctor names each thing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from makegood.agenda.models import Turn
from makegood.calls import acts
from makegood.config.doctor import examine
from makegood.conversations.models import Conversation
from tests.calls.common import logged, owed, voicemail
from tests.calls.sounds import WAVE
from tests.world import NOON, World, build


@pytest.fixture
def world(db: None) -> World:
    return build()


def broken() -> dict[int, list[str]]:
    return {one.guarantee: one.violations for one in examine(now=NOON) if not one.ok}


def raw(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


VANDALS: list[tuple[Callable[[], None], int, str]] = [
    (
        lambda: raw("UPDATE clocks_clock SET ended_at = started_at WHERE kind = 'callback'"),
        2,
        "no clock runs for the call",
    ),
    (lambda: raw("UPDATE calls_callback SET due_at = made_at"), 2, "no clock runs for the call"),
    (
        lambda: raw("UPDATE calls_callback SET state = 'reached', ended_at = made_at"),
        2,
        "a clock runs for a call that is not owed",
    ),
    (lambda: Turn.objects.filter(kind="clock").delete() and None, 2, "nothing will happen when its call is due"),
    (
        lambda: raw("UPDATE conversations_conversation SET state = 'closed', next_due = NULL, closed_at = created_at"),
        2,
        "is closed over a call",
    ),
]


@pytest.mark.parametrize(("vandal", "guarantee", "words"), VANDALS)
def test_doctor_names_what_a_vandal_broke(world: World, vandal: Callable[[], None], guarantee: int, words: str) -> None:
    conversation = logged(world)
    assert owed(conversation).state == "open" and broken() == {}
    vandal()
    assert any(words in one for one in broken()[guarantee]), broken()


def test_what_was_said_in_a_call_stands_with_the_call(world: World) -> None:
    conversation, other = logged(world), world.receive()
    assert broken() == {}
    conversation.messages.update(conversation=other)
    assert any("stand in two conversations" in one for one in broken()[2])


def test_a_recording_that_nothing_fetches_is_named(world: World) -> None:
    voicemail(world, is_coming=True)
    assert "nothing will fetch it" in broken()[1][0]
    Turn.objects.filter(kind="recording").delete()


def test_a_recording_beside_another_message_is_named(world: World) -> None:
    conversation = voicemail(world, recording=acts.uploaded("a.wav", WAVE))
    assert broken() == {}
    conversation.files.update(message=world.receive().messages.get())
    assert any("do not belong together" in one for one in broken()[1])
    assert Conversation.objects.count() == 2
