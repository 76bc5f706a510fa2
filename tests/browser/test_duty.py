"""Who is here, in a real browser: on a desk with room, and on a phone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.browser.conftest import Opener, Work


def test_ana_notes_her_absence_and_is_back_on_a_phone(work: Work, open_page: Opener) -> None:
    page = open_page("/inbox", width=390, has_touch=True)
    expect(page.locator("#duty-strip")).to_have_count(0)  # nobody here has used it yet
    page.goto("/duty/")
    page.locator("#now").get_by_role("link", name="Ana Ruiz").click()
    page.get_by_label("Last day away").fill((datetime.now(UTC).date() + timedelta(days=3)).isoformat())
    page.get_by_label("Why").fill("the dentist")
    page.get_by_role("button", name="Note the absence").click()
    expect(page.locator("main").get_by_text("away, back")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator("main").get_by_role("button", name="I am back").click()
    expect(page.get_by_text("No absence is noted.")).to_be_visible()
    page.goto("/duty/")
    expect(page.locator(".days")).to_be_visible()
    expect(page.locator(".plan")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_whoever_is_needed_is_told_why_they_cannot_be_off(work: Work, open_page: Opener) -> None:
    page = open_page("/duty/")
    page.locator("#now").get_by_role("link", name="Ana Ruiz").click()
    page.get_by_label("Monday: works").fill("00:00-24:00")
    page.get_by_role("button", name="Keep the week").click()
    expect(page.get_by_label("Monday: works")).to_have_value("00:00-24:00")
    page.get_by_role("button", name="No week: the office hours count").click()
    page.goto("/inbox")
    strip = page.locator("#duty-strip")
    expect(strip.get_by_text("You: on duty")).to_be_visible()
    page.set_viewport_size({"width": 1440, "height": 500})
    page.locator(".me-drop > summary").click()  # in reach beside a list that is higher than the window
    expect(page.locator(".me-drop").get_by_text("Sign out")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1440, "height": 900})
    strip.get_by_role("button", name="I'm off").click()
    expect(page.locator("#toasts")).to_contain_text("Name a stand-in")  # she alone is at the top of the ladder
    expect(page).to_have_url(re.compile("/inbox"))
