"""Who may stand in for whom: in chains, and never in a circle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StandIn:
    """`stand_in` stands in for `agent` from then until then (None: until it is ended)."""

    agent: int
    stand_in: int
    since: datetime
    until: datetime | None = None

    def runs(self, at: datetime) -> bool:
        """Whether it holds then."""
        return self.since <= at and (self.until is None or at < self.until)


def circle(new: StandIn, others: Iterable[StandIn]) -> list[int]:
    """The people of the circle that the new one would close at some moment, from its agent on; [] when it closes none.

    Two who stand in for each other at different times are no circle: that is how holidays are taken.
    """
    links = list(others)
    moments = [new.since, *(one.since for one in links if new.runs(one.since))]
    for at in moments:
        way = _way(new.stand_in, new.agent, [one for one in links if one.runs(at)])
        if way:
            return [new.agent, *way]
    return []


def _way(start: int, goal: int, links: list[StandIn]) -> list[int]:
    """From stand-in to stand-in until the goal is reached, both ends named; [] when it is not."""
    came_from: dict[int, int] = {start: start}
    to_see = [start]
    while to_see and goal not in came_from:
        here = to_see.pop()
        for one in links:
            if one.agent == here and one.stand_in not in came_from:
                came_from[one.stand_in] = here
                to_see.append(one.stand_in)
    if goal not in came_from:
        return []
    way = [goal]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]
