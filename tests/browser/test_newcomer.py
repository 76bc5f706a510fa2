"""The newcomer's whole path, at a desk as it runs: the printed link, a mailbox, a customer's mail, the answer, hers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, Route, expect

from tests.browser.eva import ADDRESS, Eva
from tests.desk_settings.test_in_a_browser import HELP, come_in
from tests.servers.desk import Desk
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.machine import PATIENCE, wait_until
from tests.servers.postfix import Postfix

PASTE = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 8, height: 8 });
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([blob], "shot.png", { type: "image/png" }));
  const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.querySelector("#reply .rich").dispatchEvent(paste);
}"""
WIDTH = "i => i.decode().then(() => i.naturalWidth)"
DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@dataclass
class Day:
    """One newcomer at work: the desk, their browser, and the customer at the other end."""

    desk: Desk
    chromium: Browser
    eva: Eva
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    page: Page = field(init=False)

    @property
    def here(self) -> str:
        """Where the browser found the desk."""
        return f"http://localhost:{self.desk.port}"

    def opens(self, size: dict[str, Any] | None = None) -> Page:
        """A device of theirs; the second one is signed in as the first is."""
        state = self.contexts[0].storage_state() if self.contexts else None
        context = self.chromium.new_context(storage_state=state, **(size or DESK))
        self.contexts.append(context)
        context.set_default_timeout(PATIENCE * 1000)
        context.route(is_elsewhere, self._refuse)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _refuse(self, route: Route) -> None:
        self.asked.append(route.request.url)
        route.abort()


@pytest.fixture
def day(chromium: Browser, make_desk: Callable[..., Desk], dovecot: Dovecot, postfix: Postfix) -> Iterator[Day]:
    """A new desk that trusts the mail server's own authority, as an admin would have it, and an empty browser."""
    day = Day(make_desk(SSL_CERT_FILE=str(dovecot.certificate)), chromium, Eva(dovecot, postfix))
    try:
        day.page = day.opens()
        yield day
    finally:
        for context in day.contexts:
            context.close()
    assert not day.complaints
    assert not day.asked  # nothing was ever fetched from elsewhere


def is_elsewhere(url: str) -> bool:
    """True for what lies outside the desk. What the page's own policy refuses is never asked for."""
    return urlsplit(url).hostname not in ("localhost", "127.0.0.1", None)


def add_mailbox(day: Day, *, password: str, imap_port: int = 0, smtp_port: int = 0) -> None:
    """The servers of help@example.test are kept as typed in: TLS, as providers have it."""
    page, dovecot, postfix = day.page, day.eva.dovecot, day.eva.postfix
    ports = {"imap": imap_port or dovecot.imaps, "smtp": smtp_port or postfix.submission}
    for name, security in (("imap", "tls"), ("smtp", "starttls")):
        page.fill(f"[name={name}_host]", "localhost")
        page.fill(f"[name={name}_port]", str(ports[name]))
        page.select_option(f"[name={name}_security]", security)
        page.fill(f"[name={name}_user]", HELP)
        page.fill(f"[name={name}_password]", password)
    page.click("#reach .button-main")
    page.wait_for_url(re.compile(r"/settings/mailboxes/\d+$"))


def verdict(page: Page, which: str) -> str:
    """What the button "Test receiving" or "Test sending" says."""
    page.get_by_role("button", name=f"Test {which}").click()
    found = page.locator(f"#tested-{which}")
    expect(found).to_contain_text(re.compile("works|does not work"))
    return found.inner_text()


def set_up(day: Day) -> None:
    """From the printed link to a mailbox that works; each mistake on the way is named."""
    come_in(day.page, day.desk)
    day.page.fill("[name=address]", HELP)
    day.page.click("text=Go on to its servers")
    add_mailbox(day, password="not this one", smtp_port=1)
    assert "refused the sign-in of help@example.test" in verdict(day.page, "receiving")
    assert "refuses connections. Is the port right" in verdict(day.page, "sending")
    day.page.click("text=Servers…")
    add_mailbox(day, password=PASSWORD)
    assert "Receiving works." in verdict(day.page, "receiving")
    assert "Sending works." in verdict(day.page, "sending")


def wait_for_proof(page: Page) -> None:
    """The page says that marked addresses arrive, so that answers may carry one."""
    wait_until("a test mail at the mailbox's own plus address", lambda: page.reload() and _is_proved(page))


def _is_proved(page: Page) -> bool:
    return "proved" in page.locator("#plus").inner_text()


def the_mail(page: Page) -> FrameLocator:
    """What Eva wrote first, in its frame."""
    return page.frame_locator("#timeline iframe").first


def see_her_mail(page: Page, day: Day, subject: str) -> EmailMessage:
    """It stands in the open inbox by itself, and opens with picture and receipt and without its poison."""
    page.goto(f"{day.here}/inbox")
    sent = day.eva.complains(HELP, subject)
    row = page.locator("#rows .row", has_text=subject)
    expect(row).to_be_visible()
    row.click()
    mail = the_mail(page)
    expect(mail.locator("b")).to_have_text("three")
    assert mail.get_by_alt_text("the lid").evaluate(WIDTH) == 4
    for poison in ("script", "form", "input", "[onclick]", "[onerror]", "[href^=javascript]"):
        assert mail.locator(poison).count() == 0, poison
    expect(page.locator("#timeline .file")).to_contain_text("Receipt 12.pdf")
    assert "taken over" not in page.title()
    return sent


