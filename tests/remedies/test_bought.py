"""A remedy for something of a customer's orders: chosen, asked about once more, known to the policy in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.orders.models import Line, Order
from makegood.remedies import acts, queries
from makegood.remedies.models import Remedy
from makegood.remedies.rules import GivenAlready, MustAsk
from makegood.remedies.wish import Wish
from tests.orders import common as orders
from tests.remedies.common import manager, owned, published, wish
from tests.world import DAY, NOON, World

ONLY_NEW = """
policy: By the order
currency: EUR
otherwise: never
rules:
  - rule: Under warranty it is replaced
    for: replacement
    when: order.has_arrived && order.age_days <= 90
    require: order.warranty_days_left >= 0 && action.amount <= order.price
    answer: allowed
    else: needs approval by lead
    because: "{order.item} is under warranty for {order.warranty_days_left} days"
  - rule: A refund of what is late
    for: refund
    when: order.days_late >= 3 && !order.has_shipped && action.amount <= order.total
    answer: allowed
    else: needs approval by lead
    because: It is {order.days_late} days late
  - rule: Once an order
    for: store_credit
    limit: {upto: 20.00, per: order, within: ever}
    answer: allowed
    else: never
    because: An order is put right with 20.00
"""
LAPTOP = replace(orders.TAP, name="Laptop, 14 inches", price=89900, warranty_until=(NOON + 668 * DAY).date())


def bought(**more: Any) -> tuple[Order, Line]:
    """Eva's laptop came two months ago."""
    parcel = orders.parcel(shipped_at=NOON - 62 * DAY, delivered_at=NOON - 60 * DAY)
    said = {"placed_at": NOON - 63 * DAY, "lines": (LAPTOP,), "total": 89900, "shipments": (parcel,)} | more
    order = orders.told(orders.shop(), **said)
    return order, order.lines.get()


def new_one(order: Order, line: Line, minor: int = 89900) -> Wish:
    return wish(minor, "replacement", order=order, line=line)


def test_what_is_known_of_the_order_decides_and_is_kept(world: World) -> None:
    published(ONLY_NEW)
    order, line = bought()
    remedy = acts.grant(owned(world), new_one(order, line), by=world.ana, at=NOON)
    assert (remedy.order, remedy.line, remedy.thing) == (order, line, "Laptop, 14 inches (1042)")
    facts = remedy.case["facts"]["order"]
    assert (facts["price"], facts["warranty_days_left"], facts["age_days"], facts["has_arrived"]) == (
        899.0,
        668,
        63,
        True,
    )
    assert facts["lines"] == [{"item": "Laptop, 14 inches", "quantity": 1, "sku": "TAP-1", "price": 899.0}]


def test_out_of_warranty_somebody_is_asked(world: World) -> None:
    published(ONLY_NEW)
    order, line = bought(lines=(replace(LAPTOP, warranty_until=(NOON - DAY).date()),))
    with pytest.raises(MustAsk, match="for -1 days"):
        acts.grant(owned(world), new_one(order, line), by=world.ana, at=NOON)


def test_days_late_are_those_until_it_left_or_will(world: World) -> None:
    published(ONLY_NEW)
    due = (NOON - 4 * DAY).date()
    order = orders.told(orders.shop(), expected_on=due, placed_at=NOON - 20 * DAY, total=15890)
    for day, late in ((due, 4), (due + timedelta(days=9), 9)):
        orders.told(order.source, expected_on=day, placed_at=NOON - 20 * DAY)
        order.refresh_from_db()
        assert queries.days_late(order, NOON.date(), NOON.tzinfo) == late  # type: ignore[arg-type]
    assert acts.grant(owned(world), wish(15890, "refund", order=order), by=world.ana, at=NOON).thing == "order 1042"
    orders.told(order.source, shipments=(orders.parcel(shipped_at=NOON - 3 * DAY),))
    order.refresh_from_db()
    assert queries.days_late(order, NOON.date(), NOON.tzinfo) == 1  # type: ignore[arg-type]


