"""People, places and mailboxes, as the settings list them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch

from makegood.people.models import Agent, Location, Mailbox, Partner, Rank, Region, Role, Team


def agent(pk: int) -> Agent:
    """The agent, active or not. Raises Agent.DoesNotExist."""
    return Agent.objects.get(pk=pk)


def agent_at(address: str) -> Agent | None:
    """The agent with this address, in any case; None when nobody signs in with it."""
    return Agent.objects.filter(email=address.strip().lower()).first()


def everyone() -> list[Agent]:
    """All agents, the active first, by name, with their roles at hand. Two queries."""
    people = Agent.objects.prefetch_related("roles__team__location", "roles__location", "roles__region")
    return list(people.order_by("-is_active", "name", "pk"))


def posts_of(agent: Agent) -> list[tuple[str, int | None, str]]:
    """The agent's posts as (rank, place, the place's name), from the top down. One query."""
    roles = Role.objects.filter(agent=agent).select_related("team__location", "location", "region")
    found = [(role.rank, role.team_id or role.location_id or role.region_id, _name_of_place(role)) for role in roles]
    return sorted(found, key=lambda post: (-Rank.values.index(post[0]), post[2]))


def _name_of_place(role: Role) -> str:
    if role.team:
        return f"{role.team.name} ({role.team.location.name})"
    return str(role.location or role.region or "")


def names(ids: set[int]) -> dict[int, str]:
    """The names of these agents. One query."""
    return dict(Agent.objects.filter(pk__in=ids).values_list("pk", "name"))


def team(pk: int) -> Team:
    """The team with its location, open or closed. Raises Team.DoesNotExist."""
    return Team.objects.select_related("location").get(pk=pk)


def location(pk: int) -> Location:
    """The location, open or closed. Raises Location.DoesNotExist."""
    return Location.objects.get(pk=pk)


def region(pk: int) -> Region:
    """The region. Raises Region.DoesNotExist."""
    return Region.objects.get(pk=pk)


def team_names() -> dict[int, str]:
    """Open teams, "team (location)", once where both bear one name, by location and name. One query."""
    teams = Team.objects.filter(is_active=True).select_related("location").order_by("location__name", "name")
    return {team.pk: _placed(team.name, team.location.name) for team in teams}


def _placed(team: str, location: str) -> str:
    return team if team == location else f"{team} ({location})"


def teams_at(locations: Iterable[int]) -> set[int]:
    """The teams of these locations. One query."""
    return set(Team.objects.filter(location__in=list(locations)).values_list("pk", flat=True))


def location_names() -> dict[int, str]:
    """Open locations, by name. One query."""
    return dict(Location.objects.filter(is_active=True).order_by("name").values_list("pk", "name"))


def region_names() -> dict[int, str]:
    """Regions, by name. One query."""
    return dict(Region.objects.order_by("name").values_list("pk", "name"))


def places_by_name(kind: str) -> list[tuple[str, int]]:
    """Open places of the kind ("team", "location", "region") as (name, id). One query."""
    places = {
        "team": Team.objects.filter(is_active=True),
        "location": Location.objects.filter(is_active=True),
        "region": Region.objects.all(),
    }
    return list(places[kind].order_by("name", "pk").values_list("name", "pk"))


def places() -> list[Location]:
    """All locations, the open first, by name, each with its teams at hand. Two queries."""
    teams = Prefetch("teams", Team.objects.order_by("-is_active", "name"))
    return list(Location.objects.select_related("region").prefetch_related(teams).order_by("-is_active", "name"))


def has_many_places() -> bool:
    """Whether there is more than one location or team, so that the words are needed at all."""
    return Location.objects.filter(is_active=True).count() > 1 or Team.objects.filter(is_active=True).count() > 1


def mailboxes() -> list[Mailbox]:
    """All mailboxes, by address. One query."""
    return list(Mailbox.objects.select_related("team__location").order_by("address"))


def mailbox(pk: int) -> Mailbox:
    """The mailbox. Raises Mailbox.DoesNotExist."""
    return Mailbox.objects.select_related("team__location").get(pk=pk)


def partners(*, active: bool = False) -> list[Partner]:
    """Partner companies, those we work with first, by name; `active`: only those. One query."""
    some = Partner.objects.filter(is_active=True) if active else Partner.objects.all()
    return list(some.order_by("-is_active", "name", "pk"))


def partner(pk: int) -> Partner:
    """The partner, whether we work with them or no more. Raises Partner.DoesNotExist."""
    return Partner.objects.get(pk=pk)
