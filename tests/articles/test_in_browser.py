"""What we know, in a browser: nothing for axe to find, nothing that overflows; a slash in a sentence is a slash."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from makegood.articles import acts
from makegood.articles.acts import Saved
from makegood.articles.models import Page
from makegood.conversations.letter import Attachment
from tests.articles.test_articles import LAMP
from tests.stage import Stage

# Screens say nothing about SQL that the acts' own tests do not.
pytestmark = pytest.mark.once
LOOKS = [(1440, "light"), (390, "dark")]


def test_axe_finds_nothing_and_a_slash_is_a_slash(stage: Stage) -> None:
    now, world = timezone.now(), stage.world
    page = acts.publish(acts.begin(LAMP, language="en", by=world.ana, at=now), by=world.lea, at=now)
    acts.sort(None, {"en": "Lamps"}, place=1, by=world.lea, at=now)
    saved = acts.save(Saved("Lamps", "Dear {customer}", "Words"), team=world.harbour, by=world.ana, at=now)
    article = f"/articles/{page.article_id}/en"
    paths = ["/articles", "/articles/new", article, f"{article}/versions", "/articles/categories", "/saved-replies"]
    paths += [f"/saved-replies/{saved.pk}", "/help/en/", f"/help/en/{page.slug}", "/help/en/?q=lamp", "/help/x/y"]
    found = []
    for width, scheme in LOOKS:
        lea = stage.desk_of(world.lea, "/articles", width=width, color_scheme=scheme, bypass_csp=True)
        for path in paths:
            lea.goto(path)
            answer = Axe().run(lea).response
            found += [(path, one["id"], one["nodes"][0]["html"][:120]) for one in answer["violations"]]
            if lea.evaluate("document.documentElement.scrollWidth") > width:
                found.append((path, "overflows", str(width)))
    assert not found

    acts.put_with(saved, Attachment("plan.pdf", "application/pdf", b"%PDF a plan"), by=world.ana, at=now)
    lamp = stage.writes("My lamp flickers.", subject="Lamp", at=now)
    said = world.reply(lamp, html="<p>Wait a minute.</p>", at=now)
    ana = stage.desk_of(world.ana, f"/c/{lamp.pk}", bypass_csp=True)
    ana.locator("#reply textarea").click()
    field, picker = ana.locator("#reply .rich"), ana.get_by_role("dialog", name="What we know")
    expect(field).to_be_focused()
    ana.keyboard.type("this and/or that")
    ana.keyboard.press("Enter")
    assert not picker.count()
    ana.keyboard.press("/")
    expect(picker.get_by_role("option").first).to_be_visible()
    answer = Axe().run(ana).response
    assert not [(one["id"], one["nodes"][0]["html"][:120]) for one in answer["violations"]]
    ana.keyboard.press("Escape")
    expect(picker).to_have_count(0)
    expect(field).to_contain_text(re.compile(r"this and/or that\s*/"))

    ana.keyboard.press("Enter")
    ana.keyboard.press("/")
    picker.get_by_role("option", name="Lamps saved reply · plan.pdf").click()
    expect(field).to_contain_text("Dear Eva")
    expect(ana.locator("#reply .file")).to_contain_text("plan.pdf")

    ana.locator("#more > summary").click()  # one
    ana.get_by_role("button", name="Make an article of the answer").click()  # two
    expect(ana.get_by_text("Made from an answer in")).to_be_visible()
    assert Page.objects.latest("pk").article.source_id == said.pk
