"""Reads of webhooks. None gives a secret."""

from __future__ import annotations

from makegood.api.models import InsideHost, Webhook, WebhookDelivery
from makegood.base.places import Place
from makegood.conversations.queries import with_guests
from makegood.timeline.models import Event
from makegood.timeline.queries import Happened, between


def webhooks() -> list[Webhook]:
    """All, in the order they were made, with their makers."""
    return list(Webhook.objects.select_related("created_by", "team").order_by("pk"))


def webhook(pk: int) -> Webhook:
    """One. Raises Webhook.DoesNotExist."""
    return Webhook.objects.select_related("created_by", "team").get(pk=pk)


def switched_off() -> list[Webhook]:
    """Those that we switched off ourselves, with the reason."""
    return list(Webhook.objects.filter(is_active=False).exclude(disabled_reason="").order_by("pk"))


def log(hook: Webhook, *, before: int | None = None, limit: int = 50) -> list[WebhookDelivery]:
    """What it was told, the newest first."""
    rows = hook.deliveries.order_by("-pk")
    return list((rows.filter(pk__lt=before) if before else rows)[:limit])


def delivery(hook: Webhook, pk: int) -> WebhookDelivery:
    """One of the webhook's. Raises WebhookDelivery.DoesNotExist."""
    return hook.deliveries.select_related("webhook").get(pk=pk)


def on_its_way(pk: int) -> WebhookDelivery | None:
    """The delivery if it is still to be told; None when it was, or was given up."""
    open_ = (WebhookDelivery.State.PLANNED, WebhookDelivery.State.RETRY)
    return WebhookDelivery.objects.select_related("webhook").filter(pk=pk, state__in=open_).first()


def event(pk: int) -> Event:
    """The event, whole. Raises Event.DoesNotExist."""
    return Event.objects.get(pk=pk)


def happened(pk: int) -> Happened | None:
    """The event as far as it says who may know of it; None when there is none."""
    return next(iter(with_guests(between([(pk - 1, pk + 1)]))), None)


def kinds_of(deliveries: list[WebhookDelivery]) -> dict[int, str]:
    """What kind of event each tells of, by the event's id. One query."""
    return dict(Event.objects.filter(pk__in=[one.event_id for one in deliveries]).values_list("pk", "kind"))


def inside() -> frozenset[Place]:
    """The places in our own network that webhooks may lead to. One query."""
    return frozenset(Place(*place) for place in InsideHost.objects.values_list("host", "port"))


def inside_hosts() -> list[InsideHost]:
    """The same as rows."""
    return list(InsideHost.objects.order_by("host", "port"))


def inside_host(pk: int) -> InsideHost:
    """One of them. Raises InsideHost.DoesNotExist."""
    return InsideHost.objects.get(pk=pk)
