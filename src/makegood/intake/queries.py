"""All reads of arrivals."""

from __future__ import annotations

from itertools import accumulate

from django.db.models import QuerySet

from makegood.intake.acts.keeping import PHONE
from makegood.intake.models import Arrival, State


def waiting(limit: int = 50, *, most: int = 32 * 1024 * 1024) -> list[Arrival]:
    """Mail that is kept and not yet filed, oldest first, with its bytes at hand.

    So many at a time, or as many as have `most` bytes together, but at least one: all of them are read into memory.
    """
    kept = Arrival.objects.filter(state=State.KEPT).exclude(source__startswith=PHONE).order_by("pk")
    sizes = list(kept.values_list("pk", "size")[:limit])
    sums = accumulate(size for _, size in sizes)
    ids = [pk for at, ((pk, _), total) in enumerate(zip(sizes, sums, strict=True)) if at == 0 or total <= most]
    return list(kept.filter(pk__in=ids).select_related("raw")) if ids else []


def waiting_calls(limit: int = 50) -> list[Arrival]:
    """What providers of telephone lines told and is not yet filed, oldest first."""
    return list(Arrival.objects.filter(state=State.KEPT, source__startswith=PHONE).order_by("pk")[:limit])


def shelf() -> QuerySet[Arrival]:
    """Arrivals that need a person, oldest first."""
    return Arrival.objects.filter(state=State.STUCK).order_by("pk")


def refused() -> QuerySet[Arrival]:
    """Arrivals that a block kept out, newest first."""
    return Arrival.objects.filter(state=State.REFUSED).order_by("-pk")


def known_positions(source: str) -> set[str]:
    """The places at a source from which arrivals were kept."""
    return set(Arrival.objects.filter(source=source).exclude(position="").values_list("position", flat=True))
