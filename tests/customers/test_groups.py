"""Groups of customers, which a service target may name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from makegood.clocks.targets import Said
from makegood.customers import acts, queries
from makegood.customers.models import Customer, Group
from makegood.people import acts as people
from makegood.people.rules import NotAllowed, StillNeeded, Taken, Unfit
from makegood.timeline.models import Event
from tests import world as worlds
from tests.world import NOON, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def eva() -> Customer:
    return acts.known_by("mail", "eva@post.example", name="Eva", at=NOON)


def test_an_admin_names_a_group_and_an_agent_puts_eva_in_it(world: World, eva: Customer) -> None:
    group = acts.add_group("  Care   homes ", by=world.ada, at=NOON)
    assert queries.group_names() == {group.pk: "Care homes"}
    for _ in range(2):
        acts.put_in_group(eva, group, by=world.ana.pk, at=NOON)
    assert Customer.objects.get().group == group
    assert Event.objects.filter(kind="customer.changed").count() == 1


def test_a_group_that_goes_leaves_its_customers_in_none(world: World, eva: Customer) -> None:
    group = acts.add_group("Care homes", by=world.ada, at=NOON)
    acts.put_in_group(eva, group, by=world.ana.pk, at=NOON)
    target = people.add_target(Said("first_response", 60, "minutes", group_id=group.pk), by=world.ada, now=NOON)
    with pytest.raises(StillNeeded, match="service target"):
        acts.remove_group(group, by=world.ada, at=NOON)
    people.remove_target(target, by=world.ada, now=NOON)
    acts.remove_group(group, by=world.ada, at=NOON)
    assert Customer.objects.get().group is None


def test_a_name_is_given_once_and_is_one(world: World) -> None:
    group = acts.add_group("Care homes", by=world.ada, at=NOON)
    acts.add_group("Schools", by=world.ada, at=NOON)
    with pytest.raises(Taken):
        acts.rename_group(group, "Schools", by=world.ada, at=NOON)
    with pytest.raises(Unfit):
        acts.add_group("  ", by=world.ada, at=NOON)
    acts.rename_group(Group.objects.get(name="Care homes"), "Homes", by=world.ada, at=NOON)
    assert sorted(queries.group_names().values()) == ["Homes", "Schools"]


def test_only_an_admin_changes_groups(world: World) -> None:
    group = acts.add_group("Care homes", by=world.ada, at=NOON)
    calls: list[Callable[[], object]] = [
        lambda: acts.add_group("X", by=world.ana, at=NOON),
        lambda: acts.rename_group(group, "X", by=world.ana, at=NOON),
        lambda: acts.remove_group(group, by=world.ana, at=NOON),
    ]
    for call in calls:
        with pytest.raises(NotAllowed):
            call()
