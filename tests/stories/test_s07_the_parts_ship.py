"""S7. A tap fails; at eight in the evening a person answers, asks for no receipt, promises parts for free and a mail
when they ship. What was bought stands beside the mail; when the shipment is recorded, the mail goes out by itself."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from makegood.authority import acts as authority
from makegood.orders import acts as orders
from makegood.orders.models import SourceKind
from makegood.promises.models import Promise, State
from makegood.remedies.models import Remedy
from tests.orders.common import SECRET, fulfilment, shopify_order, signed
from tests.remedies.test_books import balances
from tests.world import DAY, HOUR

if TYPE_CHECKING:
    from tests.stage import Stage

PARTS = """
policy: Parts
currency: EUR
otherwise: needs approval by lead
rules:
  - {rule: Parts up to 25, for: parts, limit: 25.00, answer: allowed, else: needs approval, by: lead}
"""
pytestmark = [pytest.mark.browser, pytest.mark.servers, pytest.mark.django_db(transaction=True)]


def posts(slug: str, said: dict[str, Any], topic: str) -> None:
    """The shop tells us, signed."""
    content = json.dumps(said).encode()
    headers = {"X-Shopify-Topic": topic, "X-Shopify-Hmac-Sha256": signed(content), "X-Shopify-Webhook-Id": topic}
    answer = Client().generic("POST", f"/hooks/orders/{slug}", content, "application/json", headers=headers)
    assert answer.status_code == 200


def test_s07_no_receipt_is_asked_for_and_the_mail_goes_out_when_the_parts_ship(stage: Stage) -> None:
    now, world = timezone.now(), stage.world
    shop = orders.add("Shop", SourceKind.SHOPIFY, secret=SECRET, team=world.harbour, by=world.ada, at=now).source
    tap = shopify_order(created_at=(now - 60 * DAY).isoformat(), updated_at=(now - 50 * DAY).isoformat())
    posts(
        shop.slug,
        tap | {"fulfillments": [fulfilment(line_items=[{"id": 11, "quantity": 1}, {"id": 12, "quantity": 2}])]},
        "orders/create",
    )
    stage.work()

    # Eight in the evening: Eva writes, with no number and no receipt. Ana sees what she bought.
    mail = stage.writes("The tap that I bought drips, and the handle turns freely.", subject="Tap", at=now - HOUR)
    ana = stage.desk_of(world.ana, f"/c/{mail.pk}")
    expect(ana.locator("#bought")).to_contain_text("#1042")
    expect(ana.locator("#bought")).to_contain_text("Tap, chrome")
    ana.locator("#bought").get_by_role("button", name="It is about this").click()
    expect(ana.locator("#bought")).to_contain_text("This is about it")

    # She answers, and gives her word: the parts are free, and Eva hears when they ship.
    ana.keyboard.press("r")
    expect(ana.locator("#reply .rich")).to_be_focused()
    ana.keyboard.type("I am sorry. The parts are free, and yours.")
    ana.locator("#promise-line summary").click()
    ana.locator("#promise-what").fill("We send you the parts, free, and a mail when they ship")
    ana.locator("#promise-line select[name=by]").select_option("other")
    ana.locator("#promise-line input[name=by_at]").fill((now + 3 * DAY).strftime("%Y-%m-%dT12:00"))
    ana.locator("#promise-line select[name=upon]").select_option("shipped")
    ana.keyboard.press("Control+Enter")
    expect(ana.locator("#panel")).to_contain_text("We send you the parts, free, and a mail when they ship")
    stage.work(timezone.now() + timedelta(minutes=1))
    eva = stage.page_of(stage.newest_mail())
    expect(eva.locator("main")).to_contain_text("We send you the parts, free, and a mail when they ship")

    # The parts are an order of their own, at no price. They leave: nobody presses anything.
    before = len(stage.sink.to("eva@post.example"))
    today = timezone.now().isoformat()
    cartridge = {"id": 21, "name": "Cartridge", "quantity": 1, "price": "0.00"}
    dates = {"created_at": today, "updated_at": today}
    parts = shopify_order(id=77, name="#1043", total_price="0.00", line_items=[cartridge], **dates)
    posts(shop.slug, parts, "orders/updated")
    left = fulfilment(
        id=9,
        order_id=77,
        tracking_number="T77",
        line_items=[{"id": 21, "quantity": 1}],
        created_at=timezone.now().isoformat(),
    )
    posts(shop.slug, left, "fulfillments/create")
    stage.work(timezone.now() + timedelta(minutes=1))
    promise = Promise.objects.get()
    assert promise.state == State.KEPT and promise.kept_at and promise.kept_at < promise.due_at
    sent = stage.sink.to("eva@post.example")
    assert len(sent) == before + 1
    said = stage.newest_mail().get_body(("plain",)).get_content()
    assert "It has shipped." in said and "T77" in said
    eva.reload()
    expect(eva.locator("main")).to_contain_text("Kept on")
    stage.is_healthy()


@pytest.mark.once
def test_s07_the_parts_are_given_free_and_what_ships_keeps_our_word(stage: Stage) -> None:
    now, world = timezone.now(), stage.world
    authority.publish(authority.write(PARTS, "", by=world.ada, now=now), starts_at=now, by=world.ada, now=now)
    shop = orders.add("Shop", SourceKind.SHOPIFY, secret=SECRET, team=world.harbour, by=world.ada, at=now).source
    tap = shopify_order(created_at=(now - 60 * DAY).isoformat(), updated_at=(now - 50 * DAY).isoformat())
    all_of_it = [{"id": 11, "quantity": 1}, {"id": 12, "quantity": 2}]
    posts(shop.slug, tap | {"fulfillments": [fulfilment(line_items=all_of_it)]}, "orders/create")
    stage.work()

    # Ana gives the parts for the tap that she sees, at a cost that stands in the books, and says by when.
    mail = stage.writes("The tap that I bought drips.", subject="Tap", at=now - HOUR)
    ana = stage.desk_of(world.ana, f"/c/{mail.pk}")
    ana.keyboard.press("r")
    expect(ana.locator("#reply .rich")).to_be_focused()
    ana.keyboard.type("Good evening! No receipt is needed.")
    ana.locator("#right-line summary").click()
    ana.locator("select[name=right_kind]").select_option("parts")
    line = ana.locator("select[name=right_line] option", has_text="Tap, chrome").first.get_attribute("value")
    ana.locator("select[name=right_line]").select_option(line)
    ana.locator("#right-value").fill("14")
    ana.locator("select[name=right_by]").select_option("other")
    ana.locator("input[name=right_by_at]").fill((now + 3 * DAY).strftime("%Y-%m-%dT12:00"))
    expect(ana.locator("[data-right-check]")).to_contain_text("You may give this alone")
    ana.keyboard.press("Control+Enter")
    expect(ana.locator("#given")).to_contain_text("Tap, chrome (#1042)")
    stage.work(timezone.now() + timedelta(minutes=2))
    eva = stage.page_of(stage.newest_mail())
    expect(eva.locator("main")).to_contain_text("We send you parts for this, free of charge: Tap, chrome (#1042)")
    remedy = Remedy.objects.select_related("promise").get()
    assert (remedy.state, balances()) == ("granted", {"goodwill": 1400, "goods": -1400})

    # The parts leave as an order of their own: the promise is kept, the remedy is given, and Eva's mail goes out.
    today = timezone.now().isoformat()
    part = {"id": 21, "name": "Cartridge", "quantity": 1, "price": "0.00"}
    parts = shopify_order(id=77, name="#1043", line_items=[part], created_at=today, updated_at=today)
    posts(shop.slug, parts, "orders/updated")
    left = fulfilment(id=9, order_id=77, tracking_number="T77", line_items=[{"id": 21, "quantity": 1}],
                      created_at=timezone.now().isoformat())  # fmt: skip
    posts(shop.slug, left, "fulfillments/create")
    stage.work(timezone.now() + timedelta(minutes=1))
    remedy = Remedy.objects.select_related("promise").get()
    assert remedy.state == "fulfilled" and remedy.promise and remedy.promise.state == State.KEPT
    said = stage.newest_mail().get_body(("plain",)).get_content()
    assert "It has shipped." in said and "T77" in said
    eva.reload()
    expect(eva.locator("main")).to_contain_text("Kept on")
    assert balances() == {"goodwill": 1400, "goods": -1400}
    stage.is_healthy()
