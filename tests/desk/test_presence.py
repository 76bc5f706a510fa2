"""A beat is heard from whoever may see the conversation, and writes nothing by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from makegood.conversations.models import Conversation, Presence
from makegood.conversations.presence import Doing
from makegood.desk import presence
from tests.world import World


@pytest.fixture
def lamp(world: World) -> Conversation:
    """A conversation of Ana's team."""
    return world.receive()


@pytest.fixture(autouse=True)
def nothing_gathered() -> Iterator[None]:
    presence.gathered.take()
    yield
    presence.gathered.take()


def _beat(client: Client, number: int, doing: str = "looking", screen: str = "a1") -> Any:
    return client.post(f"/c/{number}/presence", {"doing": doing, "screen": screen})


def test_a_beat_is_heard_and_writes_nothing(ana: Client, lamp: Conversation, world: World) -> None:
    assert _beat(ana, lamp.number, "reply").status_code == 204
    [beat] = presence.gathered.take()
    assert (beat.conversation, beat.agent, beat.doing) == (lamp.pk, world.ana.pk, Doing.REPLY)
    assert not Presence.objects.exists()


def test_twice_is_once_and_the_last_word_counts(ana: Client, lamp: Conversation) -> None:
    for doing in ("looking", "note", "gone"):
        _beat(ana, lamp.number, doing)
    assert [beat.doing for beat in presence.gathered.take()] == [None]


def test_mo_is_told_404_and_not_heard(mo: Client, lamp: Conversation) -> None:
    assert _beat(mo, lamp.number).status_code == 404
    assert _beat(mo, 999_999).status_code == 404
    assert presence.gathered.take() == []


def test_the_signed_out_and_the_deactivated_are_not_heard(ana: Client, lamp: Conversation, world: World) -> None:
    assert _beat(Client(), lamp.number).status_code == 302
    world.ana.is_active = False
    world.ana.save(update_fields=["is_active"])
    assert _beat(ana, lamp.number).status_code == 302
    assert presence.gathered.take() == []


@pytest.mark.parametrize(("doing", "screen"), [("dancing", "a1"), ("", "a1"), ("looking", ""), ("looking", "a" * 17)])
def test_nonsense_is_not_heard(ana: Client, lamp: Conversation, doing: str, screen: str) -> None:
    assert _beat(ana, lamp.number, doing, screen).status_code == 400
    assert presence.gathered.take() == []


def test_looking_at_the_address_says_nothing(ana: Client, lamp: Conversation) -> None:
    assert ana.get(f"/c/{lamp.number}/presence").status_code == 405


def test_another_house_cannot_speak_for_her(world: World, lamp: Conversation) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.ana, backend="django.contrib.auth.backends.ModelBackend")
    assert _beat(client, lamp.number).status_code == 403


def test_nobody_can_fill_the_memory_with_screens(ana: Client, lamp: Conversation) -> None:
    for n in range(presence.MOST_SCREENS + 5):
        _beat(ana, lamp.number, screen=f"s{n}")
    assert len(presence.gathered.take()) == presence.MOST_SCREENS
