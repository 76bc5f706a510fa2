"""README's third paragraph, tried: a phone outside, TLS in between, by the lines that docs/operating.md gives."""

from __future__ import annotations

import re
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.servers import caddy, debian
from tests.servers.desk import Desk, unpack
from tests.servers.machine import PATIENCE, free_port, own_folder, wait_until

MAIL = b"From: Eva <eva@post.example>\r\nTo: help@hearth.example\r\nSubject: Through the proxy\r\n\r\nHello\r\n"

pytestmark = pytest.mark.servers


@dataclass
class Outside:
    """The desk as the world reaches it: at this address, with a certificate of this authority."""

    desk: Desk
    url: str
    trust: ssl.SSLContext

    def ask(self, path: str, *, data: bytes | None = None, **headers: str) -> HTTPResponse:
        """An answer through the proxy. Raises HTTPError."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, data=data, headers=named)
        answer: HTTPResponse = urllib.request.urlopen(request, context=self.trust, timeout=PATIENCE)
        return answer


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    """A new desk that knows its public address, behind Caddy."""
    debian.need("caddy")
    port = free_port()
    url = f"https://localhost:{port}"
    with own_folder("desk", hands_over=False) as folder:
        desk = Desk(folder / "data", database="", MAKEGOOD_URL=url)
        unpack(desk.data)
        desk.start()
        try:
            with caddy.running(port, desk.port) as authority:
                yield Outside(desk, url, ssl.create_default_context(cafile=str(authority)))
        finally:
            desk.stop()


def test_the_book_gives_three_lines() -> None:
    assert len(caddy.lines_of_the_book().splitlines()) == 3


def test_a_newcomer_comes_in_over_tls_and_sees_mail_come(outside: Outside, chromium: Browser) -> None:
    context = chromium.new_context(ignore_https_errors=True, viewport={"width": 390, "height": 844}, has_touch=True)
    context.set_default_timeout(PATIENCE * 1000)
    try:
        page = context.new_page()
        assert outside.desk.link.startswith(f"{outside.url}/welcome/")
        come_in(page, outside)
        cookies = {cookie["name"]: cookie for cookie in context.cookies()}
        assert set(cookies) == {"makegood", "csrftoken"} and all(cookie["secure"] for cookie in cookies.values())
        assert cookies["makegood"]["httpOnly"] and cookies["makegood"]["sameSite"] == "Lax"
        page.goto(f"{outside.url}/inbox")
        page.wait_for_load_state("load")
        outside.desk.lines("mail", "take", "--mailbox", "help@hearth.example", "-", given=MAIL)
        expect(page.locator("#rows .row", has_text="Through the proxy")).to_be_visible()
    finally:
        context.close()


def come_in(page: Page, outside: Outside) -> None:
    """The first admin fills in the form of the printed link, and adds an address: two POSTs with their tokens."""
    page.goto(outside.desk.link)
    fields = {"name": "Ana Ruiz", "email": "ana@hearth.example", "password": "a long and quiet word"}
    for name, value in (fields | {"company": "Hearth & Oak", "currency": "EUR"}).items():
        page.fill(f"[name={name}]", value)
    page.click("text=Open the desk")
    page.wait_for_url("**/settings/mailboxes/add")
    page.fill("[name=address]", "help@hearth.example")
    page.click("text=Go on to its servers")
    page.wait_for_url(re.compile(r"/settings/mailboxes/\d+/servers$"))


def test_what_happens_is_told_through_it_at_once(outside: Outside) -> None:
    outside.desk.run("agent", "add", "ben@hearth.example", "--name", "Ben Ito", "--role", "lead")
    cookie = outside.desk.run("session", "ben@hearth.example").stdout.decode().strip()
    with outside.ask("/live", Cookie=cookie) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.readline() == b"retry: 2000\n"
        outside.desk.lines("mail", "take", "--mailbox", "help@hearth.example", "-", given=MAIL + b"Again.\r\n")
        # A proxy that buffers would keep the line until many more have come.
        assert any(b'"conversation": 100' in line for line in stream)
        during = connections_to(outside.desk)
    # A screen that was closed is let go, or colleagues would still be seen where they no longer are.
    wait_until("the end of the stream", lambda: connections_to(outside.desk) < during)


def connections_to(desk: Desk) -> int:
    """How many connections the desk has accepted and not yet closed. Linux only."""
    mine = f":{desk.port:04X} "
    lines = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
    return sum(1 for words in lines if f"{words[1]} ".endswith(mine) and words[3] == "01")


def test_a_form_from_elsewhere_is_refused_through_it_too(outside: Outside) -> None:
    assert guess(outside, "a@post.example", Origin=outside.url).status == 200
    with pytest.raises(urllib.error.HTTPError, match="403"):
        guess(outside, "a@post.example", Origin="https://elsewhere.example")


def test_who_guesses_is_stopped_whatever_address_they_claim(outside: Outside) -> None:
    tries = [
        guess(outside, f"a{number}@post.example", Origin=outside.url, X_Forwarded_For=f"192.0.2.{number}").read()
        for number in range(11)
    ]
    is_stopped = [b"too many tries" in said for said in tries]
    assert is_stopped[-1] and not any(is_stopped[:5])


def guess(outside: Outside, login: str, **headers: str) -> HTTPResponse:
    """A sign-in with a wrong password, in the form that the page gave."""
    page = outside.ask("/sign-in/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    cookie = next(value for value in page.headers.get_all("Set-Cookie") or () if value.startswith("csrftoken"))
    assert token
    data = urlencode({"csrfmiddlewaretoken": token[1], "login": login, "password": "not this one"}).encode()
    return outside.ask("/sign-in/", data=data, Cookie=cookie.partition(";")[0], **headers)
