"""Who may do what, decided without a database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from makegood.base.money import is_currency
from makegood.base.phones import regions
from makegood.people.models import Rank

# From the front line up. Admin is no step of it.
LADDER = (Rank.AGENT, Rank.LEAD, Rank.MANAGER, Rank.REGIONAL, Rank.HEAD_OFFICE)
# What kind of place a rank is held at; the ranks that are not named are held everywhere.
PLACE_OF = {Rank.AGENT: "team", Rank.LEAD: "team", Rank.MANAGER: "location", Rank.REGIONAL: "region"}

LINK_LASTS = timedelta(hours=1)
FIRST_LINK_LASTS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Audience:
    """Which conversations someone may see: all of them, or those of these teams."""

    everything: bool = False
    teams: frozenset[int] = frozenset()
    locations: frozenset[int] = frozenset()

    def includes(self, team: int | None) -> bool:
        """Whether what belongs to the team may be seen. None: to no team, and only those who see all see it."""
        return self.everything or (team is not None and team in self.teams)


@dataclass(frozen=True, slots=True)
class Standing:
    """An agent's say: what may be seen, where leading, whether settings are open, and the teams that roles name.

    `is_manager`: of a location or more, to whom the books are shown.
    `zone` is what the clock on the wall shows where they work; "" when that is nowhere, or in several zones.
    """

    audience: Audience
    leads: Audience
    is_admin: bool = False
    own_teams: frozenset[int] = frozenset()
    zone: str = ""
    is_manager: bool = False

    def may_lead(self, team: int | None) -> bool:
        """Lead or above over the team."""
        return self.leads.includes(team)


@dataclass(frozen=True, slots=True)
class Post:
    """A rank and the id of the place where it is held; the place is None for the ranks held everywhere."""

    rank: Rank
    place: int | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """The post as columns of a role. Raises Unfit when the place does not belong to the rank."""
        kind = PLACE_OF.get(self.rank)
        if (kind is None) != (self.place is None):
            raise Unfit(
                {
                    "team": _("%(rank)s: name the team."),
                    "location": _("%(rank)s: name the location."),
                    "region": _("%(rank)s: name the region."),
                }.get(kind or "", _("%(rank)s: this is held everywhere."))
                % {"rank": Rank(self.rank).label}
            )
        places = {f"{name}_id": self.place if name == kind else None for name in ("team", "location", "region")}
        return {"rank": self.rank, **places}


@cache
def zones() -> tuple[str, ...]:
    """Every time zone that a person may choose, by name."""
    return ("UTC", *sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")))


def check_zone(name: str) -> str:
    """The name. Raises Unfit when there is no such time zone."""
    if name not in available_timezones():
        raise Unfit(_("There is no time zone named %(name)r. They look like Europe/Paris.") % {"name": name})
    return name


def check_currency(code: str) -> str:
    """The code in capitals. Raises Unfit unless it is one of ISO 4217."""
    code = code.strip().upper()
    if not is_currency(code):
        raise Unfit(_("A currency has three letters, like EUR or USD."))
    return code


def check_region(code: str) -> str:
    """The code of the region in capitals, or "". Raises Unfit unless telephone numbers have such a region."""
    code = code.strip().upper()
    if code and code not in dict(regions()):
        raise Unfit(_("Choose a country from the list."))
    return code


# The first that fits: Edge says that it is Chrome too, and Chrome that it is Safari.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def browser_in_words(user_agent: str) -> str:
    """ "Firefox on Linux"; what the program calls itself when it is none that we know."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser} on {system}" if browser and system else user_agent[:60] or "a program without a name"


def left_alone(members: Iterable[tuple[int, int]], leaver: int, owning: frozenset[int]) -> frozenset[int]:
    """The teams that own something and would have no member once the leaver goes. Members are (team, agent) pairs."""
    pairs = set(members)
    mine = {team for team, agent in pairs if agent == leaver}
    kept = {team for team, agent in pairs if agent != leaver}
    return frozenset((mine - kept) & owning)


class NotAllowed(Exception):
    """This person may not do this; the message says so in words."""


class LastAdmin(Exception):
    """Without this person nobody could open the settings any more."""


class StillNeeded(Exception):
    """Something would be left without anyone; the message says what."""


class Taken(Exception):
    """Another has this address or name already; the message says who."""


class Unfit(ValueError):
    """A value that cannot be; the message says why."""


class LinkGone(Exception):
    """The link was used, has run out, or never was."""
