"""The thread that writes what this process heard of who is where, and reads what all processes did."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection
from django.utils import timezone

from makegood.base.drawn import initials
from makegood.config.live import Hub, message
from makegood.conversations import presence
from makegood.conversations.presence import Here, Place
from makegood.desk.presence import gathered

EVERY = 2.0  # seconds
log = logging.getLogger(__name__)


class PresenceWatch:
    """Runs from `start` to `stop`. Touches the database only when there is something to write, or someone to tell."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """From now on, every few seconds."""
        self._thread = threading.Thread(target=self._run, name="live-presence", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """The thread has ended, unless the database keeps it waiting. What was not written yet is forgotten."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(1)

    def _run(self) -> None:
        while not self._stopped.wait(EVERY):
            close_old_connections()
            try:
                self.look(now=timezone.now())
            except DatabaseError as error:
                log.error("Who is looking at what cannot be kept: %s", error)
                connection.close()
        connection.close()

    def look(self, *, now: datetime) -> None:
        """What was gathered here is written; whoever listens here hears who is where."""
        if beats := gathered.take():
            presence.keep(beats, now=now)
        if self._hub.is_heard:
            self._hub.hear_presence({place: _said(place, those) for place, those in presence.everyone(now=now).items()})


def _said(place: Place, those: Iterable[Here]) -> bytes:
    who = [{**asdict(one), "initials": initials(one.name)} for one in those]
    return message("presence", {"conversation": place.conversation, "who": who})
