"""Transfers, one by one: to go through on a page, to take away as a table, and as acts need them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from makegood.base.cells import cell
from makegood.base.money import Money
from makegood.books.models import Kind, Leg, Transfer
from makegood.books.queries.costs import COLUMNS, Dimension, of_goodwill
from makegood.books.queries.sight import Sight
from makegood.books.rules import AccountRef
from makegood.books.rules import Leg as Booking

PAGE = 50
HEADER = (
    "transfer leg at why account place partner amount currency cause product given_by booked_by conversation"
    " takes_back about"
).split()


@dataclass(frozen=True, slots=True)
class Booked:
    """A transfer as a page shows it. `amount` is what the accounts in sight gained or lost by it at each place."""

    pk: int
    at: datetime
    why: str
    cause: str
    product: str
    person: str
    by: str
    conversation: int | None
    counter_of: int | None
    legs: tuple[tuple[Kind, str, Money], ...]


def legs_of(transfer: Transfer) -> list[Booking]:
    """What it moved. One query."""
    return [
        Booking(AccountRef(Kind(kind), location, partner), Money(minor, currency))
        for kind, location, partner, minor, currency in transfer.legs.order_by("pk").values_list(
            "account__kind", "account__location", "account__partner", "minor", "account__currency"
        )
    ]


def page_of(
    seen: Sight,
    *,
    since: datetime,
    until: datetime,
    by: Dimension | None = None,
    key: str = "",
    before: int | None = None,
) -> list[Booked]:
    """At most 50 transfers of that time that touch an account in sight, the newest first, from below the id `before`.

    `by` and `key` leave only the costs of one place, cause, product or person. Legs out of sight are left out.
    """
    transfers = _in_time(seen, since=since, until=until)
    if by is not None:
        column = COLUMNS[by][0]
        goodwill = of_goodwill(seen, since=since, until=until).filter(transfer=OuterRef("pk"))
        transfers = transfers.filter(Exists(goodwill.filter(**_matching(column, key))))
    if before is not None:
        transfers = transfers.filter(pk__lt=before)
    found = list(transfers.select_related("by", "person").order_by("-pk")[:PAGE])
    legs = _legs(seen, [one.pk for one in found])
    return [_booked(one, tuple(legs.get(one.pk, ()))) for one in found]


def csv_rows(seen: Sight, *, since: datetime, until: datetime, zone: ZoneInfo) -> Iterator[list[str]]:
    """A header, then a row a leg, oldest first, in exact sums with a point; times in that zone. One query, streamed."""
    yield HEADER
    legs = Leg.objects.filter(seen.of("account__location"), transfer__at__gte=since, transfer__at__lt=until)
    fields = (
        *("transfer", "pk", "transfer__at", "transfer__why", "account__kind", "account__location__name"),
        *("account__partner__name", "minor", "account__currency", "transfer__cause", "transfer__product"),
        *("transfer__person__name", "transfer__by__name", "transfer__conversation_id", "transfer__counter_of"),
        *("transfer__about_kind", "transfer__about_id"),
    )
    for row in legs.order_by("transfer", "pk").values_list(*fields).iterator():
        transfer, leg, at, why, kind, place, partner, minor, currency, *words, conversation, back, about, about_id = row
        said = [cell(word or "") for word in words]
        named = f"{about} {about_id}" if about else ""
        money = str(Money(minor, currency).decimal)
        when = at.astimezone(zone).isoformat(timespec="seconds")
        front = [str(transfer), str(leg), when, why, kind, cell(place or ""), cell(partner or ""), money, currency]
        yield [*front, *said, str(conversation or ""), str(back or ""), named]


def _matching(column: str, key: str) -> dict[str, object]:
    if column.startswith("transfer__") and not column.endswith("person"):
        return {column: key}
    return {column: int(key)} if key.isascii() and key.isdecimal() and len(key) < 19 else {f"{column}__isnull": True}


def _in_time(seen: Sight, *, since: datetime, until: datetime) -> QuerySet[Transfer]:
    transfers = Transfer.objects.filter(at__gte=since, at__lt=until)
    if seen.everything:
        return transfers
    return transfers.filter(Exists(Leg.objects.filter(seen.of("account__location"), transfer=OuterRef("pk"))))


def _legs(seen: Sight, transfers: list[int]) -> dict[int, list[tuple[Kind, str, Money]]]:
    legs = Leg.objects.filter(seen.of("account__location"), transfer__in=transfers).order_by("transfer", "pk")
    found: dict[int, list[tuple[Kind, str, Money]]] = {}
    fields = ("transfer", "account__kind", "account__location__name", "account__partner__name", "minor")
    for transfer, kind, place, partner, minor, currency in legs.values_list(*fields, "account__currency"):
        found.setdefault(transfer, []).append((Kind(kind), place or partner or "", Money(minor, currency)))
    return found


def _booked(transfer: Transfer, legs: tuple[tuple[Kind, str, Money], ...]) -> Booked:
    return Booked(
        pk=transfer.pk,
        at=transfer.at,
        why=transfer.why,
        cause=transfer.cause,
        product=transfer.product,
        person=transfer.person.name if transfer.person else "",
        by=transfer.by.name if transfer.by else "",
        conversation=transfer.conversation_id,
        counter_of=transfer.counter_of_id,
        legs=legs,
    )
