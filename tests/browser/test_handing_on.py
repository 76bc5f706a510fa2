"""Handing on in real browsers: between two agents, and to a partner on a phone."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.servers.machine import PATIENCE

pytestmark = pytest.mark.browser
MO = "mo@harbour.example"
HAND_OVER = """
import sys
import django
django.setup()
from django.utils import timezone
from makegood.base import secrets
from makegood.conversations.models import Conversation
from makegood.handoffs import acts
from makegood.handoffs.models import Mail
from makegood.people.models import Agent, Partner
now, found = timezone.now(), Conversation.objects.get(pk=int(sys.argv[1]))
fennick = Partner.objects.create(name="Fennick Repairs", addresses=["rosa@fennick.example"], created_at=now)
brief = acts.Brief("Can you mend this lamp?", "Change the switch and the cord.", messages=[found.messages.get().pk])
made = acts.offer_partner(found, brief, to=fennick, by=Agent.objects.get(email="ana@harbour.example"), at=now)
print(secrets.unseal(Mail.objects.get(handoff=made).sealed))
"""


@pytest.fixture
def mo(work: Any, chromium: Browser) -> Iterator[Page]:
    """Mo's own browser."""
    work.desk.run("agent", "add", MO, "--name", "Mo Adeyemi", "--role", "agent")
    name, _sign, value = work.desk.run("session", MO).stdout.decode().strip().partition("=")
    context = chromium.new_context(base_url=work.desk.url)
    context.add_cookies([{"name": name, "value": value, "url": work.desk.url}])
    context.set_default_timeout(PATIENCE * 1000)
    yield context.new_page()
    context.close()


def test_ana_offers_by_keyboard_and_mo_accepts_on_one_screen(work: Any, open_page: Any, mo: Page) -> None:
    number = work.write("Please look at my brass lamp.")
    page = open_page(f"/c/{number}")
    page.keyboard.press("c")
    expect(page.locator("#toasts")).to_contain_text("You have this now")
    page.keyboard.press("h")
    page.wait_for_url(re.compile("/hand-on"))
    option = page.locator("#to option", has_text="Mo Adeyemi").get_attribute("value")
    page.get_by_label("To whom").select_option(option)
    page.get_by_label("Why, and what is to be done").fill("Mo knows brass")
    page.get_by_role("button", name="Offer it").click()
    expect(page.locator("#handoffs")).to_contain_text("Offered to Mo Adeyemi")
    mo.goto("/inbox/offered")
    expect(mo.locator("#rows")).to_contain_text("Ana offers this: accept")
    mo.goto(f"/c/{number}?in=offered")
    expect(mo.locator("#handoffs")).to_contain_text("Mo knows brass")
    accept = mo.locator("#handoffs").get_by_role("button", name="Accept")
    expect(accept.locator("kbd")).to_have_css("color", accept.evaluate("it => getComputedStyle(it).color"))
    accept.click()
    expect(mo.locator("#toasts")).to_contain_text("You have this now")
    expect(page.locator("#timeline")).to_contain_text("accepted the handoff")  # by itself, on Ana's screen


def hand_over(work: Any, number: int) -> str:
    """The path of the link that the partner gets."""
    own = {**work.desk.environment, "DJANGO_SETTINGS_MODULE": "makegood.config.settings"}
    run = [sys.executable, "-c", HAND_OVER, str(number)]
    return f"/h/{subprocess.run(run, env=own, check=True, capture_output=True).stdout.decode().strip()}"


def test_a_partner_answers_on_a_phone_without_a_script(work: Any, open_page: Any, chromium: Browser) -> None:
    number = work.write("The lamp flickers since the switch was changed.")
    link = hand_over(work, number)
    phone = {"width": 390, "height": 844}
    context = chromium.new_context(
        base_url=work.desk.url, viewport=phone, has_touch=True, is_mobile=True, java_script_enabled=False
    )
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Can you mend this lamp?")
    expect(page.locator(".case")).to_contain_text("The lamp flickers since the switch was changed.")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_text("We have a question").click()
    page.get_by_label("Your question").fill("Which cord?")
    page.get_by_label("Your name").fill("Rosa Fennick")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("status")).to_contain_text("Thank you")
    page.get_by_text("We take it").click()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator(".holder")).to_contain_text("Ana waits for word from you")
    context.close()
    desk = open_page(f"/c/{number}")
    expect(desk.locator("#timeline")).to_contain_text("Fennick Repairs takes it")
    expect(desk.locator("#handoffs")).to_contain_text("Which cord?")
