"""How the accounts stand, and until when the books are closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from makegood.base.money import Money
from makegood.base.plain import ask, moment
from makegood.books.models import Account, Closing, Kind, Leg
from makegood.books.queries.sight import Sight
from makegood.people.models import Location

OWED = """SELECT due.location_id, taken.location_id, due.currency, SUM(-t.minor)
    FROM books_transfer x JOIN books_leg d ON d.transfer_id = x.id JOIN books_account due ON due.id = d.account_id
    JOIN books_leg t ON t.transfer_id = x.id JOIN books_account taken ON taken.id = t.account_id
    WHERE x.at >= %s AND x.at < %s AND (due.kind = 'voucher_liability' AND taken.kind = 'redeemed'
    OR due.kind = 'goods' AND taken.kind = 'goods' AND d.minor > 0 AND t.minor < 0 AND x.counter_of_id IS NULL
    OR due.kind = 'goods' AND taken.kind = 'goods' AND d.minor < 0 AND t.minor > 0 AND x.counter_of_id IS NOT NULL)
    AND due.location_id <> taken.location_id
    GROUP BY due.location_id, taken.location_id, due.currency HAVING SUM(t.minor) <> 0"""


@dataclass(frozen=True, slots=True)
class Shelf:
    """How all accounts of one kind at one place stand in one currency. `place` "": the company's or a partner's."""

    kind: Kind
    location: int | None
    place: str
    partner: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Owed:
    """Vouchers that one place gave and another took, and goods handed over for it: what the first owes the second."""

    debtor: str
    creditor: str
    amount: Money


def balances(seen: Sight, *, before: datetime | None = None) -> dict[int, Money]:
    """What each account that may be seen holds, by its id; `before` counts only what was booked until then."""
    legs = Leg.objects.filter(seen.of("account__location"))
    if before is not None:
        legs = legs.filter(transfer__at__lt=before)
    sums = legs.values("account", "account__currency").annotate(sum=Sum("minor")).order_by()
    return {row["account"]: Money(row["sum"], row["account__currency"]) for row in sums}


def shelves(seen: Sight, *, before: datetime | None = None) -> list[Shelf]:
    """The accounts that hold something, by place and kind. Two queries."""
    held = {pk: amount for pk, amount in balances(seen, before=before).items() if amount}
    rows = Account.objects.filter(pk__in=held).order_by("location__name", "partner__name", "pk")
    order = list(Kind)
    found = [
        Shelf(Kind(kind), location, place or "", partner or "", held[pk])
        for pk, kind, location, place, partner in rows.values_list(
            "pk", "kind", "location", "location__name", "partner__name"
        )
    ]
    return sorted(found, key=lambda one: (one.place, one.partner, order.index(one.kind)))


def owed_between(seen: Sight, *, since: datetime, until: datetime) -> list[Owed]:
    """What places owe each other for vouchers spent and goods handed over in that time, netted. At most two queries."""
    sums: dict[tuple[int, int, str], int] = {}
    for debtor, creditor, currency, minor in ask(OWED, (moment(since), moment(until))):
        if seen.includes(debtor) or seen.includes(creditor):
            low, high = min(debtor, creditor), max(debtor, creditor)
            sums[low, high, currency] = sums.get((low, high, currency), 0) + int(minor) * (1 if low == debtor else -1)
    names = dict(
        Location.objects.filter(pk__in={pk for low, high, _ in sums for pk in (low, high)}).values_list("pk", "name")
    )
    net = [
        Owed(names[low if minor > 0 else high], names[high if minor > 0 else low], Money(abs(minor), currency))
        for (low, high, currency), minor in sums.items()
        if minor
    ]
    return sorted(net, key=lambda one: (one.debtor, one.creditor, one.amount.currency))


def closings() -> list[Closing]:
    """Every closing of the books, the last one first, with who did it. One query."""
    return list(Closing.objects.select_related("by").order_by("-until"))


def closed_until() -> datetime | None:
    """Before which moment nothing is booked any more; None: the books were never closed. One query."""
    return Closing.objects.order_by("-until").values_list("until", flat=True).first()
