"""What is set to be given for late orders, who may answer for it, and what it would have cost lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from makegood.base.money import Money
from makegood.conversations.models import Conversation
from makegood.orders.models import Order, Source
from makegood.people.models import Agent, Rank, Team
from makegood.people.rules import LADDER
from makegood.remedies.models import LateGift
from makegood.remedies.queries.judging import NoPolicy, in_force_or_refused, judge, ranks_over
from makegood.remedies.wish import Wish

LOOKS_BACK = timedelta(days=30)
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Preview:
    """What would have been given in the last 30 days: how often, altogether, and for which orders, the newest first.

    `why_not`: what the policy in force says to it now, "" it allows it; None: there is no case yet to try it on.
    """

    count: int
    total: Money
    numbers: list[str]
    why_not: str | None


def late_gift_of(source: Source) -> LateGift | None:
    """What is set, on or off; None: nothing yet. One query."""
    return LateGift.objects.select_related("answers_for", "bearer").filter(source=source).first()


def may_answer_for(team: Team) -> list[tuple[int, str]]:
    """Those with a say over the team's conversations, the highest first: in whose name it can be given."""
    ranks = ranks_over(team)
    people = Agent.objects.filter(pk__in=ranks, is_active=True)
    high = sorted(people, key=lambda one: (-LADDER.index(ranks[one.pk]), one.name))
    return [(one.pk, f"{one} ({ranks[one.pk].label})") for one in high if ranks[one.pk] != Rank.AGENT] or [
        (one.pk, str(one)) for one in high
    ]


def preview(
    source: Source,
    team: Team,
    wish: Wish,
    answers_for: Agent,
    *,
    days: int,
    no_date_days: int,
    zone: tzinfo,
    at: datetime,
) -> Preview:
    """Counts who had waited so many days too long on a day of the last 30, as our records tell. Changes nothing.

    An order that had no day of its own counts from the day after which it would have been late.
    """
    today = at.astimezone(zone).date()
    since = today - LOOKS_BACK
    oldest = at - LOOKS_BACK - timedelta(days=days + 370)
    rows = Order.objects.filter(source=source, placed_at__gte=oldest).order_by("-placed_at", "-pk")
    late = [one for one in rows[:MOST] if _was_given(one, days, no_date_days, since, today, zone)]
    total = Money(wish.value.minor * len(late), wish.value.currency)
    why_not = _why_not(team, wish, answers_for, at=at)
    return Preview(len(late), total, [one.number for one in late[:5]], why_not)


def _was_given(order: Order, days: int, no_date_days: int, since: date, today: date, zone: tzinfo) -> bool:
    """Whether the day on which it is given lay in these 30, and the order had not left by then."""
    placed_on = order.placed_at.astimezone(zone).date()
    on = (order.first_expected_on or placed_on + timedelta(days=no_date_days)) + timedelta(days=days)
    gone = order.shipped_at or order.delivered_at or order.cancelled_at
    return since < on <= today and (gone is None or gone.astimezone(zone).date() > on)


def _why_not(team: Team, wish: Wish, by: Agent, *, at: datetime) -> str | None:
    """Tried on the team's newest conversation, as if it were about such an order."""
    newest = Conversation.objects.filter(team=team).order_by("-pk").first()
    if newest is None:
        return None
    try:
        force = in_force_or_refused(newest, at=at)
    except NoPolicy as error:
        return str(error)
    decision = judge(force, newest, wish, by=by, rank=ranks_over(team).get(by.pk, Rank.AGENT), at=at).decision
    return "" if decision.is_allowed else decision.why
