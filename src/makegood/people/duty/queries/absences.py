"""Absences, and who takes over from somebody who is away for long."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from makegood.people.duty.models import Absence
from makegood.people.duty.queries.covering import stand_ins
from makegood.people.duty.queries.facts import persons
from makegood.people.duty.queries.seeing import seers
from makegood.people.duty.rules import Away, Cover, chain, cover_for
from makegood.people.duty.rules.absence import passes_on_at


def running(*, at: datetime) -> QuerySet[Absence]:
    """Absences that have begun and not ended then."""
    return Absence.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), begins_at__lte=at)


def is_away_now(agent: int, *, at: datetime) -> bool:
    """Whether an absence of the agent's runs then. One query."""
    return running(at=at).filter(agent=agent).exists()


def absence(pk: int) -> Absence | None:
    """The absence with its person; None when it was called off."""
    return Absence.objects.select_related("agent").filter(pk=pk).first()


def last_absence(agent: int, *, at: datetime) -> Absence | None:
    """The absence that ended last before then; None: there was none. One query."""
    return Absence.objects.filter(agent=agent, ends_at__lte=at, begins_at__lte=at).order_by("-ends_at").first()


def when_it_passes_on(found: Absence, *, at: datetime) -> datetime | None:
    """When what the person owns goes to another; None: the absence is too short for that, as far as is known."""
    person = persons([found.agent_id], at=at).get(found.agent_id)
    return passes_on_at(Away(found.begins_at, found.ends_at), person.hours if person else ())


def takers(owner: int, teams: Collection[int], *, at: datetime) -> dict[int, Cover | None]:
    """For each team: which of the owner's stand-ins, who may see what it has, is on duty, or comes first.

    It may be the owner who comes first. None: no stand-in is known to come.
    """
    standing_in, seen = stand_ins(at=at), seers(teams)
    people = persons({owner, *chain(owner, standing_in)}, at=at)
    nobody: dict[str, tuple[int, ...]] = {"team": (), "ladder": ()}
    return {
        team: cover_for(owner, stand_ins=standing_in, may_see=seen[team].everyone, people=people, at=at, **nobody)
        for team in teams
    }
