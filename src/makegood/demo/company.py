"""Harbour & Pine: an invented maker and seller of things for the house, with three shops and a stockroom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from makegood.authority import acts as authority
from makegood.authority.queries import example
from makegood.people.acts.agents import add_agent
from makegood.people.acts.company import change_company, lay_ground
from makegood.people.acts.mailboxes import add_mailbox, sign_mailbox
from makegood.people.acts.partners import PartnerCard, add_partner
from makegood.people.acts.places import add_location, add_region, add_team, change_location, rename_team
from makegood.people.models import Agent, Location, Mailbox, Partner, Rank, Team
from makegood.people.rules import Post

ZONE = "Europe/Amsterdam"
DOMAIN = "harbourpine.example"


@dataclass(frozen=True, slots=True)
class Company:
    """Who and what the stories are played with, by short name."""

    agents: dict[str, Agent]
    teams: dict[str, Team]
    mailboxes: dict[str, Mailbox]
    partners: dict[str, Partner]


def found(*, now: datetime) -> Company:
    """The company stands: places, teams, people, mailboxes, a partner, and what each of them may give."""
    lay_ground(now=now)
    change_company(name="Harbour & Pine", zone=ZONE, currency="EUR", by=None, now=now)
    coast = add_region("Coast", by=None, now=now)
    first = Location.objects.get()  # the ground that every desk begins with
    change_location(first, name="Wharf Street", zone=ZONE, region=coast, by=None, now=now)
    rename_team(first.teams.get(), "Wharf Street", by=None, now=now)
    places = {"Wharf Street": first, "Quay Lane": add_location("Quay Lane", zone=ZONE, region=coast, by=None, now=now)}
    places["Online"] = add_location("Online", zone=ZONE, region=None, by=None, now=now)
    teams = {
        "wharf": first.teams.get(),
        "quay": add_team("Quay Lane", places["Quay Lane"], by=None, now=now),
        "online": add_team("Online", places["Online"], by=None, now=now),
    }
    agents = {key: _hire(key, name, posts, now=now) for key, (name, posts) in _staff(teams, places).items()}
    policy = authority.write(**example("remedies"), by=None, now=now)
    authority.publish(policy, starts_at=now, by=None, now=now)
    mailboxes = {key: _open(key, team, now=now) for key, team in teams.items()}
    return Company(agents, teams, mailboxes, {"weaver": _partner(now=now)})


def _staff(teams: dict[str, Team], places: dict[str, Location]) -> dict[str, tuple[str, list[Post]]]:
    wharf, quay, online = (teams[key].pk for key in ("wharf", "quay", "online"))
    return {
        "tove": (
            "Tove Lind",
            [Post(Rank.LEAD, wharf), Post(Rank.AGENT, online), Post(Rank.HEAD_OFFICE), Post(Rank.ADMIN)],
        ),
        "ana": ("Ana Ruiz", [Post(Rank.AGENT, wharf), Post(Rank.AGENT, online)]),
        "kofi": ("Kofi Mensah", [Post(Rank.AGENT, wharf), Post(Rank.AGENT, online)]),
        "priya": ("Priya Nair", [Post(Rank.LEAD, online)]),
        "mo": ("Mo Adeyemi", [Post(Rank.AGENT, quay)]),
        "ilse": ("Ilse Brandt", [Post(Rank.MANAGER, places["Wharf Street"].pk)]),
        "joris": ("Joris Maas", [Post(Rank.MANAGER, places["Quay Lane"].pk)]),
    }


def _hire(key: str, name: str, posts: list[Post], *, now: datetime) -> Agent:
    return add_agent(f"{key}@{DOMAIN}", name, posts=posts, by=None, now=now)


def _open(key: str, team: Team, *, now: datetime) -> Mailbox:
    names = {"wharf": "Harbour & Pine, Wharf Street", "quay": "Harbour & Pine, Quay Lane", "online": "Harbour & Pine"}
    address = f"{'help' if key == 'online' else key}@{DOMAIN}"
    mailbox = add_mailbox(address, team=team, name=names[key], by=None, now=now)
    sign_mailbox(mailbox, f"{names[key]}\nThings for the house, made to be mended", by=None, now=now)
    return mailbox


def _partner(*, now: datetime) -> Partner:
    card = PartnerCard("Sorrel Weaving", ["loom@sorrel.example"], zone=ZONE, about="Weave our rugs. Ask for Signe.")
    return add_partner(card, by=None, now=now)
