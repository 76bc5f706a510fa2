"""S5. A waitress who knows the menu and its twists, when to lean in and when to back off. Here what we know is at hand
while somebody answers; who asked for quiet gets no mail that tells nothing; and who waits is not left in silence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from makegood.articles import acts
from makegood.articles.acts import Saved
from makegood.articles.rules import Draft
from makegood.conversations import acts as conversations
from makegood.conversations.wishes import Wishes
from makegood.notices import acts as notices
from makegood.notices.models import Recipient
from makegood.notices.rules import By, Choice
from makegood.promises import acts as promises
from makegood.promises.acts import Word
from makegood.promises.models import Promise, State
from tests.stage import Stage
from tests.world import DAY, HOUR

# Screens say nothing about SQL that the acts' own tests do not.
pytestmark = pytest.mark.once
GAP = "Dear {customer}, order {order} can be mended."


def test_s05_knowledge_at_hand_while_answering(stage: Stage) -> None:
    now, world = timezone.now(), stage.world
    page = acts.begin(Draft("My lamp flickers", "Turn it **off**, wait, turn it on."), language="en", by=None, at=now)
    acts.publish(page, by=world.lea, at=now)
    acts.save(Saved("Mending lamps", GAP), team=world.harbour, by=world.ana, at=now)
    lamp = stage.writes("Hello, my lamp flickers all the time. Do you mend lamps?", subject="Lamp", at=now - HOUR)

    # Nothing is said before Ana writes. Then one quiet button, and nothing has moved for it.
    ana = stage.desk_of(world.ana, f"/c/{lamp.pk}")
    ana.locator("#reply textarea").click()
    expect(ana.locator("#reply .rich")).to_be_focused()
    expect(ana.get_by_role("button", name="What we know: 2")).to_be_visible()
    send = ana.locator("#reply [data-send]")
    before = send.bounding_box()

    # A key on an empty line, and Enter: the words stand in her letter, and are hers to change.
    ana.keyboard.press("/")
    picker, field = ana.get_by_role("dialog", name="What we know"), ana.locator("#reply .rich")
    expect(picker.get_by_role("option")).to_have_count(2)
    assert send.bounding_box() == before
    ana.keyboard.type("lamp flick")
    expect(picker.get_by_role("option")).to_have_count(1)
    ana.keyboard.press("Enter")
    expect(field).to_contain_text("Turn it off, wait, turn it on.")

    # A saved reply is filled in. What is not known stays to be seen, and does not leave.
    ana.keyboard.press("Enter")
    ana.keyboard.press(";")
    ana.keyboard.type("mending")
    expect(picker.get_by_role("option").first).to_contain_text("Mending lamps")
    ana.keyboard.press("Enter")
    expect(field).to_contain_text("Dear Eva, order {order} can be mended.")
    ana.keyboard.press("Control+Enter")
    expect(ana.locator("#reply")).to_contain_text("Something is not filled in yet")
    expect(field).to_contain_text("{order}")
    field.click()
    ana.keyboard.press("Control+a")
    ana.keyboard.type("Dear Eva, wait.")
    expect(field).to_contain_text("Dear Eva, wait.")
    ana.keyboard.press("Control+Enter")
    expect(ana.get_by_text("It leaves in ten seconds.")).to_be_visible()

    # Her customers find the same without asking anybody, on their phone.
    eva = stage.phone("/help/en/?q=flickering")
    eva.get_by_role("link", name="My lamp flickers").click()
    eva.get_by_role("button", name="Yes, it did").click()
    expect(eva.get_by_role("status")).to_contain_text("Thank you.")


def test_s05_when_to_back_off_and_when_to_lean_in(stage: Stage) -> None:
    now, world = timezone.now(), stage.world
    lamp = stage.writes("The lamp is dark.", subject="Lamp", at=now - 30 * HOUR)
    conversations.claim(lamp, by=world.ana, at=now - 29 * HOUR)
    world.reply(lamp, at=now - 29 * HOUR, html="<div>I look into it.</div>")
    promises.make(lamp, Word("A new switch", now - 3 * HOUR), by=world.ana, at=now - 29 * HOUR, told=True)

    # Eva wants to hear from us only when something changes: a notice to many leaves her out.
    conversations.wish(lamp, Wishes(only_changes=True), at=now - 28 * HOUR)
    draft = notices.Draft(world.harbour, "News", {"en": "A new catalogue."}, 50)
    notice = notices.make(draft, Choice(By.LIST, "eva@post.example"), by=world.lea, at=now - 27 * HOUR, once="n")
    notices.start(notice, by=world.lea, at=now - 27 * HOUR)
    stage.work(now - 4 * HOUR)
    assert Recipient.objects.get().state == Recipient.State.LEFT_OUT
    assert len(stage.sink.to("eva@post.example")) == 1  # Ana's own answer

    # But she waits for a switch, and it does not come. That is a change, and she is told, although nobody had time.
    stage.work(now + timedelta(minutes=1))
    stage.work(now + DAY)
    assert Promise.objects.get().state == State.BROKEN
    told = stage.newest_mail().get_body(("plain",)).get_content()
    assert "A new switch" in told and len(stage.sink.to("eva@post.example")) == 2
    eva = stage.page_of(stage.newest_mail())
    expect(eva.locator(".owned")).to_contain_text("A new switch")
