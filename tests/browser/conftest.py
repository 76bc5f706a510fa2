"""A whole desk at work, Ana signed in at it, and customers who write: one desk for all tests of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.servers.desk import Desk, unpack
from tests.servers.machine import PATIENCE, own_folder

HELP = "help@harbour.example"
ANA = "ana@harbour.example"
_numbers = count(1)


@dataclass
class Work:
    """The running desk, and how customers reach it."""

    desk: Desk
    cookie: str

    def write(self, text: str, *, subject: str = "", sender: str = "Eva Stern <eva@post.example>", **more: str) -> int:
        """A customer's mail is in the desk; its conversation's number. May say `html`, `id` and `answers` (ids)."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, HELP, subject or f"Lamp {next(_numbers)}"
        mail["Message-ID"] = f"<{more.get('id') or f'mail-{next(_numbers)}@post.example'}>"
        if "answers" in more:
            mail["In-Reply-To"] = f"<{more['answers']}>"
        mail.set_content(text)
        if "html" in more:
            mail.add_alternative(more["html"], subtype="html")
        taken = self.desk.lines("mail", "take", "--mailbox", HELP, "-", given=mail.as_bytes())
        return int(taken[0]["conversation"])


@pytest.fixture(scope="module")
def work() -> Iterator[Work]:
    """A running desk with Ana, who leads its one team."""
    with own_folder("desk", hands_over=False) as folder:
        desk = Desk(folder / "data", database="")
        unpack(desk.data)
        desk.start()
        try:
            desk.run("agent", "add", ANA, "--name", "Ana Ruiz", "--role", "lead")
            cookie = desk.run("session", ANA).stdout.decode().strip()
            yield Work(desk, cookie)
        finally:
            desk.stop()


Opener = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, work: Work) -> Iterator[Opener]:
    """`open_page("/inbox", width=390, …)`: Ana's browser there. What a script complains about fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_it(path: str, *, width: int = 1440, **options: Any) -> Page:
        context = chromium.new_context(base_url=work.desk.url, viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE * 1000)
        name, _, value = work.cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": work.desk.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert not complaints
