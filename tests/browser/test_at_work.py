"""An agent's day in a real browser, at a real desk: what moves, what stays, what is kept."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Opener, Work

HTML = "<p>The lid is in <b>three</b> pieces.</p>"

PASTE = """async (field) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 8, height: 8 });
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([blob], "shot.png", { type: "image/png" }));
  const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.querySelector(field).dispatchEvent(paste);
}"""


def editor(page: Page) -> None:
    """The rich field of the reply is there and has the focus."""
    page.keyboard.press("r")
    expect(page.locator("#reply .rich")).to_be_focused()


def test_keys_typed_before_the_editor_has_come_are_words_and_no_shortcuts(work: Work, open_page: Opener) -> None:
    page = open_page(f"/c/{work.write('It flickers', subject='Typed at once')}")
    late: list[Route] = []
    page.route("**/squire*", lambda route: late.append(route))
    with page.expect_request("**/squire*"):
        page.keyboard.press("r")
    page.keyboard.type("Eh? ")
    expect(page.locator("#reply textarea")).to_have_value("Eh? ")
    late[0].continue_()
    expect(page.locator("#reply .rich")).to_be_focused()
    page.keyboard.type("Yes.")
    expect(page.locator("#reply .rich")).to_have_text(re.compile(r"Eh\?\sYes\."))


def test_a_mail_appears_by_itself_in_an_open_inbox(work: Work, open_page: Opener) -> None:
    page = open_page("/inbox")
    page.mouse.move(1000, 500)
    work.write("Hello", subject="The casserole came broken")
    expect(page.get_by_text("The casserole came broken")).to_be_visible()


def test_the_list_waits_until_the_pointer_has_left_it(work: Work, open_page: Opener) -> None:
    work.write("Hello", subject="The first one")
    page = open_page("/inbox")
    page.locator("#rows .row").first.hover()
    work.write("Hello", subject="Comes under the pointer")
    page.wait_for_timeout(1500)
    assert page.get_by_text("Comes under the pointer").count() == 0
    page.mouse.move(1000, 500)
    expect(page.get_by_text("Comes under the pointer")).to_be_visible()


def test_reading_writing_sending_and_taking_back_by_keys_alone(work: Work, open_page: Opener) -> None:
    number = work.write("It flickers", subject="Keys alone")
    page = open_page("/inbox")
    page.locator(f"#row-{number} .row").focus()
    page.keyboard.press("o")
    expect(page.locator("#title")).to_be_focused()
    assert page.url.endswith(f"/c/{number}?in=team")
    editor(page)
    page.keyboard.type("Dear Eva, ")
    page.keyboard.press("Control+b")
    page.keyboard.type("a new one comes")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts")).to_contain_text("It leaves in ten seconds.")
    expect(page.frame_locator("#timeline iframe").locator("b")).to_have_text("a new one comes")
    page.keyboard.press("z")
    expect(page.locator("#toasts")).to_contain_text("Taken back.")
    expect(page.locator("#reply .rich b")).to_have_text("a new one comes")
    assert page.locator("#timeline iframe").count() == 0


def test_news_leaves_typing_focus_and_frames_alone(work: Work, open_page: Opener) -> None:
    number = work.write("The lid is broken", html=HTML, id="first@post.example", subject="News comes")
    page = open_page(f"/c/{number}")
    expect(page.frame_locator("#timeline iframe").locator("b")).to_have_text("three")
    page.evaluate("window.frame = document.querySelector('#timeline iframe'); frame.contentWindow.marked = true")
    editor(page)
    page.keyboard.type("Dear Eva")
    assert work.write("Are you there?", answers="first@post.example", subject="Re: News comes") == number
    expect(page.locator("#timeline")).to_contain_text("Are you there?")
    page.keyboard.type(", yes")
    assert page.locator("#reply .rich").inner_text() == "Dear Eva, yes"
    assert page.evaluate("document.querySelector('#timeline iframe') === frame && frame.contentWindow.marked")


def test_a_reply_over_a_newer_message_is_stopped_and_loses_nothing(work: Work, open_page: Opener) -> None:
    number = work.write("Is it coming?", id="coming@post.example", subject="Overtaken")
    page = open_page(f"/c/{number}")
    editor(page)
    page.keyboard.type("Yes, in March.")
    page.evaluate(
        "for (const f of document.querySelectorAll('[name=seen]')) f.value = 1"
    )  # what it was before the news
    page.keyboard.press("Control+Enter")
    expect(page.locator(".between")).to_contain_text("Is it coming?")
    assert page.locator("#reply .rich").inner_text() == "Yes, in March."
    page.locator("#reply .rich").click()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts")).to_contain_text("It leaves in ten seconds.")


def test_what_is_typed_without_a_connection_is_there_afterwards(work: Work, open_page: Opener) -> None:
    number = work.write("Hello", subject="No connection")
    page = open_page(f"/c/{number}")
    editor(page)
    page.context.set_offline(True)
    page.keyboard.type("Kept all the same")
    expect(page.locator("[data-saved]")).to_have_text("Kept on this device")
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#reply .rich")).to_have_text("Kept all the same")
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    other = open_page(f"/c/{number}")  # another device
    expect(other.locator("#reply .rich")).to_have_text("Kept all the same")


def test_a_note_is_dashed_and_stays_inside(work: Work, open_page: Opener) -> None:
    page = open_page(f"/c/{work.write('Hello', subject='Note')}")
    page.keyboard.press("n")
    expect(page.locator("#note .rich")).to_be_focused()
    assert page.locator("#composer").evaluate("e => getComputedStyle(e).borderTopStyle") == "dashed"
    page.keyboard.type("She is cross")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#timeline .note")).to_contain_text("to colleagues only")


def test_claim_hold_tag_close_and_undo_by_keys(work: Work, open_page: Opener) -> None:
    page = open_page(f"/c/{work.write('Thank you', subject='By keys')}")
    toast = page.locator("#toasts")
    page.keyboard.press("c")
    expect(toast).to_contain_text("You have this now.")
    page.keyboard.press("l")
    page.keyboard.type("lamp")
    page.keyboard.press("Enter")
    expect(page.locator(".taglist")).to_contain_text("lamp")
    page.locator("#timeline").focus()
    page.keyboard.press("x")
    page.keyboard.press("Enter")
    expect(page.locator("#head")).to_contain_text("closed")
    page.keyboard.press("u")
    expect(page.locator("#head")).to_contain_text("answer by")


def test_a_pasted_picture_stands_where_it_was_pasted(work: Work, open_page: Opener) -> None:
    page = open_page(f"/c/{work.write('Hello', subject='Picture')}")
    editor(page)
    page.keyboard.type("Look: ")
    page.evaluate(PASTE, "#reply .rich")
    expect(page.locator("#reply .rich img")).to_have_attribute("src", re.compile(r"^/files/\d+$"))
    page.keyboard.press("Control+Enter")
    picture = page.frame_locator("#timeline iframe").locator("img")
    expect(picture).to_have_attribute("src", re.compile(r"^/files/\d+$"))
    assert picture.evaluate("i => i.decode().then(() => i.naturalWidth)") == 8


def test_everything_goes_without_a_script(work: Work, open_page: Opener) -> None:
    number = work.write("Hello", subject="No script")
    page = open_page("/inbox", java_script_enabled=False)
    page.locator(f"#row-{number} .row").click()
    page.locator("#owner summary").click()
    page.get_by_role("button", name="I take it").click()
    expect(page.locator("#toasts")).to_contain_text("You have this now.")
    page.get_by_label("Your reply").fill("A new one comes.")
    page.get_by_role("button", name="Send", exact=False).last.click()
    expect(page.locator("#timeline")).to_contain_text("A new one comes.")
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Your reply")).to_have_value("A new one comes.")


def test_a_phone_has_one_column_and_the_way_back(work: Work, open_page: Opener) -> None:
    number = work.write("Hello", subject="On the phone")
    page = open_page("/inbox", width=390, has_touch=True, is_mobile=True)
    page.locator(f"#row-{number} .row").tap()
    expect(page.locator("#conversation")).to_be_visible()
    expect(page.locator("#list")).to_be_hidden()
    expect(page.locator(".tabbar")).to_be_hidden()
    size = page.locator("#reply textarea").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert size >= 16
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_label("Back to the list").tap()
    expect(page.locator("#list")).to_be_visible()


@pytest.mark.parametrize("key", ["Control+k", "?"])
def test_a_dialog_opens_and_gives_the_focus_back(work: Work, open_page: Opener, key: str) -> None:
    work.write("Hello", subject="Find me by name")
    page = open_page("/inbox")
    page.locator("#rows .row").first.focus()
    page.keyboard.press(key)
    expect(page.locator("dialog[open]")).to_be_visible()
    if key == "Control+k":
        page.keyboard.type("find me")
        expect(page.locator("#palette-found")).to_contain_text("Find me")
    page.keyboard.press("Escape")
    expect(page.locator("#rows .row").first).to_be_focused()


LIST = {"name": "list.txt", "mimeType": "text/plain", "buffer": b"1"}


def begin(page: Page, text: str) -> None:
    """A first letter to Noor is being written."""
    page.get_by_label("To", exact=True).fill("noor@post.example")
    page.get_by_label("Subject").fill("Your chair")
    page.locator("#new textarea").click()
    page.locator("#new .rich").click()
    page.keyboard.type(text)


def test_a_first_letter_survives_a_reload_a_crash_and_another_device(work: Work, open_page: Opener) -> None:
    work.write("Hello", subject="The mailbox is there")
    page = open_page("/new")
    begin(page, "It is here")
    page.locator("#new input[type=file]").set_input_files(LIST)
    expect(page.locator("#new .file")).to_contain_text("list.txt")
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    page.reload()
    expect(page.locator("#new .rich")).to_have_text("It is here")
    page.context.set_offline(True)
    page.locator("#new .rich").click()
    page.keyboard.press("End")
    page.keyboard.type(", at last")
    expect(page.locator("[data-saved]")).to_have_text("Kept on this device")
    page.context.set_offline(False)
    page.goto("about:blank")  # gone before the desk heard of it
    page.goto("/new")
    expect(page.locator("#new .rich")).to_have_text("It is here, at last")
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    other = open_page("/new")
    expect(other.locator("#new .rich")).to_have_text("It is here, at last")
    expect(other.get_by_label("Subject")).to_have_value("Your chair")
    other.locator("#new [data-send]").click()
    expect(other.locator("#timeline")).to_contain_text("list.txt")
    other.goto("/new")
    expect(other.locator("#new textarea")).to_have_value("")


def test_a_first_letter_that_is_refused_stands_there_once_and_takes_pictures(work: Work, open_page: Opener) -> None:
    work.write("Hello", subject="The mailbox is there")
    page = open_page("/new")
    begin(page, "Look: ")
    page.evaluate(PASTE, "#new .rich")
    expect(page.locator("#new .rich img")).to_have_attribute("src", re.compile(r"^/files/\d+$"))
    page.get_by_label("To", exact=True).fill("nobody")
    page.locator("#new [data-send]").click()
    expect(page.locator("[role=alert]")).to_contain_text("not a mail address")
    assert page.locator("#new .rich").inner_text().strip() == "Look:"
    assert page.locator("#new .rich img").evaluate("i => i.decode().then(() => i.naturalWidth)") == 8
    page.get_by_label("To", exact=True).fill("noor@post.example")
    page.locator("#new .rich").click()
    page.keyboard.press("Control+Enter")
    picture = page.frame_locator("#timeline iframe").locator("img")
    expect(picture).to_have_attribute("src", re.compile(r"^/files/\d+$"))


def test_a_first_letter_is_thrown_away_in_two_steps(work: Work, open_page: Opener) -> None:
    work.write("Hello", subject="The mailbox is there")
    page = open_page("/new", width=390)
    begin(page, "Never mind")
    page.locator("#throw summary").click()
    page.locator("#throw button").click()
    expect(page.locator("#toasts")).to_contain_text("Thrown away.")
    page.goto("/new")
    expect(page.locator("#new textarea")).to_have_value("")
    expect(page.get_by_label("Subject")).to_have_value("")
