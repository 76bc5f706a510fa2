"""Who may do what, decided without a database."""

from __future__ import annotations

from dataclasses import dataclass

from makegood.people.models import Rank

# From the front line up. Admin is no step of it.
LADDER = (Rank.AGENT, Rank.LEAD, Rank.MANAGER, Rank.REGIONAL, Rank.HEAD_OFFICE)


@dataclass(frozen=True, slots=True)
class Audience:
    """Which conversations someone may see: all of them, or those of these teams."""

    everything: bool = False
    teams: frozenset[int] = frozenset()
    locations: frozenset[int] = frozenset()

    def includes(self, team: int | None) -> bool:
        """Whether what belongs to the team may be seen. None: it belongs to no team, and only those who see all see it."""
        return self.everything or (team is not None and team in self.teams)


@dataclass(frozen=True, slots=True)
class Standing:
    """An agent's say: the ranks held, what may be seen, where leading, and whether settings are open."""

    audience: Audience
    leads: Audience
    is_admin: bool = False

    def may_lead(self, team: int | None) -> bool:
        """Lead or above over the team."""
        return self.leads.includes(team)


class NotAllowed(Exception):
    """This person may not do this; the message says so in words."""


class LastAdmin(Exception):
    """Without this person nobody could open the settings any more."""


class StillNeeded(Exception):
    """Something would be left without anyone; the message says what."""
