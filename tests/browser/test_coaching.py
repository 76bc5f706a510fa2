"""Words that would hurt, named while they are typed: taken by one tap, brought back, left, never named twice."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Opener, Work

HARSH = "Dear Eva, our policy does not allow exchanges."


def test_better_words_are_taken_by_keys_and_brought_back(work: Work, open_page: Opener) -> None:
    number = work.write("The lamp came broken", subject="Coached")
    page = open_page(f"/c/{number}")
    page.keyboard.press("r")
    area = page.locator("#reply .rich")
    expect(area).to_be_focused()
    page.keyboard.type(HARSH[:-11])
    hint = page.locator("[data-coach] .offer")
    expect(hint).to_contain_text("“our policy does not”")
    expect(hint).to_contain_text("hides behind a rule")
    page.keyboard.type(HARSH[-11:])  # the sentence grows under the line
    hint.get_by_role("button", name="Use these words").focus()
    page.keyboard.press("Enter")
    expect(area).to_contain_text("What I can do is")
    expect(area).not_to_contain_text("our policy")
    expect(area).not_to_contain_text("exchanges")
    expect(area).to_be_focused()
    page.route("**/coached", lambda route: route.abort())  # the line of the train is gone, and the offer stays
    page.keyboard.type(" Yours")
    hint.get_by_role("button", name="Bring mine back").click()
    expect(area).to_contain_text(f"{HARSH} Yours")
    expect(hint).to_have_count(0)


def test_what_was_left_is_not_named_again_and_nothing_stops_the_letter(work: Work, open_page: Opener) -> None:
    number = work.write("The lamp came broken", subject="Coached on a phone")
    page = open_page(f"/c/{number}", width=390, has_touch=True, is_mobile=True)
    field = page.locator("#reply textarea[name=text]")
    field.tap()
    area = page.locator("#reply .rich")
    expect(area).to_be_visible()
    page.keyboard.type(HARSH)
    hint = page.locator("[data-coach] .offer")
    expect(hint).to_contain_text("“our policy does not”")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    send = page.locator("#reply [data-send]")
    stood = send.bounding_box()
    hint.get_by_role("button", name="Leave it").tap()
    expect(hint).to_have_count(0)
    now = send.bounding_box()
    assert stood and now and abs(stood["y"] - now["y"]) < 2
    with page.expect_response(lambda answer: answer.url.endswith("/coached")):
        page.keyboard.type(" I tell you tomorrow.")
    expect(hint).to_have_count(0)
    send.tap()
    expect(page.locator("#toasts")).to_contain_text("It leaves in ten seconds.")


def test_a_letter_that_we_write_first_is_coached_too(work: Work, open_page: Opener) -> None:
    page = open_page("/new")
    page.locator("#new textarea[name=text]").click()
    area = page.locator("#new .rich")
    expect(area).to_be_visible()
    page.keyboard.type(HARSH)
    hint = page.locator("[data-coach] .offer")
    expect(hint).to_contain_text("“our policy does not”")
    hint.get_by_role("button", name="Use these words").click()
    expect(area).to_contain_text("What I can do is")
    expect(area).not_to_contain_text("our policy")
