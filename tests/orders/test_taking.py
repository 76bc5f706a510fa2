"""Orders are taken in again and again the same, in whatever order news of them come, and find their customer."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from makegood.conversations.acts.changing import lock
from makegood.customers import acts as customers
from makegood.orders import acts, queries
from makegood.orders.models import Line, Movement, Order, Posted, Shipment, Standing
from makegood.orders.said import SaidLine, SaidMovement, SaidOrder
from makegood.timeline.models import Event
from tests.guarantees.at_once import until_someone_waits
from tests.orders.common import HOSE, TAP, later, parcel, shop, told
from tests.world import NOON, World

pytestmark = pytest.mark.django_db


def kinds(prefix: str = "order.") -> list[str]:
    return [one.kind.removeprefix(prefix) for one in Event.objects.filter(kind__startswith=prefix).order_by("pk")]


def test_the_same_again_changes_nothing(world: World) -> None:
    source = shop()
    first = told(source, shipments=(parcel(),))
    again = acts.take_in(source, SaidOrder("1042", lines=(TAP, HOSE), shipments=(parcel(),)), at=later(hours=1))
    assert (again.order.pk, again.is_new, again.is_changed) == (first.pk, False, False)
    assert (Order.objects.count(), Line.objects.count(), Shipment.objects.count()) == (1, 2, 1)
    assert kinds() == ["taken", "shipped"]


def test_what_is_left_out_stays(world: World) -> None:
    source = shop()
    told(source, total=15890, expected_on=date(2026, 11, 25))
    taken = acts.take_in(source, SaidOrder("1042", expected_on=date(2026, 12, 3)), at=later(hours=1))
    order = Order.objects.get()
    assert taken.is_changed and (order.total, order.mail) == (15890, "eva@post.example")
    assert (order.first_expected_on, order.expected_on) == (date(2026, 11, 25), date(2026, 12, 3))
    assert order.lines.count() == 2


def test_older_news_never_write_over_newer(world: World) -> None:
    source = shop()
    told(source, name="Eva S. Stern", updated_at=later(hours=2))
    taken = acts.take_in(source, SaidOrder("1042", name="Eva", lines=(), updated_at=later(hours=1)), at=later(hours=3))
    assert taken.is_old and Order.objects.get().name == "Eva S. Stern" and Line.objects.filter(quantity__gt=0).exists()


def test_a_line_that_is_gone_counts_no_more_and_keeps_its_row(world: World) -> None:
    source = shop()
    order = told(source)
    acts.take_in(source, SaidOrder("1042", lines=(TAP,), shipments=(parcel(lines={"1": 1}),)), at=later(hours=1))
    order.refresh_from_db()
    assert order.standing == Standing.SHIPPED and Line.objects.get(key="2").quantity == 0


def test_it_stands_where_its_parcels_are(world: World) -> None:
    source = shop()
    order = told(source, shipments=(parcel("p1", lines={"1": 1, "2": 1}),))
    assert order.standing == Standing.PARTLY
    rest = parcel("p2", lines={"2": 1}, shipped_at=later(days=1))
    order = told(source, shipments=(rest,), at=later(days=1))
    assert (order.standing, order.shipped_at) == (Standing.SHIPPED, later(days=1))
    here = {"delivered_at": later(days=2), "shipped_at": None}
    order = told(source, shipments=(parcel("p1", **here), parcel("p2", **here)), at=later(days=2))
    assert (order.standing, order.delivered_at) == (Standing.DELIVERED, later(days=2))
    assert kinds() == ["taken", "shipped", "changed", "shipped", "changed", "delivered", "delivered"]


def test_cancelled_and_not_after_all(world: World) -> None:
    source = shop()
    assert told(source, is_cancelled=True).standing == Standing.CANCELLED
    assert told(source, is_cancelled=False, at=later(hours=1)).standing == Standing.PLACED


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"mail": "eva"}, "mail"),
        ({"currency": "EURO"}, "currency"),
        ({"lines": (TAP, TAP)}, "lines"),
        ({"lines": (SaidLine("1", " "),)}, "lines.0.name"),
        ({"lines": (TAP,), "shipments": (parcel(lines={"9": 1}),)}, "shipments.0.lines"),
        ({"shipments": (parcel(""),)}, "shipments.0.key"),
        ({"location": 10**9}, "location"),
    ],
)
@pytest.mark.once
def test_what_cannot_be_is_refused_in_words_and_changes_nothing(
    world: World, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(acts.Wrong) as refused:
        told(shop(), **wrong)
    assert [name for name, _why in refused.value.errors] == [field] and not Order.objects.exists()


def test_any_identity_finds_its_customer_whenever_it_was_learned(world: World) -> None:
    eva = world.receive().customer
    by_mail = told(shop())
    by_phone = told(shop(name="till"), "7", mail=None, phone="+49 30 1234567")
    assert [one.number for one in queries.of_customer(eva.pk)] == ["1042"]
    assert queries.customer_of(by_mail) == eva and queries.customer_of(by_phone) is None
    assert customers.learn_identity(eva, "phone", "+49301234567")
    assert {one.number for one in queries.of_customer(eva.pk)} == {"1042", "7"}
    assert queries.customer_of(by_phone) == eva


def test_what_they_bought_is_one_query(world: World, django_assert_num_queries: object) -> None:
    eva, source = world.receive().customer, shop()
    for number in range(5):
        told(source, str(number), shipments=(parcel(),))
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = queries.of_customer(eva.pk)
    assert len(found) == 5 and [line.name for line in found[0].lines] == ["Tap, chrome", "Hose"]
    assert str(found[0].lines[0].price) == "129.90 EUR"


def test_a_long_order_is_shown_whole_and_hides_no_other(world: World) -> None:
    eva, source = world.receive().customer, shop()
    told(source, "short", placed_at=later(days=-1))
    long = told(source, "long", lines=tuple(SaidLine(str(number), "Tile") for number in range(80)))
    assert len(queries.items([long.pk])[0].lines) == 80
    assert [(one.number, len(one.lines)) for one in queries.of_customer(eva.pk)] == [("long", 80), ("short", 2)]


def test_what_the_carrier_tells_late_does_not_undo_what_came_after(world: World) -> None:
    order = told(shop(), shipments=(parcel(tracking="T1", shipped_at=None),))
    assert order.standing == Standing.PLACED
    acts.move(SaidMovement("T1", "delivered", later(days=2), place="Berlin"), at=later(days=2))
    acts.move(SaidMovement("T1", "moving", later(days=1)), at=later(days=2, hours=1))
    acts.move(SaidMovement("T1", "moving", later(days=1)), at=later(days=2, hours=1))
    order.refresh_from_db()
    shipment = Shipment.objects.get()
    assert (order.standing, shipment.delivered_at, shipment.moved_at) == ("delivered", later(days=2), later(days=2))
    assert Movement.objects.count() == 2
    assert acts.move(SaidMovement("nobody's", "moving", NOON), at=NOON) == []


@pytest.mark.django_db(transaction=True)
def test_who_notes_what_a_conversation_is_about_waits_for_no_shop(world: World) -> None:
    conversation, source = world.receive(), shop()
    order = told(source)

    def tie() -> None:
        acts.tie(order, conversation, by=world.ana, at=NOON)
        connection.close()

    one = Thread(target=tie)
    with transaction.atomic():
        told(source, name="Eva S. Stern", at=later(hours=1))
        one.start()
        until_someone_waits(or_ended=one)
        waits = one.is_alive()
        lock(conversation.pk)  # as the watch does, which holds the order: had the other one to wait, nobody could go on
    one.join()
    assert queries.conversations_of(order.pk) == [conversation.pk]
    assert not waits or connection.vendor == "sqlite"


@pytest.mark.django_db(transaction=True)
def test_told_by_many_at_once_it_is_one_order(world: World) -> None:
    source, ready = shop(), Barrier(4)

    def tell(number: int) -> None:
        ready.wait()
        told(source, updated_at=later(minutes=number), name=f"Eva {number}")
        connection.close()

    threads = [Thread(target=tell, args=[number]) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (Order.objects.get().name, Line.objects.count(), Posted.objects.count()) == ("Eva 3", 2, 0)
