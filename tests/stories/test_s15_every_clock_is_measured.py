"""S15. "How long until you call back? What is your time to a solution?" Here each clock is measured and shown: to the
customer while it runs, and afterwards to whoever leads, with the late, the broken and those who still wait."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from makegood.calls import acts as calls
from makegood.calls.acts import Said, Talk
from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation
from makegood.promises import acts as promises
from makegood.promises.acts import Word, making
from makegood.promises.models import Promise
from tests.stage import Stage, next_on
from tests.world import DAY, HOUR

pytestmark = pytest.mark.once


def test_s15_what_the_customer_waited_for_is_measured_and_shown(stage: Stage) -> None:
    now, world = timezone.now(), stage.world
    began = now - 6 * DAY

    # Eva writes. Ana answers after two hours, and promises a lamp and a bill within the day; she keeps the lamp.
    lamp = stage.writes("My lamp is dark.", subject="Lamp", at=began)
    conversations.claim(lamp, by=world.ana, at=began + HOUR)
    words = [making(Word(what, began + 20 * HOUR), by=world.ana, at=began + 2 * HOUR) for what in ("A lamp", "A bill")]
    world.reply(Conversation.objects.get(pk=lamp.pk), at=began + 2 * HOUR, along=words)
    stage.work(began + 3 * HOUR)
    promises.keep(Promise.objects.get(what="A lamp"), how="Sent", by=world.ana, at=began + 10 * HOUR)

    # The bill is forgotten: that breaks our word, says so to Eva, and is made good a day later, with the answer.
    stage.work(began + 30 * HOUR)
    assert "“A bill”" in stage.newest_mail().get_body(("plain",)).get_content()
    promises.make_good(Promise.objects.get(what="A bill"), how="Sent", by=world.ana, at=began + 31 * HOUR)
    told = world.reply(Conversation.objects.get(pk=lamp.pk), at=began + 32 * HOUR, html="<div>Both are there.</div>")
    stage.work(began + 33 * HOUR)
    conversations.close(Conversation.objects.get(pk=lamp.pk), seen=told.pk, by=world.ana, at=began + 48 * HOUR)

    # Somebody calls and wants to be called: reached at the second try, after five hours. Somebody else still waits.
    said = Said(world.harbour, number="+44 20 7946 0018", name="Tom", text="Please call me.")
    wish = calls.log(said, by=world.ana, at=began, once="wish").conversation
    calls.called(wish, Talk("no_answer"), by=world.ana, at=began + HOUR, once="first")
    seen = wish.messages.latest("pk").pk
    calls.called(Conversation.objects.get(pk=wish.pk), Talk("spoke", "Done", seen=seen, closes=True), by=world.ana,
                 at=began + 5 * HOUR, once="second")  # fmt: skip
    stage.work()

    # It is not solved after all: Eva says so on her page, which says at once by when she is answered.
    eva = stage.page_of(stage.newest_mail())
    eva.locator("#write textarea").fill("It is dark again.")
    eva.get_by_role("button", name="open it again").tap()
    expect(next_on(eva)).to_contain_text("We answer you by")

    # Lea reads what it was like: no promise is prettier than it was, and whoever waits is in sight.
    lea = stage.desk_of(world.lea, "/today")
    lea.get_by_role("link", name="Reports").click()
    expect(lea.get_by_role("heading", level=1)).to_have_text("How long it took")
    section = {name: lea.locator("section", has=lea.locator(f"#{name}")) for name in
               ("first_reply", "next_reply", "callback", "resolution", "promises")}  # fmt: skip
    expect(section["first_reply"]).to_contain_text("Half within 2 h, nine in ten within 2 h. 1 of 1 in the time")
    expect(section["next_reply"]).to_contain_text("1 waits for it now.")
    expect(section["callback"]).to_contain_text("Half within 5 h")
    expect(section["resolution"]).to_contain_text("1 is not solved yet.")
    expect(section["promises"]).to_contain_text("1 kept, 0 kept at a new time that was agreed before, 1 broken.")
    expect(section["promises"]).to_contain_text("Of those, 1 was made good since.")
    with lea.expect_download() as saved:
        lea.get_by_role("link", name="Save as a table").click()
    table = Path(saved.value.path()).read_text("utf-8-sig")
    assert '"Front, Harbour",Call back,1,1,300,300,300,300,0,0' in table

    # Mo works elsewhere and sees none of it.
    mo = stage.desk_of(world.mo, "/reports/times", width=390)
    expect(mo.locator("#first_reply + .reads")).to_have_text("Nothing of it was done in these days.")
    assert mo.evaluate("document.documentElement.scrollWidth") == 390
    stage.work(timezone.now() + timedelta(minutes=1))
    stage.is_healthy()
