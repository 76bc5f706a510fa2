"""Orders of Eva's, as her shop tells of them, and the turns that time takes with them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from makegood.agenda.models import Turn
from makegood.config.turns import Handlers
from makegood.orders import acts
from makegood.orders.models import Order, Source, SourceKind
from makegood.orders.said import SaidLine, SaidOrder, SaidShipment
from tests.world import NOON

SECRET = "shop-secret"
TAP = SaidLine("1", "Tap, chrome", "TAP-1", 1, 12990)
HOSE = SaidLine("2", "Hose", "HOSE-2", 2, 1450)


def shop(kind: str = SourceKind.PROGRAM, **more: Any) -> Source:
    """Where Eva bought."""
    return acts.add(more.pop("name", "shop"), kind, secret=SECRET, team=more.pop("team", None), by=None, at=NOON).source


def told(source: Source, number: str = "1042", *, at: datetime = NOON, **more: Any) -> Order:
    """Eva's order is as the source says."""
    said = {"mail": "eva@post.example", "name": "Eva Stern", "currency": "EUR", "lines": (TAP, HOSE)} | more
    return acts.take_in(source, SaidOrder(number, **said), at=at).order


def parcel(key: str = "p1", **more: Any) -> SaidShipment:
    """A shipment that left at noon, with everything."""
    return SaidShipment(key, **({"shipped_at": NOON} | more))


def run_due(now: datetime, *kinds: str) -> None:
    """A worker takes every turn of these kinds that is due by then, in order."""
    handlers = Handlers()
    while turn := Turn.objects.filter(kind__in=kinds, run_at__lte=now).order_by("run_at", "pk").first():
        again = handlers[turn.kind](turn, now=now)
        if again is None:
            Turn.objects.filter(pk=turn.pk, mark=turn.mark).delete()
        else:
            Turn.objects.filter(pk=turn.pk, mark=turn.mark).update(run_at=again)


def shopify_order(**more: Any) -> dict[str, Any]:
    """In Shopify's shape."""
    return {
        "id": 820982911946154508,
        "name": "#1042",
        "email": "Eva@Post.example",
        "phone": None,
        "created_at": "2026-11-19T13:00:00+01:00",
        "updated_at": "2026-11-19T13:00:00+01:00",
        "cancelled_at": None,
        "currency": "EUR",
        "total_price": "158.90",
        "customer_locale": "de-DE",
        "customer": {"first_name": "Eva", "last_name": "Stern"},
        "shipping_address": {"name": "Eva Stern", "phone": "+49 30 1234567"},
        "line_items": [
            {"id": 11, "name": "Tap, chrome", "sku": "TAP-1", "quantity": 1, "price": "129.90"},
            {"id": 12, "name": "Hose", "sku": "HOSE-2", "quantity": 2, "price": "14.50"},
        ],
        "fulfillments": [],
    } | more


def fulfilment(**more: Any) -> dict[str, Any]:
    """In Shopify's shape: the tap has left."""
    return {
        "id": 255858046,
        "order_id": 820982911946154508,
        "status": "success",
        "created_at": "2026-11-20T09:00:00Z",
        "updated_at": "2026-11-20T09:00:00Z",
        "tracking_company": "Parcels",
        "tracking_number": "00340434",
        "tracking_url": "https://parcels.example/00340434",
        "line_items": [{"id": 11, "quantity": 1}],
    } | more


def woo_order(**more: Any) -> dict[str, Any]:
    """In WooCommerce's shape."""
    return {
        "id": 727,
        "number": "727",
        "status": "processing",
        "currency": "EUR",
        "date_created_gmt": "2026-11-19T12:00:00",
        "date_modified_gmt": "2026-11-19T12:00:00",
        "total": "158.90",
        "billing": {"first_name": "Eva", "last_name": "Stern", "email": "eva@post.example", "phone": "+4930 1234567"},
        "line_items": [{"id": 315, "name": "Tap, chrome", "sku": "TAP-1", "quantity": 1, "price": 129.9}],
        "meta_data": [],
    } | more


def signed(content: bytes, secret: str = SECRET) -> str:
    """As both shops sign."""
    return base64.b64encode(hmac.digest(secret.encode(), content, hashlib.sha256)).decode()


def post_shopify(source: Source, said: Any, topic: str = "orders/updated", *, id_: str = "", **headers: str) -> Any:
    """As Shopify posts it."""
    content = json.dumps(said).encode()
    sent = {
        "X-Shopify-Topic": topic,
        "X-Shopify-Hmac-Sha256": signed(content),
        "X-Shopify-Webhook-Id": id_ or hashlib.sha256(content + topic.encode()).hexdigest(),
    } | headers
    return Client().generic("POST", f"/hooks/orders/{source.slug}", content, "application/json", headers=sent)


def later(**more: float) -> datetime:
    """So long after noon."""
    return NOON + timedelta(**more)
