"""One order, for whoever may see it; sources for admins."""

from __future__ import annotations

from makegood.base.secrets import unseal
from makegood.conversations.queries import visible_to
from makegood.orders.models import Line, Order, Posted, Source, Tie
from makegood.orders.queries.whose import customer_id_of
from makegood.people.models import Agent


def order_for(agent: Agent, pk: int) -> Order:
    """The order, for who sees a conversation of its customer or one about it. Raises Order.DoesNotExist."""
    order = Order.objects.select_related("source").get(pk=pk)
    customer, seen = customer_id_of(order), visible_to(agent)
    tied = Tie.objects.filter(order=order).values("conversation")
    if (customer and seen.filter(customer=customer).exists()) or seen.filter(pk__in=tied).exists():
        return order
    raise Order.DoesNotExist


def currency_of(source: Source, number: str) -> str:
    """The currency of the order with this number, if it is there and has one; else ""."""
    found = Order.objects.filter(source=source, number=number.strip()).values_list("currency", flat=True)
    return found.first() or ""


def order_and_line(order: int = 0, line: int = 0) -> tuple[Order, Line | None]:
    """The order, and of it the line, where one is meant. Raises Order.DoesNotExist, Line.DoesNotExist. One query."""
    if line:
        found = Line.objects.select_related("order__location").get(pk=line)
        return found.order, found
    return Order.objects.select_related("location").get(pk=order), None


def sources() -> list[Source]:
    """All of them, by name. One query."""
    return list(Source.objects.select_related("team__location").order_by("name"))


def source(pk: int) -> Source:
    """One source. Raises Source.DoesNotExist."""
    return Source.objects.select_related("team__location").get(pk=pk)


def source_at(slug: str) -> Source | None:
    """The active source that posts to the address with this end; None: there is none."""
    return Source.objects.filter(slug=slug, is_active=True).exclude(slug="").first()


def secret_of(source: Source) -> str:
    """What it signs with. For checking alone: no page shows it again. Raises Unreadable."""
    return unseal(source.secret)


def posted_of(source: Source, *, limit: int = 30) -> list[Posted]:
    """What it posted last, the newest first. One query, without the bytes."""
    return list(Posted.objects.filter(source=source).defer("content").order_by("-pk")[:limit])


def posted(source: Source, pk: int) -> Posted:
    """One posting of it. Raises Posted.DoesNotExist."""
    return Posted.objects.defer("content").get(pk=pk, source=source)
