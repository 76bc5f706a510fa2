"""Whom thanks reach beside the person, and whom a description may mean."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from makegood.kudos.models import Kudos, Unnamed
from makegood.people.duty.queries import persons
from makegood.people.duty.rules import Person, on_duty
from makegood.people.models import Agent, Location, Rank, Role
from makegood.people.queries import standing

MOST_LIKELY = 60
LOOKS = timedelta(minutes=30)
BELOW = {Rank.MANAGER: (Rank.AGENT, Rank.LEAD), Rank.REGIONAL: (Rank.AGENT, Rank.LEAD, Rank.MANAGER)}


def leads_of(agent: Agent) -> list[int]:
    """Who leads the agent's teams; who leads them alone, or is led by nobody: the managers of their locations."""
    teams = list(Role.objects.filter(agent=agent, team__isnull=False).values_list("team", "team__location"))
    active = Role.objects.filter(agent__is_active=True).exclude(agent=agent)
    leads = active.filter(rank=Rank.LEAD, team__in=[team for team, _ in teams])
    found = leads or active.filter(rank=Rank.MANAGER, location__in=[place for _, place in teams])
    return sorted({one.agent_id for one in found})


def led_by(agent: Agent) -> frozenset[int] | None:
    """Those over whom the agent stands: a lower rank in the same part of the company. None: everyone. Two queries."""
    roles = list(Role.objects.filter(agent=agent).values_list("rank", "team", "location", "region"))
    if any(rank == Rank.HEAD_OFFICE for rank, *_ in roles):
        return None
    wanted = Q(pk__in=())
    for rank, team, location, region in roles:
        if rank == Rank.LEAD:
            wanted |= Q(rank=Rank.AGENT, team=team)
        elif rank in BELOW:
            here = Q(team__location=location) | Q(location=location)
            if region:
                here = Q(team__location__region=region) | Q(location__region=region)
            wanted |= here & Q(rank__in=BELOW[Rank(rank)])
    return frozenset(Role.objects.filter(wanted).values_list("agent_id", flat=True)) - {agent.pk}


def stands_over(agent: Agent, other: int) -> bool:
    """Whether the agent leads or manages that one."""
    led = led_by(agent)
    return other != agent.pk and (led is None or other in led)


def deciders_at(location: Location) -> list[int]:
    """Who says whom thanks at a place are for: its leads, else its managers, else those above, else who works there."""
    active = Role.objects.filter(agent__is_active=True)
    steps = (
        Q(rank=Rank.LEAD, team__location=location),
        Q(rank=Rank.MANAGER, location=location),
        Q(rank=Rank.REGIONAL, region=location.region_id) if location.region_id else Q(pk__in=()),
        Q(rank=Rank.HEAD_OFFICE),
        Q(team__location=location),
    )
    for step in steps:
        if found := sorted(set(active.filter(step).values_list("agent_id", flat=True))):
            return found
    return []


def may_decide(agent: Agent, location: Location) -> bool:
    """Whether the agent may say whom thanks at this place are for: all who lead there, or are asked for want of one."""
    leads = standing(agent).leads
    return leads.everything or location.pk in leads.locations or agent.pk in deciders_at(location)


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody whom a description may mean. `is_named`: the words hold their first name; `was_there`: on duty then."""

    id: int
    name: str
    is_named: bool
    was_there: bool


def likely(kudos: Kudos) -> list[Likely]:
    """Who works at the place, whom the words name first, then who was on duty there on that day. Nine queries."""
    if kudos.location is None:
        return []
    people = _works_at(kudos.location)
    zone = ZoneInfo(kudos.location.zone)
    day = kudos.day or kudos.at.astimezone(zone).date()
    there = _on_duty(people, day=day, zone=zone)
    said = set(f"{kudos.whom} {kudos.words}".casefold().replace(",", " ").replace(".", " ").replace("!", " ").split())
    found = [Likely(pk, name, bool({*name.casefold().split()} & said), pk in there) for pk, name in people.items()]
    return sorted(found, key=lambda one: (not one.is_named, not one.was_there, one.name))


def _works_at(location: Location) -> dict[int, str]:
    here = Role.objects.filter(Q(team__location=location) | Q(location=location), agent__is_active=True)
    return dict(here.order_by("agent__name").values_list("agent_id", "agent__name")[:MOST_LIKELY])


def _on_duty(people: Collection[int], *, day: date, zone: ZoneInfo) -> set[int]:
    """Who was on duty at some time of that day there."""
    begins = datetime.combine(day, time(), zone).astimezone(UTC)
    ends = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
    known = persons(people, at=begins, ahead=timedelta(days=1))
    return {pk for pk, one in known.items() if _was_there(one, begins, ends)}


def _was_there(person: Person, begins: datetime, ends: datetime) -> bool:
    steps = int((ends - begins) / LOOKS)
    return any(on_duty(person, begins + step * LOOKS) for step in range(steps))


def may_be_named(agents: Collection[int]) -> set[int]:
    """Those of them who may be named in public: all who have not said no. One query."""
    return set(agents) - set(Unnamed.objects.filter(agent__in=agents).values_list("agent_id", flat=True))


def is_unnamed(agent: int) -> bool:
    """Whether they want to be named nowhere in public. One query."""
    return Unnamed.objects.filter(agent=agent).exists()
