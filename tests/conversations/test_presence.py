"""Who is where: one line a screen, soon over, never twice the same person."""

from __future__ import annotations

from typing import Any

import pytest

from makegood.conversations import presence
from makegood.conversations.models import Conversation, Presence
from makegood.conversations.presence import LASTS, Beat, Doing, Here, Place
from makegood.people.models import Agent
from makegood.timeline.models import Event
from tests.world import MINUTE, NOON, World


@pytest.fixture
def lamp(world: World) -> Conversation:
    """A conversation of Ana's team."""
    return world.receive()


def _beat(where: Conversation, who: Agent, doing: Doing | None = Doing.LOOKING, *, screen: str = "a") -> Beat:
    return Beat(where.pk, who.pk, screen, doing, NOON)


def _there(lamp: Conversation, *, now: Any = NOON) -> list[tuple[str, str]]:
    place = Place(lamp.pk, lamp.team_id)
    return [(one.name, one.doing.value) for one in presence.everyone(now=now).get(place, [])]


def test_colleagues_are_there_writers_first(world: World, lamp: Conversation) -> None:
    presence.keep([_beat(lamp, world.ana), _beat(lamp, world.ben, Doing.NOTE)], now=NOON)
    assert _there(lamp) == [("Ben Example", "note"), ("Ana Example", "looking")]


def test_the_same_again_is_one_line_and_lasts_longer(world: World, lamp: Conversation) -> None:
    presence.keep([_beat(lamp, world.ana)], now=NOON)
    later = Beat(lamp.pk, world.ana.pk, "a", Doing.REPLY, NOON + MINUTE / 2)
    presence.keep([_beat(lamp, world.ana), later], now=NOON + MINUTE / 2)
    assert Presence.objects.get().until == NOON + MINUTE / 2 + LASTS
    assert _there(lamp, now=NOON + MINUTE) == [("Ana Example", "reply")]


def test_two_tabs_are_one_person_who_does_the_stronger(world: World, lamp: Conversation) -> None:
    presence.keep([_beat(lamp, world.ana, Doing.REPLY), _beat(lamp, world.ana, screen="b")], now=NOON)
    assert _there(lamp) == [("Ana Example", "reply")]
    presence.keep([_beat(lamp, world.ana, None)], now=NOON)
    assert _there(lamp) == [("Ana Example", "looking")]


def test_a_screen_is_before_one_conversation(world: World, lamp: Conversation) -> None:
    other = world.receive(subject="Another")
    presence.keep([_beat(lamp, world.ana)], now=NOON)
    presence.keep([_beat(other, world.ana)], now=NOON)
    assert _there(lamp) == []
    assert _there(other) == [("Ana Example", "looking")]


def test_who_leaves_is_gone_and_who_falls_silent_too(world: World, lamp: Conversation) -> None:
    presence.keep([_beat(lamp, world.ana), _beat(lamp, world.ben)], now=NOON)
    presence.keep([_beat(lamp, world.ana, None)], now=NOON)
    assert _there(lamp) == [("Ben Example", "looking")]
    assert _there(lamp, now=NOON + LASTS) == []
    presence.keep([], now=NOON + LASTS)
    assert not Presence.objects.exists()


def test_who_is_deactivated_is_not_there(world: World, lamp: Conversation) -> None:
    presence.keep([_beat(lamp, world.ben)], now=NOON)
    Agent.objects.filter(pk=world.ben.pk).update(is_active=False)
    assert _there(lamp) == []


def test_it_is_nothing_that_happened(world: World, lamp: Conversation) -> None:
    before = Event.objects.count(), Conversation.objects.values().get(pk=lamp.pk)
    presence.keep([_beat(lamp, world.ana)], now=NOON)
    assert (Event.objects.count(), Conversation.objects.values().get(pk=lamp.pk)) == before


def test_a_crowd_is_written_with_two_statements_and_read_with_one(
    world: World, lamp: Conversation, django_assert_num_queries: Any
) -> None:
    crowd = [_beat(lamp, who, screen=f"s{n}") for who in (world.ana, world.ben) for n in range(40)]
    with django_assert_num_queries(4):  # with the beginning and the end of the transaction
        presence.keep(crowd, now=NOON)
    with django_assert_num_queries(1):
        here = presence.everyone(now=NOON)
    assert here == {
        Place(lamp.pk, lamp.team_id): [
            Here(world.ana.pk, "Ana Example", Doing.LOOKING),
            Here(world.ben.pk, "Ben Example", Doing.LOOKING),
        ]
    }
