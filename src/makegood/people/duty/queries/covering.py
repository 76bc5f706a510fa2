"""Who covers what. Computed when it is asked for, for as many conversations as there are, in the same few queries."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from makegood.people.duty.models import Substitute
from makegood.people.duty.queries.facts import persons
from makegood.people.duty.queries.seeing import Seers, seers
from makegood.people.duty.rules import Cover, Person, chain, cover_for, needs_cover, next_on_duty, on_duty
from makegood.people.duty.rules.cover import StandIns

EMPTY = Seers()


@dataclass(frozen=True, slots=True)
class Held:
    """Something with a clock: what it is called, who has it (None: its team has), and when its clock is due."""

    key: Hashable
    owner: int | None
    team: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Covered:
    """What somebody covers in a team: the work of the owner (None: what nobody has) due before `until`.

    `until` is when the owner is back. None: nobody knows.
    """

    owner: int | None
    team: int
    until: datetime | None


Ladders = Mapping[int, Sequence[int]]
"""The people of the ladder of each team, in order; a team that is missing has those above it, the nearest first."""


def covers(held: Iterable[Held], *, at: datetime, ladders: Ladders | None = None) -> dict[Hashable, Cover | None]:
    """For each that needs cover: who covers it, or None when nobody is known to come. Others are not in it.

    Eight queries and those about office hours, none for nothing.
    """
    asked = list(held)
    if not asked:
        return {}
    known = _known({one.team for one in asked}, {one.owner for one in asked if one.owner}, at=at, ladders=ladders)
    return {one.key: known.cover(one.owner, one.team) for one in asked if known.is_uncovered(one)}


def cover_of(
    owner: int | None, team: int, *, due_at: datetime, at: datetime, ladder: Sequence[int] = ()
) -> Cover | None:
    """Who covers that one; None when it needs none, or nobody is known to come."""
    ladders = {team: ladder} if ladder else None
    return covers([Held(0, owner, team, due_at)], at=at, ladders=ladders).get(0)


def stand_ins(*, at: datetime) -> dict[int, list[int]]:
    """For whom: who stands in then, the first first. One query."""
    found: dict[int, list[int]] = {}
    running = Substitute.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), begins_at__lte=at)
    for agent, stand_in in running.order_by("place", "pk").values_list("agent_id", "stand_in_id"):
        found.setdefault(agent, []).append(stand_in)
    return found


def covered_by(agent: int, teams: Collection[int], *, at: datetime, ladders: Ladders | None = None) -> list[Covered]:
    """For whom the agent covers now, in these teams that the agent may see. As many queries as `covers`."""
    known = _known(teams, (), at=at, ladders=ladders)
    found = []
    for team in teams:
        members = known.seers[team].team
        able = sorted(known.seers[team].everyone)
        owners: list[int | None] = [one for one in able if one in known.people and _is_off(known.people[one], at)]
        if not any(one in known.people and on_duty(known.people[one], at) for one in members):
            owners.append(None)
        for owner in owners:
            cover = known.cover(owner, team)
            if cover and cover.agent == agent and cover.at == at:
                found.append(Covered(owner, team, _back(known, owner, members)))
    return found


def _is_off(person: Person, at: datetime) -> bool:
    return person.is_active and not on_duty(person, at)


def _back(known: _Known, owner: int | None, members: Sequence[int]) -> datetime | None:
    """When the owner, or of what nobody has the first of the team, is on duty again."""
    people = members if owner is None else [owner]
    back = (next_on_duty(known.people[one], known.at) for one in people if one in known.people)
    return min((one for one in back if one is not None), default=None)


@dataclass(frozen=True, slots=True)
class _Known:
    """All that deciding needs."""

    at: datetime
    seers: Mapping[int, Seers]
    stand_ins: StandIns
    people: Mapping[int, Person]
    ladders: Ladders

    def is_uncovered(self, held: Held) -> bool:
        """Whether cover is needed."""
        holders = self.seers.get(held.team, EMPTY).team if held.owner is None else [held.owner]
        here = [self.people[one] for one in holders if one in self.people]
        return needs_cover(here, due_at=held.due_at, at=self.at)

    def cover(self, owner: int | None, team: int) -> Cover | None:
        """Who has it."""
        some = self.seers.get(team, EMPTY)
        ladder = self.ladders.get(team, some.above)
        return cover_for(
            owner,
            stand_ins=self.stand_ins,
            team=some.from_after(owner),
            ladder=ladder,
            may_see=some.everyone | frozenset(ladder),
            people=self.people,
            at=self.at,
        )


def _known(teams: Collection[int], owners: Collection[int], *, at: datetime, ladders: Ladders | None) -> _Known:
    seen, standing_in = seers(teams), stand_ins(at=at)
    people = set(owners)
    for one in seen.values():
        people |= one.everyone
    for some in (ladders or {}).values():
        people |= set(some)
    for agent in list(people):
        people |= set(chain(agent, standing_in))
    return _Known(at, seen, standing_in, persons(people, at=at), ladders or {})
