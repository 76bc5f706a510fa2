"""`/live`: tells each open screen THAT something changed that its agent may see. What changed, the screen asks itself.

One listener is a few hundred bytes and two coroutines. It knows its agent, the audience and the session's key; no
content passes through here. All of a process's listeners live on its event loop; the one thread that looks at the
database hands over with `call_soon_threadsafe`.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.db import Error as DatabaseError

from makegood.config import live_sources
from makegood.config.live_sources import Look, Seat
from makegood.conversations.presence import Place
from makegood.conversations.queries import is_put_to
from makegood.people.rules import Audience
from makegood.timeline.queries import Happened

KEEP_ALIVE_EVERY = 25.0  # seconds
REFRESH_EVERY = 60.0  # seconds after which it is asked again who is signed in and may see what
MOST_WAITING = 500  # messages for a screen that does not read; then it has to come again
MOST_SCREENS = 50  # open at once for one agent
MOST_AT_ONCE = 20  # events in one look that are told one by one; a flood is told as one
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
GREETING = b"retry: 2000\n\n"
KEEP_ALIVE = b": still here\n\n"
log = logging.getLogger(__name__)

Scope = Mapping[str, Any]
Receive = Callable[[], Any]
Send = Callable[[dict[str, Any]], Any]


def message(name: str, about: Mapping[str, Any], *, mark: int | None = None) -> bytes:
    """One server-sent event. `mark` is what the browser says when it comes again; absent: no change of it."""
    head = f"id: {mark}\n" if mark is not None else ""
    return f"{head}event: {name}\ndata: {json.dumps(about)}\n\n".encode()


@dataclass(eq=False, slots=True)
class Listener:
    """One open screen."""

    session: str = field(repr=False)
    seat: Seat
    waiting: list[bytes] = field(default_factory=list)
    awake: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False

    def put(self, what: bytes) -> None:
        """It will be written. A screen that does not read is sent away, and learns what it missed when it returns."""
        if len(self.waiting) >= MOST_WAITING:
            self.end()
            return
        self.waiting.append(what)
        self.awake.set()

    def end(self) -> None:
        """The stream ends now."""
        self.is_over = True
        self.awake.set()


class Hub:
    """All open screens of this process, and what they are told."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._open: Counter[int] = Counter()  # screens of each agent
        self._source = live_sources.Source(self._hear)
        self._asking = ThreadPoolExecutor(4, thread_name_prefix="live")
        self._chores: asyncio.Task[None] | None = None
        self._refreshing: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._present: Mapping[Place, bytes] = {}  # what was last told of who is where
        self._is_closed = False

    def open(self) -> None:
        """From now on the events are followed, so that a page can say what it was made from. Call it on the loop."""
        self._loop = asyncio.get_running_loop()
        self._source.start()

    @property
    def mark(self) -> int | None:
        """Whatever a page reads from now on holds all that happened up to this id; None while nothing is followed."""
        return self._source.mark

    @property
    def is_heard(self) -> bool:
        """Whether any screen listens."""
        return bool(self._listeners)

    # The stream

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request to `/live`: a stream that lasts as long as the browser and the sign-in do."""
        if scope["method"] != "GET":
            return await _refuse(send, 405, b"Only GET.")
        session, since = _session_key(scope), _since(scope)
        seat = await self._ask(live_sources.seat_of, session)
        if seat is None:
            return await _refuse(send, 401, b"Sign in first.")
        if self._is_closed:
            return await _refuse(send, 503, b"Come again in a moment.")
        if self._open[seat.agent_id] >= MOST_SCREENS:
            return await _refuse(send, 429, b"Too many open screens.")
        listener = Listener(session, seat)
        self._admit(listener)
        try:
            await self._stream(listener, since, receive, send)
        finally:
            self._dismiss(listener)

    async def _stream(self, listener: Listener, since: int | None, receive: Receive, send: Send) -> None:
        await self._ask(self._source.wait)
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": GREETING, "more_body": True})
        if since is not None:
            self._tell_look(await self._ask(live_sources.since, since), [listener])
        leaving = asyncio.ensure_future(_left(receive, listener))
        try:
            while not listener.is_over:
                await listener.awake.wait()
                listener.awake.clear()
                what, listener.waiting = b"".join(listener.waiting), []
                await send({"type": "http.response.body", "body": what, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            leaving.cancel()

    def _admit(self, listener: Listener) -> None:
        self._loop = asyncio.get_running_loop()
        self._listeners.add(listener)
        self._open[listener.seat.agent_id] += 1
        self._source.is_wanted(True)
        if self._chores is None:
            self._chores = asyncio.ensure_future(self._do_chores())
        self._tell_presence(self._present, [listener])

    def _dismiss(self, listener: Listener) -> None:
        self._listeners.discard(listener)
        self._open[listener.seat.agent_id] -= 1
        self._source.is_wanted(bool(self._listeners))

    # What is told

    def tell(self, what: bytes, may_hear: Callable[[Seat], bool], to: Iterable[Listener] | None = None) -> None:
        """Every open screen whose agent may hear it gets the message. Call it on the event loop."""
        for listener in list(self._listeners if to is None else to):
            if may_hear(listener.seat):
                listener.put(what)

    def _tell_look(self, look: Look, to: Iterable[Listener] | None = None) -> None:
        if len(look.events) > MOST_AT_ONCE:
            return self._tell_flood(look, to)
        for event in look.events:
            about = {"conversation": event.conversation_id, "kind": event.kind}
            what = message("changed", about, mark=min(look.mark, event.id))
            self.tell(what, partial(may_hear, event=event), to)

    def _tell_flood(self, look: Look, to: Iterable[Listener] | None) -> None:
        """Whoever may hear any of it looks at everything again, once."""
        what = message("changed", {"conversation": None, "kind": "many"}, mark=look.mark)
        self.tell(what, lambda seat: look.is_cut or any(may_hear(seat, event) for event in look.events), to)

    def _tell_presence(self, said: Mapping[Place, bytes], to: Iterable[Listener]) -> None:
        for listener in list(to):
            audience = listener.seat.audience
            if what := b"".join(words for place, words in said.items() if audience.includes(place.team)):
                listener.put(what)

    def _hear(self, look: Look) -> None:
        """The source's thread hands over what it saw."""
        self._soon(self._take, look)

    def hear_presence(self, said: Mapping[Place, bytes]) -> None:
        """Another thread hands over who is where now; each screen is told what is new to it."""
        self._soon(self._take_presence, said)

    def _soon(self, act: Callable[..., None], about: Any) -> None:
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(act, about)

    def _take_presence(self, said: Mapping[Place, bytes]) -> None:
        """Where the last has left comes first: the same conversation may have people under another team now."""
        gone = [place for place in self._present if place not in said]
        news = {place: message("presence", {"conversation": place.conversation, "who": []}) for place in gone}
        news |= {place: words for place, words in said.items() if self._present.get(place) != words}
        self._present = said
        self._tell_presence(news, self._listeners)

    def _take(self, look: Look) -> None:
        self._tell_look(look)
        if any(event.kind in live_sources.CHANGES_WHO_SEES for event in look.events):
            self._refreshing = asyncio.ensure_future(self._refresh())

    # Chores

    async def _do_chores(self) -> None:
        while True:
            for _ in range(round(REFRESH_EVERY / KEEP_ALIVE_EVERY)):
                await asyncio.sleep(KEEP_ALIVE_EVERY)
                self.tell(KEEP_ALIVE, lambda seat: True)
            await self._refresh()

    async def _refresh(self) -> None:
        """Each screen has its agent's present audience; whoever has signed out or been deactivated is sent away."""
        listeners = list(self._listeners)
        try:
            seats = await self._ask(live_sources.seats_of, {listener.session for listener in listeners})
        except DatabaseError as error:
            log.error("The live stream could not ask who is still signed in: %s", error)
            return
        for listener in listeners:
            seat = seats.get(listener.session)
            if seat is None:
                listener.end()
            else:
                listener.seat = seat

    async def _ask(self, question: Callable[..., Any], *about: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._asking, live_sources.ask, question, *about)

    def close(self) -> None:
        """Every stream ends and none begins any more: the process is stopping."""
        self._is_closed = True
        for listener in self._listeners:
            listener.end()
        self._source.stop()


def may_hear(seat: Seat, event: Happened) -> bool:
    """Whether the agent may know that this happened: by team, by the team that had it, as a guest, else by location."""
    audience: Audience = seat.audience
    if audience.everything or event.by_id == seat.agent_id or is_put_to(event, agent=seat.agent_id, audience=audience):
        return True
    if event.team_id is not None:
        return event.team_id in audience.teams or event.from_team_id in audience.teams
    return event.location_id in audience.locations


async def _left(receive: Receive, listener: Listener) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()


async def _refuse(send: Send, status: int, words: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(words))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words, "more_body": False})


def _header(scope: Scope, name: bytes) -> str:
    return b"; ".join(value for key, value in scope["headers"] if key == name).decode("latin-1")


def _session_key(scope: Scope) -> str:
    """ "" without a cookie of ours."""
    try:
        cookie = SimpleCookie(_header(scope, b"cookie")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return cookie.value if cookie else ""


def _since(scope: Scope) -> int | None:
    """What the screen knows up to: what it heard last, else what its page was made from; None: from now on."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("since", [""])[0]
    said = _header(scope, b"last-event-id") or asked
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None
