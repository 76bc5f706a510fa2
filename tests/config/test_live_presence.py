"""Who is looking and who is writing is told to those who may see the conversation, and to nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from makegood.config.live import Hub
from makegood.config.live_presence import PresenceWatch
from makegood.conversations import presence
from makegood.conversations.models import Conversation, Presence
from makegood.conversations.presence import Beat, Doing
from makegood.desk.presence import gathered
from makegood.people import acts as people
from makegood.people.models import Agent
from tests.config.door import Answer, listening
from tests.servers.machine import wait_until
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop(transactional_db: None) -> World:
    return build()


@pytest.fixture
def lamp(shop: World) -> Conversation:
    return shop.receive()


@pytest.fixture
def hub() -> Iterator[Hub]:
    gathered.take()
    hub = Hub()
    yield hub
    hub.close()


def _session(agent: Agent) -> str:
    return people.open_session(agent, now=NOON)


def _say(lamp: Conversation, who: Agent, doing: Doing | None, *, screen: str = "a") -> None:
    gathered.add(Beat(lamp.pk, who.pk, screen, doing, timezone.now()))


async def _look(watch: PresenceWatch, *, after: float = 0) -> None:
    """One look of the watch, in a thread as in life, and what it brings is told."""

    def look() -> None:
        try:
            watch.look(now=timezone.now() + timedelta(seconds=after))
        finally:
            connection.close()

    await asyncio.to_thread(look)
    for _ in range(50):
        await asyncio.sleep(0)  # the loop hands it from one to the next, each in a turn of its own


def _told(screen: Answer) -> list[tuple[int, list[tuple[str, str]]]]:
    news = [one for one in screen.news() if "who" in one]
    return [(one["conversation"], [(who["name"], who["doing"]) for who in one["who"]]) for one in news]


def test_ben_is_told_what_ana_does_and_mo_hears_nothing(hub: Hub, shop: World, lamp: Conversation) -> None:
    ben, mo, watch = _session(shop.ben), _session(shop.mo), PresenceWatch(hub)

    async def story() -> None:
        async with listening(hub.serve, session=ben) as his, listening(hub.serve, session=mo) as strangers:
            for doing in (Doing.LOOKING, Doing.REPLY, Doing.REPLY, None):
                _say(lamp, shop.ana, doing)
                await _look(watch)
            assert _told(his) == [
                (lamp.pk, [("Ana Example", "looking")]),
                (lamp.pk, [("Ana Example", "reply")]),
                (lamp.pk, []),
            ]
            assert _told(strangers) == []
            assert b"event: presence" not in strangers.body

    asyncio.run(story())


def test_who_comes_later_is_told_at_once_who_is_there(hub: Hub, shop: World, lamp: Conversation) -> None:
    ben, lea, mo, watch = _session(shop.ben), _session(shop.lea), _session(shop.mo), PresenceWatch(hub)

    async def story() -> None:
        _say(lamp, shop.ana, Doing.NOTE)
        async with listening(hub.serve, session=ben):
            await _look(watch)
            async with listening(hub.serve, session=lea) as hers, listening(hub.serve, session=mo) as strangers:
                await hers.until("presence")
                assert _told(hers) == [(lamp.pk, [("Ana Example", "note")])]
                assert _told(strangers) == []

    asyncio.run(story())


def test_what_another_process_wrote_is_told_and_who_falls_silent_is_gone(
    hub: Hub, shop: World, lamp: Conversation
) -> None:
    now = timezone.now()
    presence.keep([Beat(lamp.pk, shop.ana.pk, "elsewhere", Doing.REPLY, now)], now=now)
    ben, watch = _session(shop.ben), PresenceWatch(hub)

    async def story() -> None:
        async with listening(hub.serve, session=ben) as his:
            await _look(watch)
            await _look(watch, after=60)
            assert _told(his) == [(lamp.pk, [("Ana Example", "reply")]), (lamp.pk, [])]

    asyncio.run(story())


def test_when_it_moves_to_another_team_the_one_is_told_and_the_other_forgets(
    hub: Hub, shop: World, lamp: Conversation
) -> None:
    ben, mo, watch = _session(shop.ben), _session(shop.mo), PresenceWatch(hub)

    async def story() -> None:
        async with listening(hub.serve, session=ben) as his, listening(hub.serve, session=mo) as theirs:
            _say(lamp, shop.ana, Doing.LOOKING)
            await _look(watch)
            await asyncio.to_thread(_give, lamp, shop)
            await _look(watch)
            assert _told(his)[-1] == (lamp.pk, [])
            assert _told(theirs) == [(lamp.pk, [("Ana Example", "looking")])]

    asyncio.run(story())


def _give(lamp: Conversation, shop: World) -> None:
    try:
        Conversation.objects.filter(pk=lamp.pk).update(team=shop.hill)
    finally:
        connection.close()


def test_without_a_beat_and_without_a_listener_the_database_is_left_alone(
    hub: Hub, shop: World, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        PresenceWatch(hub).look(now=NOON)


def test_beats_are_written_for_others_though_nobody_listens_here(hub: Hub, shop: World, lamp: Conversation) -> None:
    _say(lamp, shop.ana, Doing.LOOKING)
    PresenceWatch(hub).look(now=timezone.now())
    assert Presence.objects.get().agent_id == shop.ana.pk


def test_a_database_that_is_away_costs_a_beat_and_not_the_watch(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from makegood.config import live_presence

    looks: list[int] = []

    def away(**_: Any) -> None:
        looks.append(1)
        raise DatabaseError("away")

    monkeypatch.setattr(live_presence, "EVERY", 0.01)
    watch = PresenceWatch(hub)
    monkeypatch.setattr(watch, "look", away)
    watch.start()
    wait_until("a second look", lambda: len(looks) >= 2)
    watch.stop()
    assert "Who is looking at what cannot be kept" in caplog.text


def test_a_page_says_what_it_was_made_from_and_nothing_in_between_is_missed(hub: Hub, shop: World) -> None:
    session = _session(shop.ana)

    async def story() -> None:
        assert hub.mark is None
        hub.open()
        while hub.mark is None:
            await asyncio.sleep(0.01)
        mark = hub.mark
        lamp = await asyncio.to_thread(_receive, shop)
        async with listening(hub.serve, session=session, query=f"since={mark}") as screen:
            await screen.until(str(lamp.pk))

    asyncio.run(story())


def _receive(shop: World) -> Conversation:
    try:
        return shop.receive()
    finally:
        connection.close()