def type_answer(page: Page, before: str, bold: str) -> None:
    """Rich words in the reply, saved."""
    page.locator("#reply .rich, #reply textarea").last.click()
    expect(page.locator("#reply .rich")).to_be_focused()
    page.keyboard.type(before)
    page.keyboard.press("Control+b")
    page.keyboard.type(bold)
    page.keyboard.press("Control+b")
    expect(page.locator("[data-saved]")).to_contain_text("Saved")


def send(page: Page) -> None:
    """The reply leaves, by keys at a desk and by thumb on a phone."""
    if page.viewport_size and page.viewport_size["width"] > 400:
        page.keyboard.press("Control+Enter")
    else:
        page.locator("#reply [data-send]").tap()
    expect(page.locator("#toasts")).to_contain_text("It leaves in ten seconds.")


def is_proper(got: EmailMessage, asked: EmailMessage) -> None:
    """An answer as mail programs want it: in her thread, in plain text and HTML, and its way back signed."""
    assert got["to"].addresses[0].addr_spec == ADDRESS and got["from"].addresses[0].addr_spec == HELP
    assert str(got["subject"]) == f"Re: {asked['subject']}"
    assert got["in-reply-to"] == asked["message-id"] and asked["message-id"] in got["references"]
    assert re.fullmatch(r"<[^<>@\s]+@example\.test>", got["message-id"])
    assert re.fullmatch(r"help\+c\d+\.\w+\.[a-z2-7]{26}@example\.test", got["reply-to"].addresses[0].addr_spec)
    plain, rich = got.get_body(("plain",)), got.get_body(("html",))
    assert plain is not None and "a new one comes" in plain.get_content()
    assert rich is not None and "<b>a new one comes" in rich.get_content()


def has_picture(got: EmailMessage) -> None:
    """The picture that was pasted travels inside, where its words are."""
    html = got.get_body(("html",))
    cid = re.search(r'src="cid:([^"]+)"', html.get_content() if html else "")
    pictures = [part for part in got.walk() if part.get_content_type() == "image/png"]
    assert cid and [part["content-id"] for part in pictures] == [f"<{cid[1]}>"]


def be_overtaken(day: Day, got: EmailMessage) -> None:
    """A reply over a newer message is stopped and kept; sent all the same, it is taken back."""
    page = day.page.context.new_page()
    page.route("**/live*", lambda route: route.abort())  # a bad line: nobody told this page
    page.goto(day.page.url)
    type_answer(page, "It comes ", "on Monday")
    day.eva.answers(got, "And in green, please.")
    expect(day.page.locator("#timeline")).to_contain_text("And in green, please.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".between")).to_contain_text("And in green, please.")
    expect(page.locator("#reply .rich")).to_have_text("It comes on Monday")
    page.locator("#reply .rich").click()
    send(page)
    page.keyboard.press("z")
    expect(page.locator("#toasts")).to_contain_text("Taken back.")
    expect(page.locator("#reply .rich b")).to_have_text("on Monday")


def work_on_a_phone(day: Day, page: Page) -> None:
    """The same in one column: a mail appears, is read, and is answered by thumb. What was taken back never left."""
    page.goto(f"{day.here}/settings/mailboxes/1")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    asked = see_her_mail(page, day, "The lid, once more")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    type_answer(page, "Dear Eva, ", "a new one comes")
    send(page)
    got = day.eva.waits_for(2)
    is_proper(got, asked)
    day.eva.answers(got, "You are quick.")
    expect(page.locator("#timeline")).to_contain_text("You are quick.")
    page.get_by_label("Back to the list").tap()
    expect(page.locator("#rows .row", has_text="The lid, once more")).to_be_visible()


def test_from_the_printed_link_to_the_customers_answer(day: Day) -> None:
    page, eva = day.page, day.eva
    set_up(day)
    wait_for_proof(page)
    asked = see_her_mail(page, day, "The lid is broken")
    type_answer(page, "Dear Eva, ", "a new one comes")
    page.reload()
    expect(page.locator("#reply .rich b")).to_have_text("a new one comes")
    day.desk.kill()
    day.desk.start()
    page.reload()
    expect(page.locator("#reply .rich b")).to_have_text("a new one comes")
    page.locator("#reply .rich").click()
    page.keyboard.press("Control+End")
    page.evaluate(PASTE)
    expect(page.locator("#reply .rich img")).to_have_attribute("src", re.compile(r"^/files/\d+$"))
    send(page)
    got = eva.waits_for(1)
    is_proper(got, asked)
    has_picture(got)
    eva.answers(got, "Thank you, when?")
    expect(page.locator("#timeline")).to_contain_text("Thank you, when?")  # in the same conversation, by itself
    be_overtaken(day, got)
    work_on_a_phone(day, day.opens(PHONE))
