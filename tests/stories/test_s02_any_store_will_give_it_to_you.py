"""S2. A free gift is missing from an online order. The mail says "any store will give it to you", and store one says
"they are online, we are not". Here what one place grants is seen and handed over at every other, and the books know
which of them bears it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from makegood.authority import acts as authority
from makegood.conversations import acts as conversations
from makegood.remedies.models import Remedy, State
from tests.stage import hire_above
from tests.world import DAY, HOUR

if TYPE_CHECKING:
    from tests.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.servers, pytest.mark.django_db(transaction=True), pytest.mark.once]
POLICY = """
policy: Making good
currency: EUR
otherwise: needs approval by lead
rules:
  - {rule: Gifts up to 20, for: [gift], limit: 20.00, answer: allowed, else: needs approval, by: lead}
"""


def test_s02_what_one_place_grants_every_other_hands_over(stage: Stage) -> None:
    now, world, above = timezone.now(), stage.world, hire_above(stage.world)
    authority.publish(authority.write(POLICY, "", by=world.ada, now=now), starts_at=now, by=world.ada, now=now)
    mug = stage.writes("The free mug was not in my parcel from your web shop.", subject="Free mug", at=now - 3 * HOUR)
    conversations.claim(mug, by=world.ana, at=now - 3 * HOUR)

    # Ana, online, answers and grants it in the same breath. Which store gives it does not matter.
    ana = stage.desk_of(world.ana, f"/c/{mug.pk}")
    ana.keyboard.press("r")
    expect(ana.locator("#reply .rich")).to_be_focused()
    ana.keyboard.type("I am sorry that it was missing.")
    ana.locator("#right-line summary").click()
    ana.locator("select[name=right_kind]").select_option("gift")
    ana.locator("#right-value").fill("12")
    ana.locator("input[name=right_thing]").fill("Mug")
    ana.locator("select[name=right_by]").select_option("other")
    ana.locator("input[name=right_by_at]").fill((now + 9 * DAY).strftime("%Y-%m-%dT12:00"))
    ana.locator("input[name=right_words]").fill("Your free mug waits for you: any store will give it to you.")
    ana.locator("#reply").get_by_role("button", name="Send", exact=False).last.click()
    expect(ana.locator("#given")).to_contain_text("A gift worth €12")
    stage.work(timezone.now() + timedelta(minutes=1))
    mail = stage.newest_mail()
    assert "any store will give it to you" in mail.get_body(("plain",)).get_content()

    # On the hill, whose people may not read a word of it, Mo looks her up and sees what was promised at the harbour.
    mo = stage.desk_of(world.mo, "/counter", width=390)
    mo.get_by_label("Their mail address, telephone, order number or voucher, exactly").fill("eva@post.example")
    mo.get_by_role("button", name="Look").click()
    expect(mo.locator("main")).to_contain_text("any store will give it to you")
    expect(mo.locator("main")).to_contain_text("promised at Harbour")
    expect(mo.locator("main")).not_to_contain_text("not in my parcel")
    mo.get_by_role("button", name="Hand it over").click()
    expect(mo.locator(".kept-note")).to_contain_text("Handed over at Hill.")
    expect(mo.get_by_role("button", name="Hand it over")).to_have_count(0)
    assert Remedy.objects.get().state == State.FULFILLED

    # Her page says that our word is kept; the thread says who did it; the books, who owes whom.
    eva = stage.page_of(mail)
    expect(eva.locator("main")).to_contain_text("Kept on")
    ana.reload()
    expect(ana.locator("#timeline")).to_contain_text("Mo Example")
    max_ = stage.desk_of(above["max"], "/books")
    expect(max_.locator("main")).to_contain_text("Harbour owes Hill for")
    stage.is_healthy()
    assert not stage.complaints
