"""Who has what an absent colleague owns. A condition, looked at whenever it is asked; it moves no due time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from makegood.people.duty.rules.person import Person
from makegood.people.duty.rules.time import next_on_duty, on_duty

StandIns = Mapping[int, Sequence[int]]
"""For whom: who stands in at the time in question, the first first."""


class How(StrEnum):
    """As what somebody covers."""

    SUBSTITUTE = "substitute"
    TEAM = "team"
    LADDER = "ladder"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Cover:
    """Who covers, as what, and from when: `at` is the time that was asked about, or when they come on duty."""

    agent: int
    how: How
    at: datetime


def chain(owner: int, stand_ins: StandIns) -> list[int]:
    """Who stands in for the owner, then who stands in for those; each once, the owner never."""
    found, at = [owner], 0
    while at < len(found):
        found += dict.fromkeys(one for one in stand_ins.get(found[at], ()) if one not in found)
        at += 1
    return found[1:]


def needs_cover(holders: Collection[Person], *, due_at: datetime, at: datetime) -> bool:
    """Whether nobody who has it (its owner; unclaimed: the team) is on duty, or known to be before it is due."""
    return not any(on_duty(one, at) or _comes_before(one, due_at, at) for one in holders)


def _comes_before(person: Person, due_at: datetime, at: datetime) -> bool:
    back = next_on_duty(person, at) if due_at > at else None
    return back is not None and back < due_at


def cover_for(
    owner: int | None,
    *,
    stand_ins: StandIns,
    team: Sequence[int],
    ladder: Sequence[int],
    may_see: Collection[int],
    people: Mapping[int, Person],
    at: datetime,
) -> Cover | None:
    """The first on duty who may see it: stand-ins in chain, the team, the ladder's people, each list in its order.

    When none is on duty: whoever of them, or the owner, comes first; of two at the same moment the one named first.
    None: nobody is known to come.
    """
    named = {} if owner is None else dict.fromkeys(chain(owner, stand_ins), How.SUBSTITUTE)
    for who, how in ((team, How.TEAM), (ladder, How.LADDER)):
        named |= {one: how for one in who if one not in named and one != owner}
    able = [(one, how) for one, how in named.items() if one in may_see and one in people]
    for one, how in able:
        if on_duty(people[one], at):
            return Cover(one, how, at)
    if owner is not None and owner in people:
        able.insert(0, (owner, How.OWNER))
    coming = [(back, one, how) for one, how in able if (back := next_on_duty(people[one], at)) is not None]
    first = min(coming, key=lambda one: one[0], default=None)
    return Cover(first[1], first[2], first[0]) if first else None
