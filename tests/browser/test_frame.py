"""A customer's HTML in its frame, and opened alone: even what no sanitiser saw runs nothing and reaches nothing."""

from __future__ import annotations

import sqlite3

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Opener, Work
from tests.servers.machine import PATIENCE

HOSTILE = """<p id="there">Hello</p>
<script>parent.document.title = top.document.title = "taken over"; fetch("https://pixel.example/s")</script>
<img src="x" onerror="parent.document.title = 'taken over'">
<img src="https://pixel.example/seen.png"><link rel="stylesheet" href="https://pixel.example/a.css">
<style>@import "https://pixel.example/b.css"; p { background: url(https://pixel.example/c.png) }</style>
<iframe src="javascript:parent.parent.document.title='taken over'"></iframe>
<object data="https://pixel.example/o"></object><base href="https://pixel.example/">
<form id="form" action="https://pixel.example/" target="_self"><input name="q" value="x"><button>Go</button></form>
<a id="script" href="javascript:top.document.title='taken over'" target="_self">script</a>
<a id="away" href="https://pixel.example/away" target="_top">away</a>"""


def slip_in(work: Work, number: int) -> None:
    """The mail's HTML as it would be if sanitising had failed altogether."""
    with sqlite3.connect(work.desk.data / "makegood.sqlite3", timeout=PATIENCE) as database:
        words = "UPDATE conversations_message SET html = ?, reply_html = ? WHERE conversation_id = ?"
        database.execute(words, (HOSTILE, HOSTILE, number))


def elsewhere(page: Page) -> list[str]:
    """What the page, or a window that it opened, asked of another house; nothing is answered."""
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.context.route("https://pixel.example/**", refuse)
    return asked


def test_a_mail_that_no_sanitiser_saw_cannot_reach_the_desk(work: Work, open_page: Opener) -> None:
    number = work.write("Hello", html="<p>Hello</p>", subject="Unsanitised")
    slip_in(work, number)
    page = open_page("/inbox")
    asked = elsewhere(page)
    page.goto(f"/c/{number}")
    frame = page.frame_locator("#timeline iframe")
    expect(frame.locator("#there")).to_be_visible()
    frame.locator("#script").click()
    frame.locator("#form button").click()
    frame.locator("#away").click()
    page.wait_for_timeout(500)
    assert asked == []
    assert page.url.endswith(f"/c/{number}") and "taken over" not in page.title()


def test_nor_when_it_is_opened_alone(work: Work, open_page: Opener) -> None:
    number = work.write("Hello", html="<p>Hello</p>", subject="Alone")
    page = open_page(f"/c/{number}")
    body = page.locator("#timeline iframe").get_attribute("src") or ""
    slip_in(work, number)
    asked = elsewhere(page)
    page.goto(body)
    expect(page.locator("#there")).to_be_visible()
    page.locator("#script").click()
    page.locator("#form button").click()
    page.wait_for_timeout(500)
    assert asked == []
    assert page.url.endswith(body) and "taken over" not in page.title()
