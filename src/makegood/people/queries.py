"""All reads about the people who work here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Prefetch, Q, QuerySet

from makegood.base import secrets
from makegood.people.models import Agent, Company, Location, Mailbox, Rank, Region, Role, SignInLink, Team
from makegood.people.rules import Audience, Standing, browser_in_words


def standing(agent: Agent) -> Standing:
    """What the agent may see, lead and set. Kept on the instance, so a request asks once: one or two queries."""
    known: Standing | None = getattr(agent, "_standing", None)
    if known is None:
        known = _standing(agent)
        agent._standing = known  # type: ignore[attr-defined]
    return known


def audience(agent_id: int) -> Audience:
    """What an agent may see; nothing at all when deactivated."""
    agent = Agent.objects.filter(pk=agent_id, is_active=True).first()
    return _standing(agent).audience if agent else Audience()


def is_admin(agent: Agent) -> bool:
    """Whether the settings are open to this agent."""
    return standing(agent).is_admin


def _standing(agent: Agent) -> Standing:
    roles = list(
        Role.objects.filter(agent=agent).values_list("rank", "team_id", "location_id", "region_id", "team__location_id")
    )
    sees, leads = _Places(), _Places()
    for rank, team, location, region, team_location in roles:
        if rank == Rank.HEAD_OFFICE:
            sees.everything = leads.everything = True
        elif rank == Rank.AGENT:
            sees.add(team, team_location)
        elif rank != Rank.ADMIN:
            for places in (sees, leads):
                places.add(team, team_location)
                places.below(location, region)
    return Standing(sees.audience(), leads.audience(), any(rank == Rank.ADMIN for rank, *_ in roles))


class _Places:
    """Collects the teams and locations that roles open."""

    def __init__(self) -> None:
        self.everything = False
        self.teams: set[int] = set()
        self.team_locations: set[int] = set()
        self.locations: set[int] = set()
        self.regions: set[int] = set()

    def add(self, team: int | None, location: int | None) -> None:
        if team is not None and location is not None:
            self.teams.add(team)
            self.team_locations.add(location)

    def below(self, location: int | None, region: int | None) -> None:
        self.locations |= {location} if location is not None else set()
        self.regions |= {region} if region is not None else set()

    def audience(self) -> Audience:
        if self.everything:
            return Audience(everything=True)
        teams, locations = set(self.teams), set(self.team_locations)
        if self.locations or self.regions:
            below = Q(location__in=self.locations) | Q(location__region__in=self.regions)
            for team, location in Team.objects.filter(below).values_list("pk", "location_id"):
                teams.add(team)
                locations.add(location)
        return Audience(teams=frozenset(teams), locations=frozenset(locations | self.locations))


def colleagues(agent: Agent) -> QuerySet[Agent]:
    """Active people with whom the agent shares a team, or everyone for those who see all. By name."""
    seen = standing(agent).audience
    people = Agent.objects.filter(is_active=True)
    return (people if seen.everything else people.filter(pk__in=_people_of(seen.teams))).order_by("name", "pk")


def _people_of(teams: frozenset[int]) -> QuerySet[Role, int]:
    places = (
        Q(team__in=teams)
        | Q(location__teams__in=teams)
        | Q(region__locations__teams__in=teams)
        | Q(rank=Rank.HEAD_OFFICE)
    )
    return Role.objects.filter(places).values_list("agent_id", flat=True)


def who_may_answer(team_id: int) -> QuerySet[Agent]:
    """Active people who see the team's conversations, by name."""
    return Agent.objects.filter(is_active=True, pk__in=_people_of(frozenset([team_id]))).order_by("name", "pk")


def teams_for(agent: Agent) -> QuerySet[Team]:
    """Active teams that may be given a conversation: all, since anyone may pass work on. By location and name."""
    return Team.objects.filter(is_active=True).select_related("location").order_by("location__name", "name")


def first_team() -> Team:
    """The oldest active team: where work goes that nobody has placed yet. Raises Team.DoesNotExist on bare ground."""
    return Team.objects.filter(is_active=True).select_related("location").order_by("pk")[:1].get()


def own_teams(agent: Agent) -> frozenset[int]:
    """The teams whose work is the agent's own: those that roles name, not all that head office may see."""
    seen = standing(agent).audience
    if not seen.everything:
        return seen.teams
    return frozenset(Role.objects.filter(agent=agent, team__isnull=False).values_list("team_id", flat=True))


def mailboxes_for(agent: Agent) -> QuerySet[Mailbox]:
    """Active mailboxes of the teams the agent may see, by address."""
    seen = standing(agent).audience
    boxes = Mailbox.objects.filter(is_active=True).select_related("team").order_by("address")
    return boxes if seen.everything else boxes.filter(team__in=seen.teams)


def mailbox_at(address: str) -> Mailbox | None:
    """Our mailbox with this address, in any case; None when it is not ours."""
    return Mailbox.objects.select_related("team__location").filter(address=address.strip().lower()).first()


