"""The ladder of the model decides as the desk does: any ladder, any duty, whoever was asked or is avoided."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from makegood.escalations.rules import Step, above_owner, climb
from makegood.people.duty.rules import Away, Person
from makegood.people.models import Rank
from tests.model.company import HERE_ALONE, LEAVE, NOBODY, ON, A, B, H, M, Matter, World
from tests.model.fixes import FIXES
from tests.model.ladder import Ladder

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
RANKS = (Rank.LEAD, Rank.MANAGER, Rank.REGIONAL, Rank.HEAD_OFFICE)
LADDERS = [(B,), (B, M), (B, M, H), (B, B, M), (B, M, M), (B, M, B), (M, M, M)]
DUTIES = list(product((ON, 2, 3, LEAVE), repeat=3))


def person(who: int, duty: int) -> Person:
    """As the desk knows them."""
    until = {ON: NOW, LEAVE: None}.get(duty, NOW + duty * HOUR)
    return Person(who, absences=() if duty == ON else (Away(NOW - HOUR, until),))


@pytest.mark.parametrize("rungs", LADDERS)
def test_it_asks_whom_the_desk_asks(rungs: tuple[int, ...]) -> None:
    steps = [Step(place, RANKS[place - 1], (who,), HOUR) for place, who in enumerate(rungs, 1)]
    ladder = Ladder(rungs, FIXES.__contains__)
    for duty, owner, spares in product(DUTIES, (A, B), (False, True)):
        people = {who: person(who, left) for who, left in zip((B, M, H), duty, strict=True)}
        world, matter = World([], duty=(ON, *duty)), Matter(owner=owner, avoids=spares)
        mine = above_owner(steps, owner)
        assert [(one.place, one.people[0]) for one in mine] == ladder.steps(matter)
        avoided = frozenset(HERE_ALONE if spares else ())
        for beyond, asked in product(range(len(rungs)), (0, 1 << B, 1 << M, 1 << B | 1 << M, 1 << H)):
            before = frozenset(who for who in (B, M, H) if asked >> who & 1)
            desk = climb(mine, beyond=beyond, asked=before, subject=None, people=people, at=NOW, avoids=avoided)
            ours = ladder.find(world, matter, beyond, asked)
            said = (duty, owner, spares, beyond, asked)
            assert (desk.agent, desk.told) == (None if ours.who == NOBODY else ours.who, ours.told), said
            if ours.told:
                assert desk.rung == ours.place, said
            else:
                assert desk.rung == ladder.reached(matter, beyond), said
