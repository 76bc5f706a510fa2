"""S11. Nobody should have to hunt for whoever has the power to fix it. Here the desk finds the nearest who is there and
may; and a customer whom nobody knows takes it higher from their own page, and sees who has it now."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from makegood.authority import acts as authority
from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation
from makegood.escalations.models import Ask, Escalation
from makegood.people.duty import acts as duty
from tests.stage import Stage, hire_above, next_on
from tests.world import HOUR

pytestmark = pytest.mark.once
POLICY = """
policy: Making good
currency: EUR
otherwise: needs approval by lead
rules:
  - {rule: Up to 20 at once, for: [refund], limit: 20.00, answer: allowed, else: needs approval, by: lead}
  - {rule: A lead up to 50, for: [refund], limit: 50.00, answer: allowed, else: needs approval, by: manager}
  - {rule: The house up to 300, for: [refund], limit: 300.00, answer: allowed, else: needs approval, by: regional}
"""


def test_s11_the_nearest_who_is_there_and_may_and_then_the_next_by_the_customer(stage: Stage) -> None:
    now, world, above = timezone.now(), stage.world, hire_above(stage.world)
    authority.publish(authority.write(POLICY, "", by=world.ada, now=now), starts_at=now, by=world.ada, now=now)
    lamp = stage.writes("The lamp set my curtain on fire.", subject="Lamp", at=now - 3 * HOUR)
    conversations.claim(lamp, by=world.ana, at=now - 3 * HOUR)
    world.reply(lamp, at=now - 2 * HOUR, html="<div>I am very sorry. I ask who can put that right.</div>")
    stage.work(now - HOUR)
    eva = stage.page_of(stage.newest_mail())
    expect(eva.locator("#higher")).to_have_count(0)  # Ana's time has not passed

    # Ana may give 20, Lea 50, Max 300. She asks who may give 120, sees it, and asks the nearest who is there.
    ana = stage.desk_of(world.ana, f"/c/{lamp.pk}/higher")
    ana.get_by_label("Is something to be granted?").select_option("refund")
    ana.get_by_label("For how much?").fill("120,00")
    ana.get_by_role("button", name="Who may?").click()
    expect(ana.locator(".ledger li").nth(0)).to_contain_text("Max House manager on duty now")
    expect(ana.locator(".ledger li", has_text="Lea Example")).to_contain_text("may not grant it")
    ana.get_by_label("What is needed, and what was tried").fill("Her curtain is burnt. She bought it here, too.")
    ana.get_by_role("button", name="Ask the next above").click()
    expect(ana.locator("#toasts")).to_contain_text("Max House has it now.")
    expect(ana.locator("#climbing")).to_contain_text("Needed: refund, 120.00 EUR")
    expect(ana.locator("#timeline")).to_contain_text("Lea Example may not grant that")
    eva.reload()
    expect(eva.locator(".holder")).to_contain_text("Max has this now.")

    # Max answers; it is not solved. She takes it higher herself, with words, and it passes the one who is away.
    duty.begin_absence(above["rosa"], since=now - HOUR, until=now + 48 * HOUR, by=world.ada, at=now)
    world.reply(Conversation.objects.get(pk=lamp.pk), by=above["max"], at=timezone.now(), html="<div>120.</div>")
    stage.work(timezone.now() + timedelta(minutes=1))
    eva.reload()
    eva.get_by_role("link", name="Take it higher").tap()
    eva.locator("#higher textarea").fill("The curtain cost 310.")
    eva.get_by_role("button", name="Take it higher now").tap()
    expect(eva.get_by_role("status")).to_contain_text("It has gone higher.")
    expect(eva.locator(".holder")).to_contain_text("Hana has this now.")
    expect(next_on(eva)).to_contain_text("Hana has it, and answers you by")
    assert Ask.objects.get(agent=above["rosa"]).skipped == Ask.Skipped.ABSENT

    # Hana sees all of it, so that nothing is told again, and puts it right.
    hana = stage.desk_of(above["hana"], "/today")
    expect(hana.locator("main")).to_contain_text("Taken higher, to you")
    hana.goto(f"/c/{lamp.pk}")
    for words in ("set my curtain on fire", "The customer took it higher", "The curtain cost 310."):
        expect(hana.locator("#timeline")).to_contain_text(words)
    world.reply(Conversation.objects.get(pk=lamp.pk), by=above["hana"], at=timezone.now(), html="<div>310.</div>")
    assert not Escalation.objects.filter(ended_at=None).exists()
    stage.is_healthy()
