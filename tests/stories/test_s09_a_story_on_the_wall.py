"""S9: service is told of. Eva is asked, sees how it looks, says yes; all read it; one tap, and it is gone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation
from makegood.stories import acts
from makegood.stories.models import Consent, Story
from tests.stage import Stage
from tests.world import HOUR

pytestmark = pytest.mark.once
BARE = {"bypass_csp": True}  # axe is a script of its own
TOLD = (
    "My lamp flickered for weeks, and I had lost the receipt. Ben took it apart while I waited, and would take "
    "no money. "
    "He rang me the next day on 030 901820 to ask whether it still shone. It does."
)


def is_sound(page: Page) -> None:
    """Nothing for axe to find in light and dark, and nothing that stands out to the side."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        answer = Axe().run(page).response
        assert answer["passes"], "axe did not run"
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in answer["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def page_in(mail: Any) -> str:
    """The address of the teller's page in a mail."""
    found = re.search(r"https?://\S+?(/stories/mine/\S+)", mail.get_body(("plain",)).get_content())
    assert found
    return found[1]


def test_s09_a_story_on_the_wall(stage: Stage) -> None:
    world, now = stage.world, timezone.now()
    acts.change_wall(is_on=True, frames=[], moderators=[world.lea], by=None, at=now)
    lamp = stage.writes(TOLD, subject="The lamp shines", at=now - 3 * HOUR)
    conversations.claim(lamp, by=world.ben, at=now - 3 * HOUR)
    world.reply(Conversation.objects.get(pk=lamp.pk), by=world.ben, at=now - 2 * HOUR)
    stage.work()

    ana = stage.desk_of(world.ana, f"/c/{lamp.pk}/wishes")
    ana.get_by_role("link", name="Ask whether we may publish what they told us").click()
    expect(ana.get_by_label("Their words")).to_have_value(re.compile("took it apart"))
    ana.get_by_role("button", name="Ask them by mail").click()
    expect(ana.get_by_text("asked whether we may publish what they told us")).to_be_visible()
    stage.work()

    eva = stage.phone(page_in(stage.newest_mail()), **BARE)
    expect(eva.get_by_text("[telephone number]")).to_be_visible()
    expect(eva.locator("article")).not_to_contain_text("Ben")
    is_sound(eva)
    eva.get_by_label("With this name:").check()
    eva.get_by_label("The name to show").fill("Eva")
    eva.get_by_label("You may show the first names").check()
    eva.get_by_role("button", name="Yes, you may show it").tap()
    expect(eva.get_by_role("status")).to_contain_text("we write to you when it is shown")
    story = Story.objects.get()
    assert Consent.objects.get().text == story.text and "901820" not in story.text

    lea = stage.desk_of(world.lea, "/wall", **BARE)
    lea.get_by_role("link", name=story.title).click()
    expect(lea.get_by_text("a telephone number")).to_be_visible()
    lea.get_by_role("button", name="Put it on the wall").click()
    expect(lea.get_by_text("Its teller hears it by mail")).to_be_visible()
    stage.work()

    reader = stage.phone("/stories", **BARE)
    is_sound(reader)
    reader.get_by_role("link", name="Read it").tap()
    expect(reader.get_by_text("and would take no money")).to_be_visible()
    is_sound(reader)
    reader.get_by_role("link", name="Write a comment").tap()
    is_sound(reader)
    reader.get_by_label("Your comment").fill("They did the same for my kettle.")
    reader.get_by_role("button", name="Send").tap()
    expect(reader.get_by_text("Keep this address")).to_be_visible()
    lea.goto("/wall")
    lea.get_by_role("button", name="Let it in").click()
    reader.goto(f"/stories/{story.pk}")
    expect(reader.get_by_text("They did the same for my kettle.")).to_be_visible()

    eva.goto(page_in(stage.newest_mail()))
    expect(eva.get_by_text("It is on our wall.")).to_be_visible()
    eva.get_by_role("button", name="Take it back now").tap()
    expect(eva.get_by_role("status")).to_contain_text("It is gone")
    is_sound(eva)
    reader.reload()
    expect(reader.get_by_text("not here any more").first).to_be_visible()
    reader.goto("/stories")
    expect(reader.get_by_text("No story yet")).to_be_visible()
    stage.is_healthy()
    assert stage.complaints == []
