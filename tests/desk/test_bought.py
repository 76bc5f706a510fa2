"""What customers bought, beside their conversation, on a page of its own, and at the counter."""

from __future__ import annotations

from datetime import date

from django.test import Client

from makegood.orders import queries
from makegood.timeline.models import Event
from tests.orders.common import TAP, later, parcel, shop, told
from tests.promises.common import promised
from tests.world import World


def test_the_panel_shows_what_they_bought_where_it_is_and_the_warranty(world: World, ana: Client) -> None:
    conversation = world.receive()
    tap = TAP.__class__("1", "Tap, chrome", "TAP-1", 1, 12990, date(2100, 5, 1))
    order = told(shop(), lines=(tap,), total=12990, shipments=(parcel(),))
    page = ana.get(f"/c/{conversation.pk}").content.decode()
    assert "What Eva bought" in page and "Tap, chrome" in page and "on its way" in page
    assert "warranty until" in page and "€129.90" in page and f"/orders/{order.pk}" in page


def test_without_orders_there_is_no_word_of_them(world: World, ana: Client) -> None:
    assert "bought" not in ana.get(f"/c/{world.receive().pk}").content.decode()


def test_a_conversation_is_about_an_order_and_not_after_all(world: World, ana: Client, mo: Client) -> None:
    conversation, order = world.receive(), told(shop())
    here = f"/c/{conversation.pk}/orders/{order.pk}"
    assert mo.post(here).status_code == 404
    for _ in range(2):
        ana.post(here)
    assert queries.conversations_of(order.pk) == [conversation.pk]
    assert "noted that it is about the order 1042" in ana.get(f"/c/{conversation.pk}").content.decode()
    assert conversation.subject in ana.get(f"/orders/{order.pk}").content.decode()
    ana.post(here, {"off": "1"})
    assert queries.conversations_of(order.pk) == []
    assert Event.objects.filter(kind="order.tied").count() == 2


def test_the_page_of_an_order_tells_where_each_parcel_is(world: World, ana: Client, mo: Client) -> None:
    world.receive()
    order = told(shop(), expected_on=date(2026, 11, 20), shipments=(parcel(tracking="T1", lines={"2": 1}),))
    page = ana.get(f"/orders/{order.pk}").content.decode()
    assert "T1" in page and "1 × Hose" in page and "€129.90" in page and "late, was for" in page
    assert mo.get(f"/orders/{order.pk}").status_code == 404


def test_at_the_counter_an_exact_order_number_opens_promises_and_orders(world: World, mo: Client) -> None:
    promised(world)
    told(shop(), "#1042")
    for said in ("1042", "#1042", "Eva@Post.example"):
        page = mo.post("/counter", {"said": said}).content.decode()
        assert "I ring you back" in page and "Tap, chrome" in page and "lamp flickers" not in page
    assert [one.by_id for one in Event.objects.filter(kind="look.taken")] == [world.mo.pk] * 3


def test_of_two_orders_with_nobodys_name_on_them_only_one_is_told(world: World, mo: Client) -> None:
    for name in ("till", "other till"):
        told(shop(name=name), "7", mail=None, name=None)
    assert mo.post("/counter", {"said": "7"}).content.decode().count("Tap, chrome") == 1


def test_who_bought_and_never_wrote_is_found_too_and_part_of_a_number_is_not(world: World, mo: Client) -> None:
    told(shop(), mail="ida@post.example", name="Ida Roth")
    told(shop(name="other"), mail="tom@post.example", name="Tom Weber", at=later(days=-1), placed_at=later(days=-9))
    page = mo.post("/counter", {"said": "1042"}).content.decode()
    assert "Ida Roth" in page and "Tap, chrome" in page
    assert page.count("Tap, chrome") == 1  # of two shops' 1042 only one customer's
    assert "Nobody is known by that." in mo.post("/counter", {"said": "104"}).content.decode()
    assert Event.objects.filter(kind="look.taken").count() == 1
