"""How much was given already, granted and asked for, to whom limits count it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from makegood.base.money import Money, exponent
from makegood.base.plain import ask, moment
from makegood.remedies.models import Ask, State

# As a policy's conditions name sums and counts: given.customer["90 days"], counted.agent.day.
NAMED = re.compile(r'(?:given|counted)\.(customer|agent|location|order|conversation)(?:\.(\w+)|\["([^"]{1,20})"\])')
LIMITS = re.compile(r"per:\s*(customer|agent|location|order|conversation)\b")
WITHIN = re.compile(r"within:\s*([\w ]{1,20}?)\s*(?:[,}\n#]|$)")
USUAL = ("day", "month", "ever")

# Asked under the lock that all who grant wait for, so in SQL that nobody has to compile each time.
EVER = "COALESCE(SUM(t.amount), 0), COUNT(t.id)"
SINCE = (
    "COALESCE(SUM(CASE WHEN t.granted_at >= %s THEN t.amount END), 0), COUNT(CASE WHEN t.granted_at >= %s THEN 1 END)"
)
THERE = "JOIN conversations_conversation c ON c.id = t.conversation_id"
GRANTED = f"FROM remedies_remedy t {THERE} WHERE {{0}} AND t.currency = %s AND t.state <> '{State.WITHDRAWN}'"
ASKED = f"FROM remedies_ask t {THERE} WHERE {{1}} AND t.currency = %s AND t.state = '{Ask.State.ASKED}' AND t.id <> %s"
COLUMNS = {
    "customer": ("c.customer_id = %s", "c.customer_id = %s"),
    "agent": ("t.answers_for_id = %s", "t.by_id = %s"),
    "location": ("t.bearer_id = %s", "t.bearer_id = %s"),
    "by_order": ("t.order_id = %s", "t.order_id = %s"),
    "order": ("t.thing_key = %s AND c.customer_id = %s", "t.thing_key = %s AND c.customer_id = %s"),
    "conversation": ("t.conversation_id = %s", "t.conversation_id = %s"),
}


@dataclass(frozen=True, slots=True)
class Whose:
    """To whom sums are counted. `order` 0: none is known, and `thing` stands for it.

    `besides` is an ask that is being answered, and does not count beside itself.
    """

    conversation: int
    customer: int
    agent: int
    bearer: int
    thing: str
    currency: str
    besides: int = 0
    order: int = 0


@lru_cache(32)
def spans_in(text: str) -> frozenset[tuple[str, str]]:
    """The sums that a policy's text may ask for: whose, and within which time. Rather one too many."""
    named = {(per, plain or quoted) for per, plain, quoted in NAMED.findall(text)}
    withins = {*WITHIN.findall(text), *USUAL}
    return frozenset(named | {(per, within) for per in LIMITS.findall(text) for within in withins})


def begins(within: str, *, at: datetime, zone: ZoneInfo) -> datetime | None:
    """When a span that ends now began: a day, week, month or year by the calendar of the zone, or so many days.

    None: it has no begin.
    """
    if within.endswith(" days"):
        return at - timedelta(days=int(within.removesuffix(" days")))
    today = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "day": today,
        "week": today - timedelta(days=today.weekday()),
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }.get(within)


@dataclass(frozen=True, slots=True)
class SoFar:
    """What was granted and is asked for until now, as policies know it: sums in whole units, and how often."""

    given: dict[str, dict[str, float]]
    counted: dict[str, dict[str, int]]


def so_far(whose: Whose, spans: Iterable[tuple[str, str]], *, at: datetime, zone: ZoneInfo) -> SoFar:
    """Two queries for each whom. Of an order nothing is counted when none is named."""
    found = SoFar({}, {})
    wanted = sorted({(per, within) for per, within in spans if _is_span(within)})
    for per in dict.fromkeys(per for per, _ in wanted):
        if per == "order" and not (whose.thing or whose.order):
            continue
        withins = [within for one, within in wanted if one == per]
        found.given[per], found.counted[per] = _sums(per, whose, withins, at=at, zone=zone)
    return found


def _is_span(within: str) -> bool:
    return within in ("day", "week", "month", "year", "ever") or bool(re.fullmatch(r"\d{1,4} days", within))


def _sums(
    per: str, whose: Whose, withins: list[str], *, at: datetime, zone: ZoneInfo
) -> tuple[dict[str, float], dict[str, int]]:
    since = {within: begins(within, at=at, zone=zone) for within in withins}
    who, values = _counted_to("by_order" if per == "order" and whose.order else per, whose)
    begun = [moment(one) for one in since.values() if one for _ in ("sum", "times")]
    sums = ", ".join(SINCE if one else EVER for one in since.values())
    [granted] = ask(f"SELECT {sums} {GRANTED.format(*who)}", [*begun, *values, whose.currency])
    [(asked, times)] = ask(f"SELECT {EVER} {ASKED.format(*who)}", [*values, whose.currency, whose.besides])
    given = {one: int(granted[2 * number]) + int(asked) for number, one in enumerate(withins)}
    counted = {one: granted[2 * number + 1] + times for number, one in enumerate(withins)}
    return {one: _whole(minor, whose.currency) for one, minor in given.items()}, counted


def _counted_to(per: str, whose: Whose) -> tuple[tuple[str, str], list[Any]]:
    """Which columns say whose a remedy and an ask are, and what stands in them."""
    values: dict[str, list[Any]] = {
        "customer": [whose.customer],
        "agent": [whose.agent],
        "location": [whose.bearer],
        "by_order": [whose.order],
        "order": [whose.thing, whose.customer],
        "conversation": [whose.conversation],
    }
    return COLUMNS[per], values[per]


def _whole(minor: int, currency: str) -> float:
    """In whole units, as JSON has numbers; money of this size comes back exactly."""
    return float(Money(minor, currency).decimal) if exponent(currency) else float(minor)
