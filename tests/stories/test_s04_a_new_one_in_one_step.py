"""S4. A two-month-old laptop is defective, and the manager swaps it on the spot: what was bought and its warranty stand
beside the mail, and whoever hears it gives a new one in one step, within what the policy lets them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from makegood.authority import acts as authority
from makegood.orders.said import SaidLine
from makegood.promises.models import Promise
from makegood.remedies.models import Remedy
from tests.orders.common import parcel, shop, told
from tests.world import DAY, HOUR

if TYPE_CHECKING:
    from tests.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.servers, pytest.mark.once, pytest.mark.django_db(transaction=True)]
POLICY = """
policy: What fails under warranty
currency: EUR
otherwise: needs approval by lead
rules:
  - rule: A new one under warranty
    for: replacement
    when: order.has_arrived
    require: order.warranty_days_left >= 0 && action.amount <= order.price
    answer: allowed
    else: needs approval
    by: lead
    because: {yes: "{order.item} is under warranty", no: "{order.item} is not under warranty any more"}
"""


def test_s04_what_was_bought_is_in_view_and_a_new_one_is_one_step(stage: Stage) -> None:
    now, world = timezone.now(), stage.world
    authority.publish(authority.write(POLICY, "", by=world.ada, now=now), starts_at=now, by=world.ada, now=now)
    laptop = SaidLine("1", "Laptop, 14 inches", "LAP-14", 1, 89900, (now + 670 * DAY).date())
    came = parcel(shipped_at=now - 62 * DAY, delivered_at=now - 60 * DAY)
    old = SaidLine("1", "Lamp", "LAMP-1", 1, 4900, (now - 30 * DAY).date())
    source = shop(team=world.harbour)
    order = told(source, placed_at=now - 63 * DAY, lines=(laptop,), total=89900, shipments=(came,))
    told(source, "980", placed_at=now - 800 * DAY, lines=(old,), shipments=(came,))

    # Eva writes, with no receipt and no number. Ana sees the laptop, when it came, and that it is under warranty.
    mail = stage.writes("My laptop does not switch on any more.", subject="Laptop", at=now - HOUR)
    ana = stage.desk_of(world.ana, f"/c/{mail.pk}")
    expect(ana.locator("#bought")).to_contain_text("Laptop, 14 inches")
    expect(ana.locator("#bought")).to_contain_text("arranty until")
    ana.locator("#bought .acts", has_text="It is about this").first.get_by_role("button").click()
    expect(ana.locator("#bought")).to_contain_text("This is about it")

    # One step: the laptop is suggested, a new one is worth its price, and the policy says yes before anybody asks.
    ana.keyboard.press("r")
    expect(ana.locator("#reply .rich")).to_be_focused()
    ana.keyboard.type("I am sorry. You get a new one.")
    ana.locator("#right-line summary").click()
    expect(ana.locator("select[name=right_line]")).to_have_value(f"line:{order.lines.get().pk}")
    ana.locator("select[name=right_kind]").select_option("replacement")
    expect(ana.locator("#right-value")).to_have_value("899.00")
    expect(ana.locator("[data-right-check]")).to_contain_text("You may give this alone")
    ana.locator("select[name=right_by]").select_option("other")
    ana.locator("input[name=right_by_at]").fill((now + 2 * DAY).strftime("%Y-%m-%dT12:00"))
    ana.keyboard.press("Control+Enter")
    expect(ana.locator("#given")).to_contain_text("Laptop, 14 inches (1042)")
    remedy = Remedy.objects.get()
    assert (remedy.order, remedy.line, remedy.how, remedy.value) == (order, order.lines.get(), "authority", 89900)
    stage.work(timezone.now() + timedelta(minutes=1))
    words = "We send you a new one in place of this, free of charge: Laptop, 14 inches (1042)"
    assert words in stage.newest_mail().get_body(("plain",)).get_content()
    expect(stage.page_of(stage.newest_mail()).locator("main")).to_contain_text(words)
    assert Promise.objects.get().event == "shipped"

    # What is over is over: the same step for the lamp says so, and whom it takes.
    ana.reload()
    ana.locator("#right-line summary").click()
    ana.locator("select[name=right_line]").select_option(label_of(ana, "Lamp"))
    ana.locator("select[name=right_kind]").select_option("replacement")
    expect(ana.locator("[data-right-check]")).to_contain_text("Lamp is not under warranty any more")
    stage.is_healthy()
    assert not stage.complaints


def label_of(page: object, thing: str) -> str:
    """The value of the option that names the thing."""
    option = page.locator("select[name=right_line] option", has_text=thing).first  # type: ignore[attr-defined]
    return str(option.get_attribute("value"))
