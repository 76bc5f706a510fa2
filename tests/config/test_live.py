"""Each open screen is told that something changed: what its agent may see, soon, once, and nothing more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from makegood.config import live
from makegood.config.live import Hub, Listener
from makegood.config.live_sources import Seat
from makegood.people import acts as people
from makegood.people.models import Agent, Rank, Role
from makegood.people.rules import Audience
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind
from tests.config.door import ask, listening, scope
from tests.servers.machine import PATIENCE
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db(transaction=True)

Story = Callable[[Hub], Coroutine[Any, Any, None]]


@pytest.fixture
def shop(transactional_db: None) -> World:
    return build()


@pytest.fixture
def hub() -> Iterator[Hub]:
    hub = Hub()
    yield hub
    hub.close()


def _session(agent: Agent) -> str:
    return people.open_session(agent, now=NOON)


def _play(hub: Hub, story: Story) -> None:
    asyncio.run(story(hub))


async def _happens(*events: dict[str, Any]) -> list[int]:
    return await _elsewhere(
        lambda: [record(**({"kind": Kind.MESSAGE_RECEIVED, "at": NOON} | one)).pk for one in events]
    )


async def _elsewhere(act: Callable[[], Any]) -> Any:
    """Done in another thread, as another process would, and committed."""

    def run() -> Any:
        try:
            with transaction.atomic():
                return act()
        finally:
            connection.close()

    return await asyncio.to_thread(run)


def test_ana_is_told_that_something_changed_and_not_what(hub: Hub, shop: World) -> None:
    session = _session(shop.ana)

    async def story(hub: Hub) -> None:
        async with listening(hub.serve, session=session) as screen:
            assert (screen.status, screen.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
            [event] = await _happens({"conversation": 1042, "team": shop.harbour.pk, "about": {"secret": "lamp"}})
            await screen.until("\ndata: ")
            assert screen.news() == [{"conversation": 1042, "kind": "message.received"}]
            assert screen.marks()[-1] <= event
            assert b"lamp" not in screen.body

    _play(hub, story)


def test_mo_of_another_team_is_told_nothing(hub: Hub, shop: World) -> None:
    ana, mo = _session(shop.ana), _session(shop.mo)

    async def story(hub: Hub) -> None:
        async with listening(hub.serve, session=mo) as his, listening(hub.serve, session=ana) as hers:
            await _happens({"conversation": 1042, "team": shop.harbour.pk, "location": shop.harbour.location_id})
            await hers.until("1042")
            await _happens({"conversation": 1043, "team": shop.hill.pk})
            await his.until("1043")
            assert [news["conversation"] for news in his.news()] == [1043]
            assert [news["conversation"] for news in hers.news()] == [1042]

    _play(hub, story)


def test_when_a_conversation_leaves_a_team_the_team_is_told_too(hub: Hub, shop: World) -> None:
    session = _session(shop.ana)

    async def story(hub: Hub) -> None:
        async with listening(hub.serve, session=session) as screen:
            about = {"from_team": shop.harbour.pk}
            await _happens({"conversation": 1042, "team": shop.hill.pk, "about": about})
            await screen.until("1042")

    _play(hub, story)


@pytest.mark.parametrize("session", ["", "x", "nosuchsessionkeyatallinhere12345"])
def test_a_stranger_is_sent_to_sign_in(hub: Hub, shop: World, session: str) -> None:
    async def story(hub: Hub) -> None:
        headers = [(b"cookie", f"makegood={session}".encode())] if session else []
        assert (await ask(hub.serve, scope("/live", headers=headers))).status == 401

    _play(hub, story)


def test_somebody_deactivated_is_sent_away(hub: Hub, shop: World) -> None:
    session = _session(shop.ana)
    Agent.objects.filter(pk=shop.ana.pk).update(is_active=False)

    async def story(hub: Hub) -> None:
        headers = [(b"cookie", f"makegood={session}".encode())]
        assert (await ask(hub.serve, scope("/live", headers=headers))).status == 401

    _play(hub, story)


def test_only_get_is_answered(hub: Hub, shop: World) -> None:
    async def story(hub: Hub) -> None:
        assert (await ask(hub.serve, scope("/live", method="POST"))).status == 405

    _play(hub, story)


@pytest.mark.parametrize("way", ["header", "address"])
def test_who_comes_again_is_told_what_they_missed(hub: Hub, shop: World, way: str) -> None:
    session = _session(shop.ana)

    async def story(hub: Hub) -> None:
        first, *_ = await _happens(
            {"conversation": 1001, "team": shop.harbour.pk},
            {"conversation": 1002, "team": shop.hill.pk},
            {"conversation": 1003, "team": shop.harbour.pk},
        )
        headers = [(b"last-event-id", str(first).encode())] if way == "header" else []
        query = f"since={first}" if way == "address" else ""
        async with listening(hub.serve, session=session, headers=headers, query=query) as screen:
            await screen.until("1003")
            assert [news["conversation"] for news in screen.news()] == [1003]
            assert screen.marks() == [first]

    _play(hub, story)


def test_what_a_stranger_says_of_where_they_were_is_taken_only_as_a_number(hub: Hub, shop: World) -> None:
    session = _session(shop.ana)

    async def story(hub: Hub) -> None:
        for said in ["", "-1", "x", "1; drop", "٣", "9" * 40]:
            headers = [(b"last-event-id", said.encode())]
            async with listening(hub.serve, session=session, headers=headers) as screen:
                assert screen.status == 200

    _play(hub, story)


def test_a_flood_is_told_once(hub: Hub, shop: World) -> None:
    session = _session(shop.ana)

    async def story(hub: Hub) -> None:
        async with listening(hub.serve, session=session) as screen:
            await _happens(*({"conversation": number, "team": shop.harbour.pk} for number in range(1001, 1101)))
            await screen.until("many")
            assert screen.news() == [{"conversation": None, "kind": "many"}]

    _play(hub, story)


def test_who_is_deactivated_while_listening_hears_no_more(hub: Hub, shop: World) -> None:
    session = _session(shop.ben)

    async def story(hub: Hub) -> None:
        async with listening(hub.serve, session=session) as screen:
            await _elsewhere(lambda: people.deactivate(shop.ben, by=shop.ada, now=NOON))
            await screen.until_whole()

    _play(hub, story)


def test_who_is_signed_out_elsewhere_hears_no_more(hub: Hub, shop: World) -> None:
    session = _session(shop.ben)

    async def story(hub: Hub) -> None:
        async with listening(hub.serve, session=session) as screen:
            await _elsewhere(lambda: people.sign_out(shop.ben, by=shop.ada, now=NOON))
            await screen.until_whole()

    _play(hub, story)


def test_a_new_role_is_heard_without_a_new_page(hub: Hub, shop: World) -> None:
    session = _session(shop.mo)

    def promote() -> None:
        Role.objects.create(agent=shop.mo, rank=Rank.AGENT, team=shop.harbour)
        record(Kind.ROLE_CHANGED, at=NOON, by=shop.ada.pk, about={"agent": shop.mo.pk})

    async def story(hub: Hub) -> None:
        async with listening(hub.serve, session=session) as screen:
            await _elsewhere(promote)
            async with asyncio.timeout(PATIENCE):
                while not screen.news():
                    await _happens({"conversation": 1001, "team": shop.harbour.pk})
                    await asyncio.sleep(0.1)

    _play(hub, story)


def test_one_agent_cannot_open_screens_without_end(hub: Hub, shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_SCREENS", 1)
    session = _session(shop.ana)

    async def story(hub: Hub) -> None:
        async with listening(hub.serve, session=session), listening(hub.serve, session=session) as second:
            assert second.status == 429
        async with listening(hub.serve, session=session) as third:
            assert third.status == 200

    _play(hub, story)


def test_an_idle_stream_says_that_it_is_still_there(hub: Hub, shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "KEEP_ALIVE_EVERY", 0.05)
    monkeypatch.setattr(live, "REFRESH_EVERY", 0.1)
    session = _session(shop.ana)

    async def story(hub: Hub) -> None:
        async with listening(hub.serve, session=session) as screen:
            await screen.until(": still here")

    _play(hub, story)


def test_when_the_process_stops_every_stream_ends_and_none_begins(hub: Hub, shop: World) -> None:
    session = _session(shop.ana)

    async def story(hub: Hub) -> None:
        async with listening(hub.serve, session=session) as screen:
            hub.close()
            await screen.until_whole()
        async with listening(hub.serve, session=session) as late:
            assert late.status == 503

    _play(hub, story)


def _listener(agent: int = 1, audience: Audience | None = None) -> Listener:
    return Listener("a-session-key", Seat(agent, audience or Audience()))


def test_a_screen_that_does_not_read_is_sent_away() -> None:
    listener = _listener()
    for _ in range(live.MOST_WAITING):
        listener.put(b"x")
    assert not listener.is_over
    listener.put(b"x")
    assert listener.is_over


def test_another_kind_of_message_can_be_told_without_moving_the_mark() -> None:
    said = live.message("presence", {"conversation": 1042, "who": 3})
    assert said == b'event: presence\ndata: {"conversation": 1042, "who": 3}\n\n'


def test_nothing_that_is_logged_shows_a_session() -> None:
    assert "a-session-key" not in repr(_listener())
