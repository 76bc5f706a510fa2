"""Reads for the watch over orders."""

from __future__ import annotations

from datetime import datetime, tzinfo

from django.db.models import Max

from makegood.conversations.models import Conversation
from makegood.conversations.models import State as Standing
from makegood.orders.models import Order, Shipment, Source
from makegood.orders.models import Standing as OrderStanding
from makegood.orders.queries import conversations_of, customer_id_of, of_customer
from makegood.people.models import Mailbox, Team
from makegood.people.queries import first_team
from makegood.promises.models import Promise, State
from makegood.promises.queries import zone_named
from makegood.watch.models import Rule, Watched
from makegood.watch.rules import Facts, Limits

UNSENT = (OrderStanding.PLACED, OrderStanding.PARTLY)


def rule_of(source: Source | int) -> Rule | None:
    """What is watched for with the orders of a source; None: nothing. One query."""
    return Rule.objects.filter(source=source, is_on=True).first()


def limits_of(rule: Rule) -> Limits:
    """The same as plain values."""
    return Limits(rule.since, rule.grace_days, rule.no_date_days, rule.silent_days, rule.answer_days)


def setting_of(source: Source) -> Rule | None:
    """What an admin has set, on or off; None: nothing yet."""
    return Rule.objects.filter(source=source).first()


def facts_of(order: Order, watched: Watched, zone: tzinfo) -> Facts:
    """What the rules ask. Two queries."""
    waited = Shipment.objects.filter(order=order, delivered_at=None, movements__isnull=False)
    moved_at: datetime | None = waited.aggregate(last=Max("moved_at"))["last"]
    return Facts(
        standing=order.standing,
        is_back_ordered=order.is_back_ordered,
        placed_on=order.placed_at.astimezone(zone).date(),
        expected_on=order.expected_on,
        first_expected_on=order.first_expected_on,
        moved_on=moved_at.astimezone(zone).date() if moved_at else None,
        owes_day=owes_word(watched.promise),
    )


def owes_word(promise: Promise | None) -> bool:
    """Whether we promised to write, and have not yet."""
    return promise is not None and promise.event == "" and promise.state in (State.OPEN, State.BROKEN)


def team_of(order: Order) -> Team:
    """Who has what the order brings: its source's team, else the oldest."""
    team = Team.objects.select_related("location").filter(pk=order.source.team_id or 0, is_active=True).first()
    return team or first_team()


def mailbox_of(team: Team) -> Mailbox | None:
    """Where mails about it leave from: a mailbox of the team, else any other. None: there is none."""
    boxes = Mailbox.objects.filter(is_active=True).select_related("team__location").order_by("pk")
    return boxes.filter(team=team).first() or boxes.first()


def zone_of(order: Order) -> tzinfo:
    """The zone in which the order's days are counted."""
    return zone_named(team_of(order).location.zone)


def open_about(order: Order) -> int | None:
    """The newest conversation about the order that is not closed; None: there is none."""
    numbers = Conversation.objects.filter(pk__in=conversations_of(order.pk))
    return (
        numbers.filter(state__in=[Standing.OPEN, Standing.WAITING]).order_by("-pk").values_list("pk", flat=True).first()
    )


def owed_for(order: Order) -> Promise | None:
    """The promise to write about the order that is still owed; None: there is none. One query."""
    watched = Watched.objects.select_related("promise").filter(order=order).first()
    return watched.promise if watched and owes_word(watched.promise) else None


def concerned(order: Order, event: str, *, came_at: datetime) -> list[int]:
    """The conversations in which a promise, made before, waits for this event of the order.

    Those that are about it; and, while no other order of its customer can bring that, all of its customer's.
    """
    about = set(conversations_of(order.pk))
    waiting = Promise.objects.filter(event=event, state__in=[State.OPEN, State.BROKEN], made_at__lte=came_at)
    found = set(waiting.filter(conversation__in=about).values_list("conversation_id", flat=True))
    customer = customer_id_of(order)
    if customer and not any(one.id != order.pk and _awaits(one.standing, event) for one in of_customer(customer)):
        found |= set(waiting.filter(conversation__customer=customer).values_list("conversation_id", flat=True))
    return sorted(found)


def _awaits(standing: str, event: str) -> bool:
    """Whether an order that stands so may still bring the event."""
    return standing in UNSENT or (event == "delivered" and standing == OrderStanding.SHIPPED)
