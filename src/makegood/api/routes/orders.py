"""Orders: told by programs, seen by who sees their customer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status

from makegood.api.bearer import agent_of
from makegood.api.problems import invalid
from makegood.api.queries import said
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.orders import OrderIn, OrderLineOut, OrderOut, ShipmentOut, TakenOut, money
from makegood.conversations import queries as conversations
from makegood.orders import acts, queries
from makegood.orders.queries import OrderItem
from makegood.people.models import Agent
from makegood.people.queries import may_take_in
from makegood.people.rules import NotAllowed

router = Router(tags=["orders"])
TAKEN = answers(TakenOut) | answers(TakenOut, status=201)
BESIDE = "/conversations/{number}/orders"


def shown(one: OrderItem, **more: Any) -> dict[str, Any]:
    """As programs see it."""
    same = ("id", "source", "number", "placed_at", "standing", "expected_on", "shipped_at", "delivered_at")
    lines = [
        OrderLineOut(
            **{name: getattr(line, name) for name in ("id", "name", "sku", "quantity", "warranty_until")},
            price=money(line.price),
            back_ordered=line.is_back_ordered,
        )
        for line in one.lines
    ]
    values = {name: getattr(one, name) for name in same}
    return values | {"total": money(one.total), "back_ordered": one.is_back_ordered, "lines": lines} | more


def _one(pk: int) -> dict[str, Any]:
    shipments = [ShipmentOut.model_validate(one.shipment) for one in queries.shipments_of(pk)]
    return shown(queries.items([pk])[0], shipments=shipments)


@router.post("/orders", response=TAKEN, summary="Tell of an order")
def take_in(request: HttpRequest, told: OrderIn) -> Status[TakenOut]:
    """A new order, or what is new of it, known by its source and number. The same again changes nothing.

    For who leads somewhere, and for admins. A shipment that has left keeps the promises that wait for it.
    """
    agent, now = agent_of(request), timezone.now()
    _admit(agent)
    source = acts.named(told.source, at=now)
    try:
        taken = acts.take_in(source, told.as_said(queries.currency_of(source, told.number)), at=now)
    except acts.Wrong as error:
        raise invalid(error.errors) from error
    outcome = "old" if taken.is_old else "new" if taken.is_new else "changed" if taken.is_changed else "same"
    return Status(201 if taken.is_new else 200, TakenOut(**_one(taken.order.pk), outcome=outcome))


def _admit(agent: Agent) -> None:
    if not may_take_in(agent):
        raise NotAllowed(_("Orders are told by a program of somebody who leads, or of an admin."))


@router.get("/orders/{pk}", response=answers(OrderOut, also=(404,)), summary="Get an order")
def order(request: HttpRequest, pk: PathId) -> OrderOut:
    """One order of a customer of whom you may see a conversation."""
    return OrderOut(**_one(queries.order_for(agent_of(request), pk).pk))


@router.get("/customers/{pk}/orders", response=answers(list[OrderOut], also=(404,)), summary="What they bought")
def of_customer(request: HttpRequest, pk: PathId) -> list[OrderOut]:
    """The newest first."""
    customer = said.customer(agent_of(request), pk)
    return [OrderOut(**shown(one)) for one in queries.of_customer(customer.pk)]


@router.put(f"{BESIDE}/{{pk}}", response=answers(list[OrderOut], also=(404,)), summary="Say what it is about")
def tie(request: HttpRequest, number: PathId, pk: PathId) -> list[OrderOut]:
    """The conversation is about this order; the answer lists all that it is about. Twice is once."""
    agent = agent_of(request)
    conversation = conversations.get_for(agent, number)
    acts.tie(queries.order_for(agent, pk), conversation, by=agent, at=timezone.now())
    return _tied(conversation.pk)


@router.delete(f"{BESIDE}/{{pk}}", response=answers(list[OrderOut], also=(404,)), summary="It is not about that")
def untie(request: HttpRequest, number: PathId, pk: PathId) -> list[OrderOut]:
    """The conversation is not about this order."""
    agent = agent_of(request)
    conversation = conversations.get_for(agent, number)
    acts.untie(queries.order_for(agent, pk), conversation, by=agent, at=timezone.now())
    return _tied(conversation.pk)


def _tied(conversation: int) -> list[OrderOut]:
    ids = [one.pk for one in queries.tied_to(conversation)]
    return [OrderOut(**shown(one)) for one in queries.items(ids, beside=conversation)]
