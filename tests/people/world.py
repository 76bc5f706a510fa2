"""One small world: Ana runs the settings, Ben answers in her team, Mo in another; nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from makegood.people import acts
from makegood.people.models import Agent, Location, Rank, Team
from makegood.people.rules import Post

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """Who and what there is."""

    ana: Agent
    ben: Agent
    mo: Agent
    wharf: Location
    service: Team
    online: Team


def build() -> World:
    """A company of two teams at one location."""
    acts.lay_ground(now=NOON)
    wharf, service = Location.objects.get(), Team.objects.get()
    ana = acts.add_agent("ana@hearth.example", "Ana Ruiz", posts=[Post(Rank.ADMIN)], by=None, now=NOON)
    online = acts.add_team("Online", wharf, by=ana, now=NOON)
    ben = acts.add_agent("ben@hearth.example", "Ben Ito", posts=[Post(Rank.AGENT, service.pk)], by=ana, now=NOON)
    mo = acts.add_agent("mo@hearth.example", "Mo Adeyemi", posts=[Post(Rank.AGENT, online.pk)], by=ana, now=NOON)
    return World(ana, ben, mo, wharf, service, online)