def test_the_same_line_again_asks_once_from_any_conversation(world: World) -> None:
    published(ONLY_NEW)
    order, line = bought()
    acts.grant(owned(world), new_one(order, line), by=world.ana, at=NOON)
    elsewhere = world.receive(subject="Again")
    with pytest.raises(GivenAlready, match="by Ana Example"):
        acts.grant(elsewhere, replace(new_one(order, line), thing="My laptop"), by=world.ben, at=NOON + DAY)
    assert acts.grant(elsewhere, new_one(order, line), by=world.ben, at=NOON + DAY, again=True).line == line


def test_sums_of_an_order_count_all_of_its_lines(world: World) -> None:
    published(ONLY_NEW)
    order = orders.told(orders.shop())
    tap, hose = order.lines.order_by("pk")
    conversation = owned(world)
    acts.grant(conversation, wish(1500, order=order, line=tap), by=world.ana, at=NOON)
    with pytest.raises(Refused, match="with 20"):
        acts.grant(conversation, wish(501, order=order, line=hose), by=world.ana, at=NOON)
    assert acts.grant(conversation, wish(500, order=order, line=hose), by=world.ana, at=NOON).pk


def test_the_order_of_somebody_else_is_refused(world: World) -> None:
    published(ONLY_NEW)
    conversation = owned(world)
    order, line = bought(mail="mo@post.example")
    other = orders.told(order.source, "1043")
    for one in (new_one(order, line), new_one(other, line), replace(new_one(order, line), order=None)):
        with pytest.raises(Refused, match=r"Choose again|Name the order"):
            acts.grant(conversation, one, by=world.ana, at=NOON)
    assert not Remedy.objects.exists()


def test_a_yes_gives_it_for_the_same_line(world: World) -> None:
    published("policy: Asked\ncurrency: EUR\notherwise: needs approval by manager\n")
    order, line = bought()
    max_ = manager(world)
    asked = acts.ask(owned(world), new_one(order, line), by=world.ana, at=NOON)
    assert (asked.line, asked.asked) == (line, max_)
    given = acts.say_yes(asked, by=max_, at=NOON)
    assert (given.line, given.thing) == (line, "Laptop, 14 inches (1042)")


@pytest.fixture
def ana(world: World, client: Client) -> Client:
    client.force_login(world.ana)
    return client


def fields(ana: Client, found: Conversation) -> str:
    return ana.get(f"/c/{found.pk}/right", headers={"HX-Request": "true"}).content.decode()


def test_the_one_thing_that_was_bought_is_suggested(world: World, ana: Client) -> None:
    published(ONLY_NEW)
    conversation = owned(world)
    assert "right_line" not in fields(ana, conversation)
    order, line = bought()
    page = fields(ana, conversation)
    assert f'<option value="line:{line.pk}" data-price="899.00" selected>Laptop, 14 inches, order 1042 · €899' in page
    orders.told(order.source, "1050")
    assert 'data-price="899.00">' in fields(ana, conversation), "which of three is not known"


def test_granted_from_the_page_it_names_the_line(world: World, ana: Client) -> None:
    published("policy: Open\notherwise: allowed\n")
    conversation = owned(world)
    order, line = bought()
    said = {"right_kind": "replacement", "right_value": "899", "right_by": "now", "right_line": f"line:{line.pk}"}
    assert ana.post(f"/c/{conversation.pk}/remedies", said).status_code == 302
    remedy = Remedy.objects.get()
    assert (remedy.line, remedy.order) == (line, order)
    for odd in ("line:999999999", "order:x", f"order:{10**9}"):
        answer = ana.post(f"/c/{conversation.pk}/remedies", said | {"right_line": odd})
        assert answer.status_code == 422 and "Choose again what it is for" in answer.content.decode(), odd
    assert Remedy.objects.count() == 1
