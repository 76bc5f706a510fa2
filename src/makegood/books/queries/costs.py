"""What putting things right has cost: the legs of goodwill, by place, cause, product or person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum, TextChoices
from django.utils.translation import gettext_lazy as _

from makegood.base.money import Money
from makegood.books.models import Kind, Leg
from makegood.books.queries.sight import Sight


class Dimension(TextChoices):
    """By what the costs are sorted."""

    LOCATION = "location", _("place")
    CAUSE = "cause", _("cause")
    PRODUCT = "product", _("product")
    PERSON = "person", _("person")


# dimension: by what rows are told apart, and what they are called
COLUMNS = {
    Dimension.LOCATION: ("account__location", "account__location__name"),
    Dimension.CAUSE: ("transfer__cause", "transfer__cause"),
    Dimension.PRODUCT: ("transfer__product", "transfer__product"),
    Dimension.PERSON: ("transfer__person", "transfer__person__name"),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one place, cause, product or person cost, and how often something was given. `name` "": not known."""

    key: str
    name: str
    amount: Money
    count: int


def costs(seen: Sight, by: Dimension, *, since: datetime, until: datetime) -> list[Cost]:
    """The dearest first, by currency. What was taken back or ran out is off it, in the time it did. One query."""
    key, name = COLUMNS[by]
    grouped = of_goodwill(seen, since=since, until=until).values(key, name, "account__currency")
    given = Count("transfer", filter=Q(minor__gt=0, transfer__counter_of=None))
    rows = grouped.annotate(sum=Sum("minor"), given=given).order_by("account__currency", "-sum", name)
    return [
        Cost(str(row[key] or ""), row[name] or "", Money(row["sum"], row["account__currency"]), row["given"])
        for row in rows
    ]


def of_goodwill(seen: Sight, *, since: datetime, until: datetime) -> QuerySet[Leg]:
    """The legs that are a cost in that time."""
    legs = Leg.objects.filter(account__kind=Kind.GOODWILL, transfer__at__gte=since, transfer__at__lt=until)
    return legs.filter(seen.of("account__location"))
