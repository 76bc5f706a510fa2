"""A policy in force in the world of all tests, the people above Ana, and the turns that time takes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from makegood.agenda.models import Turn
from makegood.authority.models import Version
from makegood.base.money import Money
from makegood.config.turns import Handlers
from makegood.conversations.models import Conversation
from makegood.people.models import Agent, Rank, Role
from makegood.remedies.models import Ask
from makegood.remedies.wish import Wish
from tests.world import HOUR, NOON, World

POLICY = """
policy: Tried
currency: EUR
otherwise: needs approval by lead
asking: {answer within: 10 minutes, silence is a yes up to: 60.00}
rules:
  - rule: An agent's own
    for: any
    roles: agent
    limit: 50.00
    answer: allowed
    else: needs approval
    by: lead
    because: An agent gives up to 50.00
  - rule: A lead's own
    for: any
    roles: lead
    limit: 150.00
    answer: allowed
    else: needs approval
    by: manager
    because: A lead gives up to 150.00
  - rule: A manager's own
    for: any
    roles: manager
    limit: 500.00
    answer: allowed
    else: never
    because: Nobody gives more than 500.00
  - rule: One customer in 90 days
    for: any
    limit: {upto: 600.00, per: customer, within: 90 days}
    else: never
    because: One customer is given 600.00 in 90 days
  - rule: An agent's day
    for: any
    roles: agent
    limit: {upto: 120.00, per: agent, within: day}
    else: needs approval
    by: lead
    because: An agent gives 120.00 a day
"""


def published(text: str = POLICY, *, at: datetime = NOON - 24 * HOUR) -> Version:
    """The policy is in force from then on."""
    return Version.objects.create(name="Tried", text=text, written_at=at, published_at=at, starts_at=at)


def eur(minor: int) -> Money:
    """So many cents."""
    return Money(minor, "EUR")


def wish(minor: int = 2000, kind: str = "store_credit", **more: Any) -> Wish:
    """A remedy worth so many cents that costs as much."""
    return Wish(kind, eur(minor), more.pop("cost", eur(minor)), **more)


def manager(world: World, name: str = "max") -> Agent:
    """Somebody who manages the place of Ana's team."""
    found = Agent.objects.create_user(f"{name}@harbour.example", name=f"{name.title()} Example", created_at=NOON)
    Role.objects.create(agent=found, rank=Rank.MANAGER, location=world.harbour.location)
    return found


def owned(world: World) -> Conversation:
    """Eva wrote and Ana has it."""
    conversation = world.receive(at=NOON - HOUR)
    Conversation.objects.filter(pk=conversation.pk).update(owner=world.ana)
    conversation.refresh_from_db()
    return conversation


def run_due(now: datetime) -> None:
    """A worker takes every turn of ours that is due by then, in order."""
    kinds, handlers = ("ask", "remedy", "promise", "clock"), Handlers()
    while turn := Turn.objects.filter(kind__in=kinds, run_at__lte=now).order_by("run_at", "pk").first():
        again = handlers[turn.kind](turn, now=now)
        if again is None:
            Turn.objects.filter(pk=turn.pk, mark=turn.mark).delete()
        else:
            Turn.objects.filter(pk=turn.pk).update(run_at=again)


def anew(ask: Ask) -> Ask:
    """The ask as it is now."""
    return Ask.objects.get(pk=ask.pk)
