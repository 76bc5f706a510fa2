"""What customers bought: in the panel, on a page of its own; and which of it a conversation is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateformat import format as in_words
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from makegood.base.clockwords import Chip, State
from makegood.conversations import queries as conversations
from makegood.conversations.models import Conversation
from makegood.desk.page import agent_of, answer, say
from makegood.orders import acts, queries
from makegood.orders.queries import OrderItem

IN_PANEL = 5


@dataclass(frozen=True, slots=True)
class Bought:
    """Orders as the panel shows them: those that it is about and those underway first; and how many there are."""

    first: list[OrderItem]
    count: int


def bought(found: Conversation) -> Bought:
    """What its customer bought. One query."""
    every = queries.of_customer(found.customer_id, beside=found.pk)
    inorder = sorted(every, key=lambda one: (not one.is_here, not one.is_underway))
    return Bought(inorder[:IN_PANEL], len(every))


def chip(one: OrderItem, today: date) -> Chip:
    """How far it has come, and by when it is to be there."""
    if one.is_late(today):
        return Chip(State.OVER, _("late, was for %(day)s") % {"day": _day(one.expected_on)})
    if one.is_back_ordered and one.is_underway:
        day = _day(one.expected_on)
        return Chip(State.SOON, _("not in stock, for %(day)s") % {"day": day} if day else _("not in stock"))
    if one.is_underway and one.expected_on:
        return Chip(State.CALM, _("%(standing)s, for %(day)s") % {"standing": one.says, "day": _day(one.expected_on)})
    return Chip(State.KEPT if one.standing == "delivered" else State.CALM, one.says)


def _day(day: date | None) -> str:
    return in_words(day, "D j M") if day else ""


def chip_of(now: datetime) -> Callable[[OrderItem], Chip]:
    """Chips for a page, by its reader's calendar."""
    today = timezone.localtime(now).date()
    return lambda one: chip(one, today)


@require_safe
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """One order: what it holds, where it is, what was said about it."""
    agent, now = agent_of(request), timezone.now()
    found = queries.order_for(agent, pk)
    numbers = conversations.visible_to(agent).filter(pk__in=queries.conversations_of(pk)).values_list("pk", flat=True)
    return answer(
        request,
        "desk/order.html",
        now=now,
        order=found,
        item=queries.items([pk])[0],
        parcels=queries.shipments_of(pk),
        customer=queries.customer_of(found),
        matters=conversations.rows_of(list(numbers), agent=agent),
        order_chip=chip_of(now),
        today=timezone.localtime(now).date(),
    )


@require_POST
def tie(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """The conversation is about this order, or, with `off`, it is not."""
    agent, now = agent_of(request), timezone.now()
    conversation, found = conversations.get_for(agent, number), queries.order_for(agent, pk)
    if request.POST.get("off"):
        acts.untie(found, conversation, by=agent, at=now)
        say(request, _("It is not about the order %(number)s.") % {"number": found.number})
    else:
        acts.tie(found, conversation, by=agent, at=now)
        say(request, _("It is about the order %(number)s.") % {"number": found.number})
    return redirect(f"/c/{number}?{request.GET.urlencode()}")
