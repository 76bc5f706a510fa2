"""What the panel says that we owe, beside promises; and the group of the customer."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from makegood.clocks.targets import Said
from makegood.conversations.models import Conversation
from makegood.customers import acts as customers
from makegood.customers.models import Customer
from makegood.people import acts as people
from tests.world import World

pytestmark = pytest.mark.django_db


def panel(client: Client, lamp: Conversation) -> str:
    return " ".join(client.get(f"/c/{lamp.number}").content.decode().partition('id="panel"')[2].split())


def test_a_solution_is_told_beside_the_answer_and_pauses_in_sight(world: World, ana: Client) -> None:
    now = timezone.now()
    people.add_target(Said("resolution", 5, "days", pauses=True), by=world.ada, now=now)
    lamp = world.receive(at=now)
    said = panel(ana, lamp)
    assert "An answer" in said and "A solution" in said and "paused" not in said
    world.reply(lamp, at=now)
    said = panel(ana, lamp)
    assert "Nothing now; we ask again" in said and "paused while we wait" in said


def test_a_solution_that_comes_first_is_told_once(world: World, ana: Client) -> None:
    people.add_target(Said("resolution", 30, "minutes"), by=world.ada, now=timezone.now())
    lamp = world.receive(at=timezone.now())
    page = ana.get(f"/c/{lamp.number}").content.decode()
    assert "solve in" in page and panel(ana, lamp).count("A solution") == 1


def test_a_group_is_chosen_where_there_are_any(world: World, ana: Client, mo: Client) -> None:
    lamp = world.receive(at=timezone.now())
    assert "customer-group" not in panel(ana, lamp)
    group = customers.add_group("Care homes", by=world.ada, at=timezone.now())
    assert "customer-group" in panel(ana, lamp)
    ana.post(f"/c/{lamp.number}/group", {"group": group.pk})
    assert Customer.objects.get(pk=lamp.customer_id).group == group
    assert mo.post(f"/c/{lamp.number}/group", {"group": ""}).status_code == 404
    assert ana.post(f"/c/{lamp.number}/group", {"group": "999999999"}).status_code == 404
    ana.post(f"/c/{lamp.number}/group", {"group": ""})
    assert Customer.objects.get(pk=lamp.customer_id).group is None
