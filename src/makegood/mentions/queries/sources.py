"""Where we look, for admins and for the worker."""

from __future__ import annotations

from makegood.mentions.models import Endpoint, Source, SourceKind


def sources() -> list[Source]:
    """All of them, those that are looked at first, by name. One query."""
    return list(Source.objects.select_related("team__location").order_by("-is_active", "name"))


def source(pk: int) -> Source:
    """The source. Raises Source.DoesNotExist."""
    return Source.objects.select_related("team__location").get(pk=pk)


def unlooked(pk: int) -> Source | None:
    """The source, when it is to be looked at; None: it is switched off, or there is no such one."""
    known = Source.objects.filter(pk=pk, is_active=True, next_at__isnull=False)
    return known.exclude(kind=SourceKind.TABLE).first()


def endpoint() -> Endpoint | None:
    """The model that may propose episodes, on or off; None: none was ever set up."""
    return Endpoint.objects.order_by("pk").first()
