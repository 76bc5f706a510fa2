"""What the live stream asks the database, and the thread that looks for new events."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection
from django.http import HttpRequest

from makegood.config.tail import Tail
from makegood.conversations.queries import with_guests
from makegood.people.queries import audience
from makegood.people.rules import Audience
from makegood.timeline import queries
from makegood.timeline.kinds import Kind
from makegood.timeline.queries import Happened

LOOK_EVERY = 0.1  # seconds, while anyone listens
REST_FOR = 1.0  # seconds, while nobody does
CHANGES_WHO_SEES = frozenset(
    {
        Kind.AGENT_CHANGED,
        Kind.AGENT_DEACTIVATED,
        Kind.AGENT_SIGNED_OUT,
        Kind.ROLE_CHANGED,
        Kind.TEAM_CHANGED,
        Kind.LOCATION_CHANGED,
    }
)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits before a screen, and what they may see."""

    agent_id: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class Look:
    """What one look brought, and the mark from which the next must go on. `is_cut`: there was more than it brought."""

    mark: int
    events: list[Happened] = field(default_factory=list)
    is_cut: bool = False


def ask(question: Callable[..., Any], *about: Any) -> Any:
    """The answer. Questions are rare, so each has a connection of its own, and none is kept from others meanwhile."""
    try:
        return question(*about)
    finally:
        connection.close()


def seat_of(session_key: str) -> Seat | None:
    """Who is signed in with this session; None when nobody is, any more."""
    if not session_key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    agent = get_user(request)
    return Seat(agent.pk, audience(agent.pk)) if agent.is_authenticated and agent.is_active else None


def seats_of(session_keys: Iterable[str]) -> dict[str, Seat | None]:
    """The same for many."""
    return {key: seat_of(key) for key in session_keys}


def since(mark: int) -> Look:
    """What a screen has missed that knows all up to the mark; some thousand at most."""
    events = with_guests(queries.since(mark))
    return Look(mark, events, is_cut=len(events) >= queries.MOST_AT_ONCE)


class Source:
    """A thread that follows the events: closely while anyone wants to hear of them, from afar while nobody does."""

    def __init__(self, hear: Callable[[Look], None]) -> None:
        self._hear = hear
        self._wanted = threading.Event()
        self._follows = threading.Event()
        self._stopped = False
        self._thread: threading.Thread | None = None
        self._tail: Tail | None = None

    @property
    def mark(self) -> int | None:
        """What the tail has read all up to; None before it has begun."""
        return self._tail.mark if self._tail else None

    def start(self) -> None:
        """The thread runs; from afar until somebody listens."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._follow, name="live-tail", daemon=True)
            self._thread.start()

    def is_wanted(self, wanted: bool) -> None:
        """Somebody listens, or nobody does any more."""
        if not wanted:
            self._wanted.clear()
            return
        self._wanted.set()
        self.start()

    def wait(self) -> bool:
        """Whether whatever happens from now on will be heard; waits some seconds for it, when the database is away."""
        return self._follows.wait(5)

    def stop(self) -> None:
        """The thread has ended, unless the database keeps it waiting."""
        self._stopped = True
        self._wanted.set()
        if self._thread is not None:
            self._thread.join(1)

    def _follow(self) -> None:
        """Survives a database that is away: the tail keeps its place."""
        while not self._stopped:
            with _surviving_the_database():
                self._tail = self._tail or Tail()
                self._follows.set()
                events = with_guests(self._tail.look())
                if events:
                    self._hear(Look(self._tail.mark, events))
            if not self._wanted.wait(REST_FOR):
                continue
            time.sleep(LOOK_EVERY)
        connection.close()


@contextmanager
def _surviving_the_database() -> Iterator[None]:
    close_old_connections()
    try:
        yield
    except DatabaseError as error:
        log.error("The live stream cannot read the database: %s", error)
        connection.close()
        time.sleep(1.0)
