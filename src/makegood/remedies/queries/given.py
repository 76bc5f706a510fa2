"""How much was given already, granted and asked for, to whom limits count it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import Aggregate, Count, Q, Sum

from makegood.base.money import Money, exponent
from makegood.remedies.models import Ask, Remedy, State

# As a policy's conditions name sums and counts: given.customer["90 days"], counted.agent.day.
NAMED = re.compile(r'(?:given|counted)\.(customer|agent|location|order|conversation)(?:\.(\w+)|\["([^"]{1,20})"\])')
LIMITS = re.compile(r"per:\s*(customer|agent|location|order|conversation)\b")
WITHIN = re.compile(r"within:\s*([\w ]{1,20}?)\s*(?:[,}\n#]|$)")
USUAL = ("day", "month", "ever")


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
    granted = Remedy.objects.filter(_granted_to(per, whose), currency=whose.currency).exclude(state=State.WITHDRAWN)
    asked = Ask.objects.filter(_asked_for(per, whose), currency=whose.currency, state=Ask.State.ASKED)
    asked = asked.exclude(pk=whose.besides)
    wanted: dict[str, Aggregate] = {}
    for number, one in enumerate(withins):
        wanted[f"s{number}"] = Sum("amount", filter=_since("granted_at", since[one]))
        wanted[f"n{number}"] = Count("pk", filter=_since("granted_at", since[one]))
    remedies, asks = granted.aggregate(**wanted), asked.aggregate(s=Sum("amount"), n=Count("pk"))
    given = {one: (remedies[f"s{number}"] or 0) + (asks["s"] or 0) for number, one in enumerate(withins)}
    counted = {one: remedies[f"n{number}"] + asks["n"] for number, one in enumerate(withins)}
    return {one: _whole(minor, whose.currency) for one, minor in given.items()}, counted


def _since(column: str, at: datetime | None) -> Q:
    return Q(**{f"{column}__gte": at}) if at else Q(pk__gt=0)


def _granted_to(per: str, whose: Whose) -> Q:
    return {
        "customer": Q(conversation__customer=whose.customer),
        "agent": Q(answers_for=whose.agent),
        "location": Q(bearer=whose.bearer),
        "order": Q(order=whose.order)
        if whose.order
        else Q(thing_key=whose.thing, conversation__customer=whose.customer),
        "conversation": Q(conversation=whose.conversation),
    }[per]


def _asked_for(per: str, whose: Whose) -> Q:
    return Q(by=whose.agent) if per == "agent" else _granted_to(per, whose)


def _whole(minor: int, currency: str) -> float:
    """In whole units, as JSON has numbers; money of this size comes back exactly."""
    return float(Money(minor, currency).decimal) if exponent(currency) else float(minor)
