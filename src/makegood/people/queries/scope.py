"""Who may see and lead what, and the company they do it for."""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from makegood.base.plain import ask
from makegood.base.prepared import Prepared, PreparedRows
from makegood.people.models import Agent, Company, Mailbox, Rank, Role, Team
from makegood.people.rules import Audience, Standing

ROLES = """SELECT r.rank, r.team_id, r.location_id, r.region_id, t.location_id, l.zone
    FROM people_role r LEFT JOIN people_team t ON t.id = r.team_id
    LEFT JOIN people_location l ON l.id = COALESCE(t.location_id, r.location_id) WHERE r.agent_id = %s"""
COMPANY = Prepared(lambda: Company.objects.order_by("pk"))
TEAMS = PreparedRows(lambda: _teams().values_list("pk", "name", "location__pk", "location__name"))
ANSWERERS = PreparedRows(lambda: who_may_answer(0).values_list("pk", "name"))


class Named(NamedTuple):
    """A person or a place in a choice."""

    pk: int
    name: str


class TeamNamed(NamedTuple):
    """A team in a choice."""

    pk: int
    name: str
    location: Named


def standing(agent: Agent) -> Standing:
    """What the agent may see, lead and set. Kept on the instance, so a request asks once: one or two queries."""
    known: Standing | None = getattr(agent, "_standing", None)
    if known is None:
        known = _standing(agent)
        agent._standing = known  # type: ignore[attr-defined]
    return known


def standing_now(agent: Agent) -> Standing:
    """The same, asked anew: what the instance remembers may be older than the change that took a role away."""
    here = Agent.objects.filter(pk=agent.pk, is_active=True).exists()
    return _standing(agent) if here else Standing(Audience(), Audience())


def is_admin_now(agent: Agent) -> bool:
    """Whether the settings are open to this agent, asked anew."""
    return standing_now(agent).is_admin


def audience(agent_id: int) -> Audience:
    """What an agent may see; nothing at all when deactivated."""
    agent = Agent.objects.filter(pk=agent_id, is_active=True).first()
    return _standing(agent).audience if agent else Audience()


def is_admin(agent: Agent) -> bool:
    """Whether the settings are open to this agent."""
    return standing(agent).is_admin


def leads_somewhere(agent: Agent) -> bool:
    """Lead or above of some team."""
    leads = standing(agent).leads
    return leads.everything or bool(leads.teams)


def may_take_in(agent: Agent) -> bool:
    """Whether what the agent's programs tell of orders is believed: of those who lead somewhere, and of admins."""
    return is_admin(agent) or leads_somewhere(agent)


def _standing(agent: Agent) -> Standing:
    roles = ask(ROLES, (agent.pk,))
    sees, leads = _Places(), _Places()
    for rank, team, location, region, team_location, _zone in roles:
        if rank == Rank.HEAD_OFFICE:
            sees.everything = leads.everything = True
        elif rank == Rank.AGENT:
            sees.add(team, team_location)
        elif rank != Rank.ADMIN:
            for places in (sees, leads):
                places.add(team, team_location)
                places.below(location, region)
    own = frozenset(team for _, team, *_ in roles if team is not None)
    is_admin, zones = any(rank == Rank.ADMIN for rank, *_ in roles), {zone for *_, zone in roles if zone}
    zone = zones.pop() if len(zones) == 1 else ""
    is_manager = any(rank in (Rank.MANAGER, Rank.REGIONAL, Rank.HEAD_OFFICE) for rank, *_ in roles)
    return Standing(sees.audience(), leads.audience(), is_admin, own, zone, is_manager)


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
    return _teams()


def _teams() -> QuerySet[Team]:
    return Team.objects.filter(is_active=True).select_related("location").order_by("location__name", "name")


def answerers(team_id: int) -> list[Named]:
    """Whom `who_may_answer` names, to choose from. One query."""
    return [Named(*found) for found in ANSWERERS.all(team_id, team_id, team_id, Rank.HEAD_OFFICE.value)]


def team_choices(agent: Agent) -> list[TeamNamed]:
    """What `teams_for` names, to choose from. One query."""
    return [TeamNamed(pk, name, Named(*location)) for pk, name, *location in TEAMS.all()]


def first_team() -> Team:
    """The oldest active team: where work goes that nobody has placed yet. Raises Team.DoesNotExist on bare ground."""
    return Team.objects.filter(is_active=True).select_related("location").order_by("pk")[:1].get()


def own_or_first_team(agent: Agent) -> Team:
    """A team that the agent works in, else the first there is."""
    known = list(_teams())
    own = own_teams(agent)
    return next((one for one in known if one.pk in own), known[0] if known else first_team())


def own_teams(agent: Agent) -> frozenset[int]:
    """The teams whose work is the agent's own: those that roles name, not all that head office may see."""
    seen = standing(agent)
    return seen.own_teams if seen.audience.everything else seen.audience.teams


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
    return frozenset(address for (address,) in ask("SELECT address FROM people_mailbox"))


def company() -> Company | None:
    """The company; None until the first admin has named it."""
    return COMPANY.first()


def phone_region() -> str:
    """The region of telephone numbers that name no country ("DE"); "": none was chosen. One query."""
    here = company()
    return here.region if here else ""


def company_of(agent: Agent) -> Company | None:
    """The company for which the agent works, as `company`; kept on the instance, so a request asks once."""
    if not hasattr(agent, "_company"):
        agent._company = company()  # type: ignore[attr-defined]
    return agent._company  # type: ignore[attr-defined, no-any-return]


def zone_of(agent: Agent) -> tzinfo:
    """The agent's own zone, else that of the one place where they work, else the company's, else UTC."""
    name = agent.zone or standing(agent).zone
    known = None if name else company_of(agent)
    name = name or (known.zone if known else "")
    try:
        return ZoneInfo(name) if name else UTC
    except (KeyError, ValueError, OSError):
        return UTC


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
