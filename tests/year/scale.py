"""How big the chain is and how long it is watched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BEGINS = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday


@dataclass(frozen=True, slots=True)
class Scale:
    """So many shops, people and conversations, in so many days. The same seed is the same year."""

    locations: int
    agents: int
    conversations: int
    days: int
    seed: int = 1

    @property
    def a_day(self) -> float:
        """How many conversations begin on a usual day."""
        return self.conversations / self.days

    @property
    def ends(self) -> datetime:
        """When it is over."""
        return BEGINS + self.days * DAY


USUAL = Scale(locations=80, agents=500, conversations=30_000, days=365)
BIG = Scale(locations=800, agents=5_000, conversations=300_000, days=365)
SMALL = Scale(locations=8, agents=50, conversations=480, days=30)
