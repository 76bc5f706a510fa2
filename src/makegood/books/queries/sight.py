"""Whose accounts somebody may see: a manager their location's, a regional manager the region's, head office all."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from makegood.people.models import Agent, Location, Rank, Role


@dataclass(frozen=True, slots=True)
class Sight:
    """All accounts, or those of these locations; the company's own and partners' are head office's alone."""

    everything: bool = False
    locations: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everything or bool(self.locations)

    def includes(self, location: int | None) -> bool:
        """Whether the account of that place may be seen."""
        return self.everything or location in self.locations

    def of(self, path: str) -> Q:
        """The condition on the location at that path."""
        return Q() if self.everything else Q(**{f"{path}__in": self.locations})


def sight(agent: Agent) -> Sight:
    """What the agent's ranks open, asked anew. Who manages every place there is sees all. At most two queries."""
    managed = Role.objects.filter(agent=agent, rank__in=[Rank.MANAGER, Rank.REGIONAL, Rank.HEAD_OFFICE])
    posts = list(managed.filter(agent__is_active=True).values_list("rank", "location", "region"))
    if any(rank == Rank.HEAD_OFFICE for rank, _location, _region in posts):
        return Sight(everything=True)
    if not posts:
        return Sight()
    locations = {location for _rank, location, _region in posts if location}
    regions = {region for _rank, _location, region in posts if region}
    places = list(Location.objects.values_list("pk", "region"))
    mine = frozenset(pk for pk, region in places if pk in locations or region in regions)
    return Sight(everything=len(mine) == len(places), locations=mine)


def places_in(seen: Sight) -> list[tuple[int, str]]:
    """The locations whose accounts may be seen, by name. One query."""
    return list(Location.objects.filter(seen.of("pk")).order_by("name", "pk").values_list("pk", "name"))
