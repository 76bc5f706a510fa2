"""kill -9 at moments that a seed chooses."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

from tests.guarantees.roads import Receiver
from tests.servers.desk import Desk
from tests.servers.machine import wait_until
from tests.servers.postgres import Postgres

WEB, WORK, RECEIVER, DESK, DATABASE = "web", "work", "receiver", "desk", "database"
# Seconds before a kill in which what the other side took may not have been noted yet, on a machine with much to do.
IN_FLIGHT = 3.0


@dataclass
class Killer:
    """Kills parts of a desk. What a desk starts again by itself is left to it; the rest is started again here."""

    desk: Desk
    receiver: Receiver
    postgres: Postgres | None
    chance: random.Random
    done: list[tuple[str, float]] = field(default_factory=list)

    def round(self) -> list[str]:
        """Everything that can be killed, in any order."""
        parts = [WEB, WORK, RECEIVER, DESK, *([DATABASE] if self.postgres else [])]
        self.chance.shuffle(parts)
        return parts

    def kill(self, part: str) -> None:
        """SIGKILL; what nobody else starts again runs again when this returns."""
        self.done.append((part, time.monotonic()))
        if part in (WEB, WORK):
            self._kill_child(part)
        elif part == RECEIVER:
            self.receiver.server.kill()
            self.receiver.start_when_it_can()
        elif part == DESK:
            self.desk.kill()
            self.desk.start()
        elif self.postgres:
            self.postgres.kill()
            time.sleep(self.chance.random())
            self.postgres.start()

    def _kill_child(self, name: str) -> None:
        """A child that is just being started again may have no name yet."""
        pid = wait_until(f"the {name} process", lambda: self.desk.child(name))
        self.done[-1] = (name, time.monotonic())
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def was_in_flight(self, at: float) -> bool:
        """Whether what left at this moment may not have been noted, because its worker or database was killed."""
        moments = [moment for part, moment in self.done if part in (WORK, DESK, DATABASE)]
        return any(at - 1 <= moment <= at + IN_FLIGHT for moment in moments)

    @property
    def words(self) -> str:
        """How often what was killed."""
        return ", ".join(f"{part} {times}x" for part, times in sorted(Counter(part for part, _ in self.done).items()))


class Moods:
    """An SMTP server on a bad day: of the first mails some are refused for now, some taken without a yes, some held."""

    def __init__(self, chance: random.Random, *, bad_ones: int) -> None:
        self._chance, self._left = chance, bad_ones
        self.hung_at: float | None = None

    def __call__(self) -> str:
        """How the next mail is met."""
        if self._left <= 0 or self._chance.random() < 0.5:
            return ""
        self._left -= 1
        mood = self._chance.choice(["drop", "451 4.3.2 Not now", "hang"])
        if mood == "hang":
            self.hung_at = time.monotonic()
        return mood
