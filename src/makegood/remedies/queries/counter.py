"""At the counter: what a customer whom somebody has looked up was given, wherever that was; nothing that was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from makegood.base.money import Money
from makegood.remedies import rules
from makegood.remedies.models import Remedy, State

BACK = timedelta(days=730)
MOST = 40


@dataclass(frozen=True, slots=True)
class CounterItem:
    """A remedy as any of us sees it at the counter. `may_hand_over`: whoever stands there can have it now."""

    id: int
    kind: str
    value: Money
    thing: str
    state: str
    bearer: str
    granted_at: datetime
    due_at: datetime | None
    fulfilled_at: datetime | None
    withdrawn_at: datetime | None
    may_hand_over: bool


def at_counter(customer: int, *, at: datetime) -> list[CounterItem]:
    """What the customer was granted in the last two years and nobody took back, newest first. One query."""
    rows = Remedy.objects.filter(conversation__customer=customer, granted_at__gte=at - BACK)
    named = rows.exclude(state=State.WITHDRAWN).select_related("bearer", "promise").order_by("-pk")
    return [_item(one) for one in named[:MOST]]


def _item(one: Remedy) -> CounterItem:
    same = ("kind", "thing", "state", "granted_at", "fulfilled_at", "withdrawn_at")
    return CounterItem(
        id=one.pk,
        value=one.value_money,
        bearer=one.bearer.name,
        due_at=one.promise.due_at if one.promise else one.due_at,
        may_hand_over=not rules.why_not_hand_over(one.kind, one.state, due_at=one.due_at),
        **{name: getattr(one, name) for name in same},
    )
