"""The books as a manager and head office see them: what it cost, each transfer, the table, closing a month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from makegood.books.models import Closing
from makegood.books.rules import Matter
from makegood.people.models import Agent, Company, Rank, Role
from tests.books.booking import give
from tests.world import World

SignIn = Callable[[Agent], Client]


@pytest.fixture
def spent(world: World) -> World:
    """Harbour gave 12.50 for what arrived damaged, Hill 3 for being late; Ben manages Harbour, Lea all."""
    Company.objects.create(pk=1, name="Hearth & Oak", zone="Europe/Berlin", currency="EUR")
    now = timezone.now()
    conversation = world.receive(at=now)
    damaged = Matter("Arrived damaged", "Oak table", world.ana.pk, conversation.pk)
    give(1250, world.harbour.location_id, at=now, matter=damaged, by=world.ana)
    give(300, world.hill.location_id, at=now, matter=Matter("Late", person=world.mo.pk))
    Role.objects.create(agent=world.ben, rank=Rank.MANAGER, location=world.harbour.location)
    Role.objects.create(agent=world.lea, rank=Rank.HEAD_OFFICE)
    return world


def test_head_office_sees_what_it_cost_and_opens_it(spent: World, signed_in: SignIn) -> None:
    lea = signed_in(spent.lea)
    page = lea.get("/books").content.decode()
    assert (
        "€15.50" in page
        and "€12.50" in page
        and "Hill" in page
        and "€12.50 of refunds that are still to be paid" in page
    )
    page = lea.get("/books?by=cause").content.decode()
    assert "Arrived damaged" in page and "key=Arrived+damaged" in page.replace("%20", "+")
    page = lea.get("/books/transfers?by=cause&key=Arrived+damaged").content.decode()
    assert "Oak table" in page and "given by Ana Example" in page and "Late" not in page and 'href="/c/' in page


def test_a_manager_sees_their_place_alone(spent: World, signed_in: SignIn) -> None:
    ben = signed_in(spent.ben)
    for address in ("/books", "/books/transfers", "/books/transfers?by=cause&key=Late"):
        page = ben.get(address).content.decode()
        assert "Mo Example" not in page and "€3" not in page
    assert (
        "By place" not in ben.get("/books").content.decode() and 'href="/books"' in ben.get("/inbox").content.decode()
    )
    table = b"".join(ben.get("/books/table")).decode()
    assert "12.50,EUR,Arrived damaged,Oak table,Ana Example" in table and "Hill" not in table
    assert ben.post("/books/close", {"month": "2026-01"}).status_code == 302 and not Closing.objects.exists()


def test_for_everyone_else_they_are_not_there(spent: World, signed_in: SignIn) -> None:
    for someone in (spent.ana, spent.mo, spent.ada):
        client = signed_in(someone)
        assert {client.get(f"/books{rest}").status_code for rest in ("", "/transfers", "/table")} == {404}
        assert client.post("/books/close", {"month": "2026-01"}).status_code == 404
        assert 'href="/books"' not in client.get("/inbox").content.decode()


def test_head_office_closes_a_month_that_is_over(spent: World, signed_in: SignIn) -> None:
    month = timezone.now().replace(day=1) - timedelta(days=2)
    lea, last = signed_in(spent.lea), month.strftime("%Y-%m")
    assert "A month can be closed once it is over." in lea.get("/books").content.decode()
    assert "This cannot be undone." in lea.get(f"/books?month={last}").content.decode()
    assert lea.get("/books/close").status_code == 405
    page = lea.post("/books/close", {"month": last}, follow=True).content.decode()
    assert "The books are closed up to the end of" in page and "by Lea Example" in page and Closing.objects.count() == 1
    assert f"Up to the end of {month:%B %Y}" in page
    lea.post("/books/close", {"month": last})
    assert Closing.objects.count() == 1 and "closed until then already" not in lea.get("/books").content.decode()


def test_a_month_that_is_none_is_this_one(spent: World, signed_in: SignIn) -> None:
    lea = signed_in(spent.lea)
    for said in ("x", "2026-13", "0001-01", "9999-12"):
        assert "€15.50" in lea.get(f"/books?month={said}&by={said}").content.decode()
    assert lea.get("/books/transfers?before=x&by=cause&key=%00").status_code == 200


def test_with_one_place_it_is_simple(world: World, signed_in: SignIn) -> None:
    world.hill_help.delete()
    Role.objects.filter(team=world.hill).delete()
    world.hill.delete()
    world.hill.location.delete()
    give(500, world.harbour.location_id, at=timezone.now())
    Role.objects.create(agent=world.ben, rank=Rank.MANAGER, location=world.harbour.location)
    page = signed_in(world.ben).get("/books").content.decode()
    assert "By place" not in page and "Harbour" not in page and "€5.00" in page