def own_addresses() -> frozenset[str]:
    """Every mailbox address of ours, lower-case: mail from them is our own voice."""
    return frozenset(Mailbox.objects.values_list("address", flat=True))


def company() -> Company | None:
    """The company; None until the first admin has named it."""
    return Company.objects.first()


def zone_of(agent: Agent) -> tzinfo:
    """The agent's own zone, else the company's, else UTC."""
    name = agent.zone or (Company.objects.values_list("zone", flat=True).first() or "")
    try:
        return ZoneInfo(name) if name else UTC
    except (KeyError, ValueError, OSError):
        return UTC


def has_many_places() -> bool:
    """Whether there is more than one location or team, so that the words are needed at all."""
    return Location.objects.filter(is_active=True).count() > 1 or Team.objects.filter(is_active=True).count() > 1


def open_link(token: str, *, now: datetime) -> SignInLink | None:
    """The one-time link with this token if it still opens; None when unknown, used or past its time."""
    return (
        SignInLink.objects.select_related("agent")
        .filter(hashed=secrets.hashed(token), used_at=None, expires_at__gt=now)
        .first()
    )


def admins() -> QuerySet[Agent]:
    """Active admins, by name."""
    return Agent.objects.filter(is_active=True, roles__rank=Rank.ADMIN).distinct().order_by("name", "pk")


def other_admins(agent: Agent) -> QuerySet[Agent]:
    """Active admins beside the agent, by name."""
    return admins().exclude(pk=agent.pk)


def members() -> list[tuple[int, int]]:
    """Every active person who works in a team, as (team, agent). One query."""
    rows = Role.objects.filter(team__isnull=False, agent__is_active=True)
    return list(rows.values_list("team_id", "agent_id"))


def is_set_up() -> bool:
    """Whether anyone can sign in yet."""
    return Agent.objects.exists()


@dataclass(frozen=True, slots=True)
class WaysIn:
    """How an agent may sign in."""

    password: bool
    passkeys: int
    app: bool
    recovery_codes: bool


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser in which an agent is signed in. Times are UTC."""

    browser: str
    ip: str
    since: datetime
    is_here: bool


def ways_in(agent: Agent) -> WaysIn:
    """What opens the agent's account. One query."""
    types = list(Authenticator.objects.filter(user=agent.pk).values_list("type", flat=True))
    kinds = Authenticator.Type
    return WaysIn(
        password=agent.has_usable_password(),
        passkeys=types.count(kinds.WEBAUTHN),
        app=kinds.TOTP in types,
        recovery_codes=kinds.RECOVERY_CODES in types,
    )


def sessions_of(agent: Agent, *, here: str, now: datetime) -> list[SignedIn]:
    """Where the agent is signed in, this browser first, then the newest. `here`: the session's own key. Two queries."""
    rows = list(UserSession.objects.filter(user=agent.pk).order_by("-created_at"))
    keys = [row.session_key for row in rows]
    living = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=now).values_list("session_key", flat=True)
    )
    signed_in = [
        SignedIn(browser_in_words(row.user_agent), row.ip, row.created_at, row.session_key == here)
        for row in rows
        if row.session_key in living
    ]
    return sorted(signed_in, key=lambda one: not one.is_here)


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
    """Open teams, "team (location)", by location and name. One query."""
    teams = Team.objects.filter(is_active=True).select_related("location").order_by("location__name", "name")
    return {team.pk: f"{team.name} ({team.location.name})" for team in teams}


def location_names() -> dict[int, str]:
    """Open locations, by name. One query."""
    return dict(Location.objects.filter(is_active=True).order_by("name").values_list("pk", "name"))


def region_names() -> dict[int, str]:
    """Regions, by name. One query."""
    return dict(Region.objects.order_by("name").values_list("pk", "name"))


def places() -> list[Location]:
    """All locations, the open first, by name, each with its teams at hand. Two queries."""
    teams = Prefetch("teams", Team.objects.order_by("-is_active", "name"))
    return list(Location.objects.select_related("region").prefetch_related(teams).order_by("-is_active", "name"))


def mailboxes() -> list[Mailbox]:
    """All mailboxes, by address. One query."""
    return list(Mailbox.objects.select_related("team__location").order_by("address"))


def mailbox(pk: int) -> Mailbox:
    """The mailbox. Raises Mailbox.DoesNotExist."""
    return Mailbox.objects.select_related("team__location").get(pk=pk)


def names(ids: set[int]) -> dict[int, str]:
    """The names of these agents. One query."""
    return dict(Agent.objects.filter(pk__in=ids).values_list("pk", "name"))


def places_by_name(kind: str) -> list[tuple[str, int]]:
    """Open places of the kind ("team", "location", "region") as (name, id). One query."""
    places = {
        "team": Team.objects.filter(is_active=True),
        "location": Location.objects.filter(is_active=True),
        "region": Region.objects.all(),
    }
    return list(places[kind].order_by("name", "pk").values_list("name", "pk"))
