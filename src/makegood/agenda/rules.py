"""What becomes of a turn that failed: again, later and later; or stuck, with the reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LEASE = timedelta(seconds=60)
FARTHEST_LEASE = timedelta(
    minutes=10
)  # a lease that ends later than this was written by a clock that has been put back
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=4)
GIVE_UP_AFTER = timedelta(days=3)
LEAST_ATTEMPTS = 5  # so that a clock put forward does not make three days of one failure
MOST_LOST = 5


class GiveUp(Exception):
    """Trying again would change nothing. The reason is for a person to read: what is wrong, and what to do."""


class TryAgain(Exception):
    """It did not work this time, for the reason given. `at`: not before then; absent: the usual wait."""

    def __init__(self, reason: str, at: datetime | None = None) -> None:
        super().__init__(reason)
        self.at = at


@dataclass(frozen=True)
class Again:
    """The turn runs again at that time."""

    at: datetime
    reason: str


@dataclass(frozen=True)
class Stuck:
    """The turn waits for a person."""

    reason: str


def after_failure(
    error: Exception, *, attempts: int, failing_since: datetime, now: datetime, chance: float
) -> Again | Stuck:
    """What comes next for a turn that failed `attempts` times in a row. `chance` in [0, 1) spreads the retries."""
    reason = in_words(error)
    if isinstance(error, GiveUp):
        return Stuck(reason)
    if now - failing_since >= GIVE_UP_AFTER and attempts >= LEAST_ATTEMPTS:
        return Stuck(f"Tried {attempts} times since {failing_since:%Y-%m-%d %H:%M} UTC. The last time: {reason}")
    wanted = error.at if isinstance(error, TryAgain) else None
    return Again(wanted or now + wait(attempts, chance=chance), reason)


def wait(attempts: int, *, chance: float) -> timedelta:
    """How long to wait after so many failures in a row: doubling up to four hours, and up to half of it by chance."""
    doublings: int = 2 ** min(attempts - 1, 20)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT) * (0.5 + chance / 2)


def after_loss(lost: int) -> Stuck | None:
    """A turn in whose middle workers were stopped so often is shelved, lest it stop them for ever; else absent."""
    if lost < MOST_LOST:
        return None
    return Stuck(
        f"{lost} times in a row the worker was stopped in the middle of this, so it is not tried again by itself."
    )


def in_words(error: BaseException) -> str:
    """The error for a person: our own reasons as they are, others with their name."""
    text = str(error)
    if isinstance(error, GiveUp | TryAgain):
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
