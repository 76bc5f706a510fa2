"""Two colleagues at one desk: each sees the other look and type, and loses neither place nor focus by it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import Opener, Work
from tests.servers.machine import PATIENCE, wait_until

LINE = "[data-presence]"
BEN = "ben@harbour.example"


@pytest.fixture(scope="module")
def bens_cookie(work: Work) -> str:
    """Ben works in Ana's team."""
    work.desk.run("agent", "add", BEN, "--name", "Ben Okafor", "--role", "agent")
    return work.desk.run("session", BEN).stdout.decode().strip()


@pytest.fixture
def ben(chromium: Browser, work: Work, bens_cookie: str) -> Iterator[Callable[[str], Page]]:
    """`ben("/inbox")`: his browser there."""
    contexts: list[BrowserContext] = []

    def open_it(path: str) -> Page:
        context = chromium.new_context(base_url=work.desk.url, viewport={"width": 1440, "height": 900})
        contexts.append(context)
        context.set_default_timeout(PATIENCE * 1000)
        name, _, value = bens_cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": work.desk.url}])
        page = context.new_page()
        page.goto(path)
        return page

    yield open_it
    for context in contexts:
        context.close()


def test_ana_sees_ben_look_and_type_and_leave(work: Work, open_page: Opener, ben: Callable[[str], Page]) -> None:
    number = work.write("Is it coming?", subject="Both look")
    ana = open_page(f"/c/{number}")
    his = ben(f"/c/{number}")
    line = ana.locator(LINE)
    expect(line).to_have_text("BOBen is looking")
    expect(ana.locator(f"#row-{number} .beside")).to_have_attribute("title", "Ben is looking")
    ana.keyboard.press("r")
    expect(ana.locator("#reply .rich")).to_be_focused()
    ana.keyboard.type("Dear Eva")
    expect(his.locator(LINE)).to_have_text("ARAna is typing a reply")
    place = ana.locator("#timeline").evaluate("one => one.scrollTop")
    his.keyboard.press("n")
    expect(his.locator("#note .rich")).to_be_focused()
    his.keyboard.type("She wrote twice")
    expect(line).to_have_text("BOBen is typing a note")
    ana.keyboard.type(", yes")
    assert ana.locator("#reply .rich").inner_text() == "Dear Eva, yes"
    assert ana.locator("#timeline").evaluate("one => one.scrollTop") == place
    his.goto("/today")
    expect(line).to_have_text("")
    expect(ana.locator(f"#row-{number} .beside")).to_have_count(0)


def test_who_comes_later_sees_who_is_there_and_nobody_sees_themselves(
    work: Work, open_page: Opener, ben: Callable[[str], Page]
) -> None:
    number = work.write("Hello", subject="Ben was first")
    his = ben(f"/c/{number}")
    second = his.context.new_page()
    second.goto(f"/c/{number}")
    ana = open_page(f"/c/{number}")
    expect(ana.locator(LINE)).to_have_text("BOBen is looking")
    expect(his.locator(LINE)).to_have_text("ARAna is looking")
    wait_until("both of his tabs to be kept", lambda: kept(work, number) == 3)
    his.close(run_before_unload=True)
    wait_until("one to be gone", lambda: kept(work, number) == 2)
    ana.wait_for_timeout(500)
    expect(ana.locator(LINE)).to_have_text("BOBen is looking")  # his second tab is still there


def kept(work: Work, number: int) -> int:
    """In how many tabs this conversation is open, as far as the desk knows."""
    words = "SELECT count(*) FROM conversations_presence WHERE conversation_id = ?"
    with closing(sqlite3.connect(work.desk.data / "makegood.sqlite3", timeout=PATIENCE)) as database:
        return int(database.execute(words, [number]).fetchone()[0])


def test_another_conversation_opened_in_the_pane_moves_one_along(
    work: Work, open_page: Opener, ben: Callable[[str], Page]
) -> None:
    first, second = work.write("One", subject="First of two"), work.write("Two", subject="Second of two")
    ana, his = open_page("/inbox"), ben(f"/c/{first}")
    expect(ana.locator(f"#row-{first} .beside")).to_be_visible()
    his.locator(f"#row-{second} .row").click()
    expect(ana.locator(f"#row-{second} .beside")).to_be_visible()
    expect(ana.locator(f"#row-{first} .beside")).to_have_count(0)


def test_a_mail_that_came_between_page_and_stream_appears(work: Work, open_page: Opener) -> None:
    held: list[Route] = []
    page = open_page("about:blank")
    page.route(re.compile(r"/live\?"), lambda route: held.append(route))
    page.goto("/inbox", wait_until="domcontentloaded")
    assert "since=" in str(page.get_attribute("body", "data-live"))
    work.write("Hello", subject="Came in the gap")
    page.wait_for_timeout(1500)
    assert page.get_by_text("Came in the gap").count() == 0
    held[0].continue_()
    expect(page.get_by_text("Came in the gap")).to_be_visible()
