"""Who may see what some teams have, in the order in which they would cover for each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from makegood.people.models import Rank, Role, Team
from makegood.people.rules import LADDER

Place = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Seers:
    """Who may see what a team has: its own people by id, then those above it, the nearest rank first."""

    team: list[int] = field(default_factory=list)
    above: list[int] = field(default_factory=list)

    @property
    def everyone(self) -> frozenset[int]:
        """All of them."""
        return frozenset(self.team) | frozenset(self.above)

    def from_after(self, owner: int | None) -> list[int]:
        """The team's people, beginning after the owner, so that not the same one covers for all."""
        after = [one for one in self.team if owner is not None and one > owner]
        return [*after, *(one for one in self.team if one not in after and one != owner)]


def seers(teams: Collection[int]) -> dict[int, Seers]:
    """Active people who may see what each of these teams has. Two queries."""
    found = {team: Seers() for team in teams}
    rows = Team.objects.filter(pk__in=teams).values_list("pk", "location_id", "location__region_id")
    below: dict[Place, list[int]] = defaultdict(list)
    for team, location, region in rows:
        places: list[Place] = [("team", team), ("location", location), ("region", region), ("", None)]
        for place in places:
            below[place].append(team)
    for agent, place in _roles(below):
        for team in below.get(place, ()):
            side = found[team].team if place[0] == "team" else found[team].above
            if agent not in side and agent not in found[team].team:
                side.append(agent)
    return found


def _roles(below: Collection[Place]) -> Sequence[tuple[int, Place]]:
    """Agent and place, the lower ranks first, then by id."""
    ids = {kind: [pk for name, pk in below if name == kind and pk] for kind in ("team", "location", "region")}
    places = Q(team__in=ids["team"]) | Q(location__in=ids["location"]) | Q(region__in=ids["region"])
    roles = Role.objects.filter(places | Q(rank=Rank.HEAD_OFFICE), agent__is_active=True)
    rows = roles.values_list("rank", "agent_id", "team_id", "location_id", "region_id")
    order = {rank: number for number, rank in enumerate(LADDER)}
    placed = [(order[Rank(rank)], agent, _place(*place)) for rank, agent, *place in rows]
    placed.sort(key=lambda one: (one[2][0] != "team" and one[0], one[1]))
    return [(agent, place) for _, agent, place in placed]


def _place(team: int | None, location: int | None, region: int | None) -> Place:
    if team:
        return "team", team
    return ("location", location) if location else ("region", region) if region else ("", None)
