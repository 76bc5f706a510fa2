"""Head office closes the books, once and onward; from then on nothing lands in what is past."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from makegood.books import acts, queries
from makegood.books.models import Closing, Why
from makegood.books.rules import Refused
from makegood.people.models import Rank, Role
from makegood.timeline.models import Event
from tests.books.booking import give
from tests.world import DAY, HOUR, NOON, World


@pytest.fixture
def boss(world: World) -> World:
    """Lea is head office."""
    Role.objects.create(agent=world.lea, rank=Rank.HEAD_OFFICE)
    return world


def test_lea_closes_the_books(boss: World) -> None:
    here = boss.harbour.location_id
    old = give(100, here, at=NOON - 2 * DAY)
    closing = acts.close_period(NOON - DAY, at=NOON, by=boss.lea)
    assert closing == acts.close_period(NOON - DAY, at=NOON + HOUR, by=boss.lea) and Closing.objects.count() == 1
    assert Event.objects.filter(kind="books.closed", by_id=boss.lea.pk).count() == 1
    assert queries.closed_until() == NOON - DAY and queries.closings()[0].by == boss.lea
    with pytest.raises(Refused):
        give(100, here, at=NOON - DAY - HOUR)
    with transaction.atomic():  # what was booked then is taken back now
        back = acts.counter(old, at=NOON, by=boss.lea, why=Why.WITHDRAWN)
    assert back.at == NOON


def test_it_goes_onward_and_never_into_what_is_to_come(boss: World) -> None:
    acts.close_period(NOON - DAY, at=NOON, by=boss.lea)
    for until in (NOON - 2 * DAY, NOON + timedelta(seconds=1)):
        with pytest.raises(Refused):
            acts.close_period(until, at=NOON, by=boss.lea)
    assert acts.close_period(NOON, at=NOON, by=boss.lea).until == NOON


def test_nobody_else_closes_them(world: World) -> None:
    Role.objects.create(agent=world.ben, rank=Rank.MANAGER, location=world.harbour.location)
    for someone in (world.ana, world.ben, world.lea, world.ada):
        with pytest.raises(Refused):
            acts.close_period(NOON - DAY, at=NOON, by=someone)
    assert not Closing.objects.exists()
