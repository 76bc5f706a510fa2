"""The chain: regions, shops with a team and a mailbox each, people with their weeks, partners. By real acts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

from makegood.clocks.hours import Hours
from makegood.people.acts.agents import add_agent
from makegood.people.acts.company import change_company, lay_ground
from makegood.people.acts.hours import add_hours, keep_hours
from makegood.people.acts.mailboxes import add_mailbox
from makegood.people.acts.partners import PartnerCard, add_partner
from makegood.people.acts.places import add_location, add_region, add_team, change_location, rename_team
from makegood.people.duty import acts as duty
from makegood.people.duty.rules.person import Line, Week
from makegood.people.models import Agent, Gives, Location, OfficeHours, Rank, Region, Team
from makegood.people.rules import Post
from tests.year import giving, saying
from tests.year.scale import BEGINS, DAY, Scale

FOUNDED = BEGINS - 7 * DAY
ZONES = (("Europe/Berlin", "DE"), ("Europe/London", "GB"), ("America/New_York", "US"))
SHOPS_A_REGION = 10
PARTNERS_A_REGION = 4
EARLY, LATE = (540, 1020), (660, 1140)  # minutes after midnight
OPEN = (((540, 1140),),) * 6 + ((),)


def found(scale: Scale) -> None:
    """The chain stands, a week before its year begins."""
    chance = random.Random(scale.seed)
    lay_ground(now=FOUNDED)
    change_company(name="Harbour & Pine", zone=ZONES[0][0], currency="EUR", by=None, now=FOUNDED)
    hours = {zone: _hours(zone, country) for zone, country in ZONES}
    teams = list(_shops(scale, hours))
    _hire(scale, teams, chance)
    giving.publish()
    saying.found()
    for number in range(PARTNERS_A_REGION * _regions(scale)):
        card = PartnerCard(f"Workshop {number + 1}", [f"desk@workshop-{number + 1}.example"], zone=ZONES[0][0])
        add_partner(card, by=None, now=FOUNDED)


def _regions(scale: Scale) -> int:
    return max(1, -(-scale.locations // SHOPS_A_REGION))


def _hours(zone: str, country: str) -> OfficeHours:
    return add_hours(f"Shops, {zone}", Hours(zone=zone, week=OPEN, country=country), by=None, now=FOUNDED)


def _shops(scale: Scale, hours: dict[str, OfficeHours]) -> Iterator[Team]:
    """Each shop of a region is in the region's zone; how new work finds its owner differs from shop to shop."""
    for number in range(scale.locations):
        zone, _country = ZONES[number // SHOPS_A_REGION % len(ZONES)]
        region = _region(number // SHOPS_A_REGION)
        shop, team = _shop(number, zone, region)
        keep_hours(shop, hours[zone], by=None, now=FOUNDED)
        duty.set_giving(team, list(Gives)[number % len(Gives)], by=None, at=FOUNDED)
        add_mailbox(f"shop{number + 1}@pine.example", team=team, name=shop.name, by=None, now=FOUNDED)
        yield team


def _region(number: int) -> Region:
    name = f"Region {number + 1}"
    return Region.objects.filter(name=name).first() or add_region(name, by=None, now=FOUNDED)


def _shop(number: int, zone: str, region: Region) -> tuple[Location, Team]:
    name = f"Shop {number + 1}"
    if number == 0:  # the ground that every desk begins with
        first = Location.objects.get()
        change_location(first, name=name, zone=zone, region=region, by=None, now=FOUNDED)
        rename_team(team := first.teams.get(), name, by=None, now=FOUNDED)
        return Location.objects.get(pk=first.pk), team
    shop = add_location(name, zone=zone, region=region, by=None, now=FOUNDED)
    return shop, add_team(name, shop, by=None, now=FOUNDED)


def _hire(scale: Scale, teams: list[Team], chance: random.Random) -> None:
    """A lead and a manager a shop, a regional manager a region, three at head office, an admin; the rest are agents."""
    posts = [Post(Rank.LEAD, team.pk) for team in teams]
    posts += [Post(Rank.MANAGER, team.location_id) for team in teams]
    posts += [Post(Rank.REGIONAL, region.pk) for region in Region.objects.order_by("pk")]
    posts += [Post(Rank.HEAD_OFFICE)] * 3
    agents = max(scale.agents - len(posts), 2 * len(teams))
    posts += [Post(Rank.AGENT, teams[number % len(teams)].pk) for number in range(agents)]
    add_agent("admin@pine.example", "Ada Example", posts=[Post(Rank.ADMIN)], by=None, now=FOUNDED)
    for number, post in enumerate(posts, start=1):
        agent = add_agent(f"p{number}@pine.example", f"P{number} Example", posts=[post], by=None, now=FOUNDED)
        duty.set_roster(agent, _week(number, post.rank, chance), by=None, at=FOUNDED)
    _stand_ins(teams)


def _week(number: int, rank: Rank, chance: random.Random) -> Week:
    """Five days of six in shops, early or late; Monday to Friday above them."""
    start, end = EARLY if rank not in (Rank.AGENT, Rank.LEAD) or number % 2 else LATE
    noon = start + chance.choice((180, 210, 240))
    free = {5, 6} if rank not in (Rank.AGENT, Rank.LEAD) else {number % 6, 6}
    line = Line(start, end, ((noon, noon + 30),))
    return tuple(() if day in free else (line,) for day in range(7))


def _stand_ins(teams: list[Team]) -> None:
    """Each lead stands in for one of their team, which a chain of absences will need."""
    for team in teams:
        lead = Agent.objects.filter(roles__team=team, roles__rank=Rank.LEAD).first()
        agent = Agent.objects.filter(roles__team=team, roles__rank=Rank.AGENT).order_by("pk").first()
        if lead and agent:
            duty.set_substitute(agent, lead, since=FOUNDED + timedelta(hours=1), until=None, by=None, at=FOUNDED)
