"""The settings: people, places, mailboxes, what is stuck."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from makegood.api.shapes.common import Id, Line, Name, Plain, Said
from makegood.people.models import Rank
from makegood.people.rules import Post

Address = Annotated[str, Field(max_length=254, pattern=r"^[^\s@]+@[^\s@]+$", examples=["ben@harbour.example"]), Plain]


class PostIn(Said):
    """A rank and, where it is held at one, the id of the team, location or region."""

    rank: Rank
    place: Id | None = None

    def as_post(self) -> Post:
        """The same as the acts know it."""
        return Post(self.rank, self.place)


class TakeIn(PostIn):
    """The same, to be taken away. `insists`: although nobody at the top of a ladder is known to come then."""

    insists: bool = False


class PostOut(Schema):
    """A rank and where it is held."""

    rank: str = Field(examples=["lead"])
    place: int | None
    name: str


class PersonnelOut(Schema):
    """Somebody who works here, and in which posts."""

    id: int
    name: str
    email: str
    is_active: bool
    posts: list[PostOut]


class AgentIn(Said):
    """Who it is."""

    name: Name
    email: Address


class NewAgentIn(AgentIn):
    """Who it is, and as what they begin."""

    posts: list[PostIn] = Field(min_length=1, max_length=20)


class HeirIn(Said):
    """Who has afterwards what is open; null: their teams."""

    heir: Id | None = None


class GoingIn(HeirIn):
    """The same. `insists`: although nobody at the top of a ladder would be known to come."""

    insists: bool = False


class GoneOut(Schema):
    """How many conversations were passed on."""

    passed_on: int


class NameIn(Said):
    """A name."""

    name: Name


class TeamIn(NameIn):
    """A team and where it is."""

    location: Id


class LocationIn(NameIn):
    """A location, its time zone, its region."""

    zone: Line = Field(examples=["Europe/Paris"])
    region: Id | None = None


class TeamPlaceOut(Schema):
    """A team of a location. `hours`: its own office hours; null: the location's."""

    id: int
    name: str
    is_active: bool
    hours: int | None


class LocationOut(Schema):
    """A location with its teams. `hours`: its office hours; null: it is always open."""

    id: int
    name: str
    zone: str
    region: int | None
    hours: int | None
    is_active: bool
    teams: list[TeamPlaceOut]


class RegionOut(Schema):
    """Some locations under one manager."""

    id: int
    name: str


class PlacesOut(Schema):
    """The tree of the company."""

    locations: list[LocationOut]
    regions: list[RegionOut]


class CompanyIn(Said):
    """The company: name, time zone, currency (ISO 4217)."""

    name: Annotated[str, Field(min_length=1, max_length=200), Plain]
    zone: Line
    currency: Annotated[str, Field(max_length=3, examples=["EUR"]), Plain]


class CompanyOut(Schema):
    """The company."""

    name: str
    zone: str
    currency: str


class MailboxSettingsOut(Schema):
    """A mailbox: whose it is, and what becomes of its mail. Servers and secrets are on the settings page alone."""

    id: int
    address: str
    name: str
    team: int
    signature: str
    is_active: bool
    automatic_stays_open: bool
    reopen_days: int
    gives_page: bool
    gives_thanks: bool = Field(description="What one of us writes links to a page to say thanks on.")
    asks_solved: bool = Field(description="The day after closing, one mail asks whether it is solved.")


class NewMailboxIn(Said):
    """A mailbox and its team. How it is reached is typed in on the settings page."""

    address: Address
    name: Line = ""
    team: Id
    gives_page: bool = Field(default=True, description="Each mail from it links to the customer's page.")


class MailboxIn(Said):
    """What becomes of its mail. What is left out stays. Its address is changed on the settings page, where one is asked
    who one is."""

    name: Line | None = None
    team: Id | None = None
    automatic_stays_open: bool | None = None
    gives_page: bool | None = None
    gives_thanks: bool | None = None
    asks_solved: bool | None = None
    reopen_days: Annotated[int, Field(ge=0, le=3650)] | None = None
    signature: Annotated[str, Field(max_length=4000), Plain] | None = None


class SendingOut(Schema):
    """Whether mail leaves; `halted` says why not."""

    halted: str


class HaltIn(Said):
    """Why no mail shall leave."""

    reason: Annotated[str, Field(min_length=1, max_length=300), Plain]


class StuckArrivalOut(Schema):
    """Mail that reached us and could not be filed."""

    id: int
    sender: str
    mailbox: str
    at: datetime
    size: int
    reason: str


class StuckDeliveryOut(Schema):
    """Mail that should leave and did not."""

    id: int
    conversation: int
    address: str
    reason: str


class StuckTurnOut(Schema):
    """Other work that waits for a person."""

    id: int
    kind: str
    reason: str
    attempts: int


class StuckOut(Schema):
    """The shelf, at most a hundred of each."""

    arrivals: list[StuckArrivalOut]
    deliveries: list[StuckDeliveryOut]
    turns: list[StuckTurnOut]


class DoneAgainOut(Schema):
    """Whether it is tried again; false: somebody was quicker."""

    done: bool
