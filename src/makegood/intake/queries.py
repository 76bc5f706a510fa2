"""All reads of arrivals."""

from __future__ import annotations

from django.db.models import QuerySet

from makegood.intake.models import Arrival, State


def waiting(limit: int = 50) -> list[Arrival]:
    """Arrivals that are kept and not yet filed, oldest first, with their bytes at hand."""
    return list(Arrival.objects.filter(state=State.KEPT).select_related("raw").order_by("pk")[:limit])


def shelf() -> QuerySet[Arrival]:
    """Arrivals that need a person, oldest first."""
    return Arrival.objects.filter(state=State.STUCK).order_by("pk")


def refused() -> QuerySet[Arrival]:
    """Arrivals that a block kept out, newest first."""
    return Arrival.objects.filter(state=State.REFUSED).order_by("-pk")


def known_positions(source: str) -> set[str]:
    """The places at a source from which arrivals were kept."""
    return set(Arrival.objects.filter(source=source).exclude(position="").values_list("position", flat=True))
