"""Giving our word in a real browser: by keys alone, from the words typed, and by thumb on a phone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Opener, Work


def test_promising_by_keys_alone(work: Work, open_page: Opener) -> None:
    number = work.write("The lid is broken", subject="Promise by keys")
    page = open_page(f"/c/{number}")
    page.keyboard.press("r")
    expect(page.locator("#reply .rich")).to_be_focused()
    page.keyboard.type("Dear Eva, we see to it.")
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    expect(page.locator("#promise-what")).to_be_focused()
    page.keyboard.type("A new lid for you, at the till")
    page.keyboard.press("Enter")
    expect(page.locator("#promise-what")).to_have_value("A new lid for you, at the till")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts")).to_contain_text("It leaves in ten seconds.")
    owed = page.locator("#panel .owed-one", has_text="A new lid for you, at the till")
    expect(owed).to_be_visible()
    expect(page.locator("#timeline")).to_contain_text("promised “A new lid for you, at the till”")
    owed.get_by_role("button", name="Keep").click()
    expect(page.locator("#toasts")).to_contain_text("Our word is kept.")
    page.keyboard.press("z")
    expect(owed.get_by_role("button", name="Keep")).to_be_visible()


def test_words_offer_themselves_and_only_a_yes_promises(work: Work, open_page: Opener) -> None:
    number = work.write("Can you ring me?", subject="Promise by words")
    page = open_page(f"/c/{number}")
    page.keyboard.press("r")
    expect(page.locator("#reply .rich")).to_be_focused()
    page.keyboard.type("Dear Eva, I will ring you back tomorrow before noon.")
    offer = page.locator("[data-offers] .offer")
    expect(offer).to_contain_text("“I will ring you back”")
    expect(page.locator("#promise-what")).to_have_value("")
    expect(page.locator("#composer")).to_contain_text("Saved")
    page.reload()  # a draft that stands there already offers as well
    expect(offer).to_contain_text("“I will ring you back”")
    offer.get_by_role("button", name="Promise it").click()
    expect(page.locator("#promise-what")).to_have_value("I will ring you back")
    expect(offer).to_have_count(0)
    expect(page.locator("#reply .rich")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#panel .owed-one", has_text="I will ring you back")).to_be_visible()


def test_what_we_owe_stands_there_when_closing_is_refused(work: Work, open_page: Opener) -> None:
    number = work.write("Hello", subject="Not closed")
    page = open_page(f"/c/{number}")
    page.keyboard.press("r")
    expect(page.locator("#reply .rich")).to_be_focused()
    page.keyboard.type("We see to it.")
    page.locator("#promise-line summary").click()
    page.locator("#promise-what").fill("The invoice")
    page.locator("#reply [data-send]").click()
    expect(page.locator("#panel .owed-one", has_text="The invoice")).to_be_visible()
    page.locator("#title").click()
    page.keyboard.press("e")
    box = page.locator(".not-closed")
    expect(box).to_contain_text("“The invoice” is still open.")
    box.get_by_role("button", name="Keep").click()
    expect(page.locator("#toasts")).to_contain_text("Our word is kept.")


def test_promising_by_thumb_on_a_phone(work: Work, open_page: Opener) -> None:
    number = work.write("Hello", subject="Promise on a phone")
    page = open_page(f"/c/{number}", width=390, has_touch=True, is_mobile=True)
    page.locator("#promise-line summary").tap()
    page.locator("#promise-what").fill("A lamp, tomorrow")
    page.locator("#promise-line").get_by_role("button", name="They know, by phone").tap()
    expect(page.locator("#toasts")).to_contain_text("Promised.")
    expect(page.locator("#head")).to_contain_text("promise due")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
