"""What shops and carriers post: signed, kept byte for byte before we say so, and right in whatever order it comes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from standardwebhooks import Webhook

from makegood.orders import acts, queries
from makegood.orders.models import Order, Posted, Shipment, Source, SourceKind
from tests.orders.common import (
    fulfilment,
    later,
    parcel,
    post_shopify,
    run_due,
    shop,
    shopify_order,
    signed,
    told,
    woo_order,
)
from tests.world import DAY, NOON, World

pytestmark = pytest.mark.django_db


def work() -> None:
    run_due(timezone.now(), "posted")


def states() -> list[str]:
    return [one.state for one in Posted.objects.order_by("pk")]


def test_shopifys_order_is_kept_before_we_say_so_and_then_taken_in(world: World) -> None:
    source = shop(SourceKind.SHOPIFY)
    said = shopify_order(fulfillments=[fulfilment()])
    assert post_shopify(source, said).status_code == 200
    assert bytes(Posted.objects.get().content) == json.dumps(said).encode() and not Order.objects.exists()
    work()
    order = Order.objects.get()
    assert (order.number, order.mail, order.phone, order.tongue) == ("#1042", "eva@post.example", "+49301234567", "de")
    assert (order.total, order.standing, order.name) == (15890, "partly", "Eva Stern")
    assert Shipment.objects.get().tracking == "00340434" and states() == ["taken"]
    source.refresh_from_db()
    assert source.heard_at is not None


def test_a_wrong_signature_opens_nothing_and_keeps_nothing(world: World) -> None:
    source = shop(SourceKind.SHOPIFY)
    for signature in ("", "x", "ü", signed(b"{}"), signed(json.dumps(shopify_order()).encode(), "another")):
        assert post_shopify(source, shopify_order(), **{"X-Shopify-Hmac-Sha256": signature}).status_code == 401
    assert not Posted.objects.exists()
    assert post_shopify(Source(slug="nobodys", kind="shopify"), shopify_order()).status_code == 404
    assert Client().get(f"/hooks/orders/{source.slug}").status_code == 405


def test_switched_off_it_is_nobodys_and_a_new_secret_ends_the_old(world: World) -> None:
    source = shop(SourceKind.SHOPIFY)
    acts.renew_secret(source, "new", by=world.ada, at=NOON)
    assert post_shopify(source, shopify_order()).status_code == 401
    acts.switch(source, on=False, by=world.ada, at=NOON)
    assert post_shopify(source, shopify_order()).status_code == 404


def test_the_same_posting_twice_is_one(world: World) -> None:
    source = shop(SourceKind.SHOPIFY)
    for _ in range(2):
        assert post_shopify(source, shopify_order(), id_="w1").status_code == 200
    work()
    assert states() == ["taken"] and Order.objects.count() == 1


def test_the_order_in_which_they_come_does_not_matter(world: World) -> None:
    source = shop(SourceKind.SHOPIFY)
    newer = shopify_order(updated_at="2026-11-20T10:00:00Z", note="newer", total_price="100.00")
    post_shopify(source, fulfilment(), "fulfillments/create")
    work()
    assert states() == ["waiting"]
    post_shopify(source, newer)
    post_shopify(source, shopify_order(), "orders/create")
    work()
    assert states() == ["taken", "taken", "passed"]
    order = Order.objects.get()
    assert (order.total, order.standing) == (10000, "partly")


def test_what_waits_too_long_is_passed_over_and_says_why(world: World) -> None:
    source = shop(SourceKind.SHOPIFY)
    post_shopify(source, fulfilment(), "fulfillments/create")
    run_due(timezone.now() + 5 * DAY, "posted")
    [posted] = Posted.objects.all()
    assert posted.state == "passed" and "three days" in posted.why


def test_what_cannot_be_read_is_stuck_with_the_reason_and_can_be_tried_again(world: World) -> None:
    source = shop(SourceKind.SHOPIFY)
    post_shopify(source, shopify_order(created_at="yesterday"))
    post_shopify(source, ["no", "object"])
    work()
    first, second = Posted.objects.order_by("pk")
    assert (first.state, first.why) == ("stuck", "created_at is no time: 'yesterday'.")
    assert (second.state, second.why) == ("stuck", "It is no JSON object.")
    acts.retry(first, at=NOON)
    assert queries.posted(source, first.pk).state == "kept"


def test_what_no_database_holds_and_no_calendar_has_stops_nobody(world: World) -> None:
    source = shop(SourceKind.SHOPIFY)
    post_shopify(source, shopify_order(id="9" * 300, customer={"first_name": "E\0va", "last_name": "Stern"}))
    post_shopify(source, shopify_order(created_at="0001-01-01T00:00:00+14:00"))
    post_shopify(source, shopify_order(total_price="1e999999"))
    work()
    assert states() == ["taken", "stuck", "stuck"] and Order.objects.get().name == "Eva Stern"


def test_what_we_learn_nothing_from_is_passed_over(world: World) -> None:
    source = shop(SourceKind.SHOPIFY)
    post_shopify(source, {"id": 1}, "products/update")
    post_shopify(source, fulfilment(status="cancelled"), "fulfillments/update")
    work()
    assert states() == ["passed", "passed"]


def post_woo(source: Source, said: Any, topic: str = "order.updated", **headers: str) -> Any:
    content = json.dumps(said).encode()
    sent = {"X-WC-Webhook-Topic": topic, "X-WC-Webhook-Signature": signed(content)} | headers
    return Client().generic("POST", f"/hooks/orders/{source.slug}", content, "application/json", headers=sent)


def test_woocommerce_greets_posts_and_completes(world: World) -> None:
    source = shop(SourceKind.WOOCOMMERCE)
    greeting = Client().generic(
        "POST", f"/hooks/orders/{source.slug}", b"webhook_id=7", "application/x-www-form-urlencoded"
    )
    assert greeting.status_code == 200 and not Posted.objects.exists()
    assert post_woo(source, woo_order(), **{"X-WC-Webhook-Signature": "x"}).status_code == 401
    assert post_woo(source, woo_order(), "order.created").status_code == 200
    work()
    order = Order.objects.get()
    assert (order.number, order.standing, order.phone, order.lines.get().price) == (
        "727",
        "placed",
        "+49301234567",
        12990,
    )
    done = {
        "status": "completed",
        "date_modified_gmt": "2026-11-21T09:00:00",
        "date_completed_gmt": "2026-11-21T09:00:00",
    }
    post_woo(source, woo_order(**done))
    post_woo(source, {"id": 727}, "order.deleted")
    work()
    order.refresh_from_db()
    assert (order.standing, order.shipped_at) == ("shipped", datetime(2026, 11, 21, 9, tzinfo=UTC))
    assert states() == ["taken", "taken", "passed"]


def test_woocommerces_tracking_plugin_is_understood(world: World) -> None:
    source = shop(SourceKind.WOOCOMMERCE)
    tracked = {
        "tracking_id": "a1",
        "tracking_provider": "Parcels",
        "tracking_number": "T9",
        "date_shipped": "1795255200",
    }
    meta = [{"key": "_wc_shipment_tracking_items", "value": [tracked]}]
    post_woo(source, woo_order(meta_data=meta))
    post_woo(source, woo_order(status="cancelled", date_modified_gmt="2026-11-20T12:00:00", meta_data=meta))
    work()
    shipment = Shipment.objects.get()
    assert (shipment.tracking, shipment.carrier, shipment.shipped_at is not None) == ("T9", "Parcels", True)
    assert Order.objects.get().standing == "shipped"  # it had left before


def post_carrier(source: Source, said: Any, *, at: datetime | None = None) -> Any:
    content, at = json.dumps(said), at or timezone.now()
    headers = {
        "webhook-id": f"m-{content}"[:60],
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(queries.secret_of(source)).sign(f"m-{content}"[:60], at, content),
    }
    return Client().generic("POST", f"/hooks/orders/{source.slug}", content, "application/json", headers=headers)


def test_a_carrier_moves_a_parcel_even_before_we_know_of_it(world: World) -> None:
    source = shop(SourceKind.CARRIER, name="Parcels")
    moved = {"tracking": "T1", "status": "delivered", "at": "2026-11-21T09:00:00Z", "place": "Berlin"}
    assert post_carrier(source, moved).status_code == 200
    work()
    assert states() == ["waiting"]
    order = told(shop(), shipments=(parcel(tracking="T1", shipped_at=None),))
    work()
    order.refresh_from_db()
    assert states() == ["taken"] and order.standing == "delivered"


def test_what_somebody_recorded_cannot_be_played_again_later(world: World) -> None:
    source = shop(SourceKind.CARRIER, name="Parcels")
    assert post_carrier(source, {}, at=timezone.now() - DAY).status_code == 401
    assert post_shopify(source, {}).status_code == 401
    assert post_carrier(source, {"tracking": "T1", "status": "lost"}).status_code == 200
    work()
    assert Posted.objects.get().why.startswith("status is none of announced")


def test_a_secret_is_sealed(world: World) -> None:
    source = shop(SourceKind.SHOPIFY)
    assert "shop-secret" not in source.secret and queries.secret_of(source) == "shop-secret"
    assert later(days=0) == NOON
