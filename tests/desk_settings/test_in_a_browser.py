"""The first ten minutes, in a real browser: welcome, a mailbox that is tested, a passkey. With the desk as it runs."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.servers.desk import Desk
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.issuer import CLIENT_ID, CLIENT_SECRET, Issuer
from tests.servers.sink import Sink

WORD = "a long and quiet word"
HELP = "help@example.test"


def come_in(page: Page, desk: Desk) -> None:
    """The first admin fills the welcome page in."""
    page.goto(desk.link.replace("127.0.0.1", "localhost"))
    fields = {"name": "Ana Ruiz", "email": "ana@hearth.example", "password": WORD, "company": "Hearth & Oak"}
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    page.fill("[name=currency]", "EUR")
    page.click("text=Open the desk")
    page.wait_for_url("**/settings/mailboxes/add")


def add_mailbox(page: Page, dovecot: Dovecot, sink: Sink) -> None:
    """A mailbox at the servers on this machine, its servers typed in and not yet saved."""
    page.fill("[name=address]", HELP)
    page.click("text=Go on to its servers")
    for name, port in (("imap", dovecot.imap), ("smtp", sink.port)):
        page.fill(f"[name={name}_host]", "127.0.0.1")
        page.fill(f"[name={name}_port]", str(port))
        page.select_option(f"[name={name}_security]", "none")
    page.fill("[name=imap_user]", HELP)
    page.fill("[name=smtp_user]", "")


def test_a_newcomer_sets_a_mailbox_up_and_sees_it_work(
    page: Page, desk: Desk, dovecot: Dovecot, smtp_sink: Sink
) -> None:
    come_in(page, desk)
    add_mailbox(page, dovecot, smtp_sink)
    page.fill("[name=imap_password]", "not this one")
    page.click("text=Save")
    page.click("text=Test receiving")
    expect(page.locator("#tested-receiving")).to_contain_text("Receiving does not work yet")
    page.click("text=Servers…")
    page.fill("[name=imap_password]", PASSWORD)
    page.click("text=Save")
    page.click("text=Test receiving")
    expect(page.locator("#tested-receiving")).to_contain_text("Receiving works.")
    page.click("text=Test sending")
    expect(page.locator("#tested-sending")).to_contain_text("Sending works.")
    page.reload()
    expect(page.locator("#state")).to_contain_text("marked address")


def test_a_provider_is_asked_for_consent_in_the_browser(
    page: Page, desk: Desk, dovecot: Dovecot, smtp_sink: Sink, issuer: Issuer
) -> None:
    come_in(page, desk)
    add_mailbox(page, dovecot, smtp_sink)
    page.click("summary:has-text('Signing in with the provider')")
    page.select_option("[name=sign_in]", "oauth")
    page.select_option("[name=provider]", "other")
    given = {
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "authorize_url": f"{issuer.url}/authorize",
        "token_url": f"{issuer.url}/token",
    }
    for name, value in given.items():
        page.fill(f"[name={name}]", value)
    page.click("text=Save")
    page.click("text=Sign in with the provider…")
    page.click("text=Go to the provider")
    expect(page.locator("#toasts")).to_contain_text("The provider agreed")
    page.click("text=Test receiving")
    expect(page.locator("#tested-receiving")).to_contain_text("Receiving works.")


def test_a_passkey_opens_the_desk_without_a_password(page: Page, desk: Desk) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    tool = page.context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = key | {"isUserVerified": True, "automaticPresenceSimulation": True}
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    come_in(page, desk)
    here = page.url.split("/settings")[0]
    page.goto(f"{here}/sign-in/steps/webauthn/add/")
    page.click("text=Add it")
    page.wait_for_url("**/recovery-codes/**")
    page.goto(f"{here}/sign-out/")
    page.click("main button")
    page.goto(f"{here}/sign-in/?next=/me")
    page.click("#passkey_login")
    page.wait_for_url(re.compile(r"/(me|inbox)$"))
    assert complaints == []
