"""Help while answering in a real browser: quiet, by the keyboard, and nothing with a gap leaves."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, Work

LOOKS = [(1440, "light"), (390, "dark")]


def write_down(page: Page) -> None:
    """Ana writes an article and a saved reply."""
    page.goto("/articles/new")
    page.get_by_label("Title").fill("My lamp flickers")
    page.get_by_label("Text", exact=True).fill("Turn it **off**, wait a minute, and turn it on again.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Publish it").click()
    page.goto("/saved-replies/new")
    page.get_by_label("Name").fill("Flickering lamps")
    page.get_by_label("Text", exact=True).fill("Dear {customer}, order {order} can be mended.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Flickering lamps")).to_be_visible()


def test_found_taken_and_never_half_filled(open_page: Opener, work: Work) -> None:
    number = work.write("Hello, my lamp flickers all the time.", subject="Lamp")
    page = open_page("/articles")
    write_down(page)

    page.goto(f"/c/{number}")
    assert not page.locator(".helping-found").count()  # nothing before somebody writes
    page.locator("#reply textarea").click()
    send = page.locator("#reply [data-send]")
    before = send.bounding_box()
    found = page.get_by_role("button", name="What we know: 2")
    expect(found).to_be_visible()
    assert send.bounding_box() == before  # and nothing moved for it
    expect(page.locator("#reply .rich")).to_be_focused()

    page.keyboard.press("/")
    picker = page.get_by_role("dialog", name="What we know")
    expect(picker.get_by_role("option")).to_have_count(2)
    page.keyboard.press("Enter")
    field = page.locator("#reply .rich")
    expect(field).to_contain_text("Turn it off, wait a minute, and turn it on again.")
    expect(picker).to_have_count(0)

    page.keyboard.press("Control+a")
    page.keyboard.press("Backspace")
    page.keyboard.press(";")
    page.keyboard.type("flickering l")
    expect(picker.get_by_role("option").first).to_contain_text("Flickering lamps")
    page.keyboard.press("Enter")
    expect(field).to_contain_text("Dear Eva, order {order} can be mended.")
    expect(page.locator(".helping-found")).to_contain_text("Fill in {order}")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").filter(has_text="Something is not filled in yet")).to_be_visible()
    expect(page.locator("#reply")).to_contain_text("{order}")

    page.locator("#reply .rich").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" and/or")
    assert not picker.count()  # a slash in a sentence is one
    page.keyboard.press("Enter")
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(field).to_contain_text(re.compile(r"and/or\s*/"))


def test_axe_finds_nothing_on_what_we_know(open_page: Opener, work: Work) -> None:
    found = []
    paths = ["/articles", "/articles/new", "/articles/1/en", "/articles/1/en/versions", "/articles/categories"]
    paths += [
        "/saved-replies",
        "/saved-replies/1",
        "/help/en/",
        "/help/en/my-lamp-flickers",
        "/help/en/?q=lamp",
        "/help/x/y",
    ]
    for width, scheme in LOOKS:
        page = open_page("/inbox", width=width, color_scheme=scheme, bypass_csp=True)
        for path in paths:
            page.goto(path)
            answer = Axe().run(page).response
            found += [(path, one["id"], one["nodes"][0]["html"][:120]) for one in answer["violations"]]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append((path, "overflows", str(width)))
    assert not found
