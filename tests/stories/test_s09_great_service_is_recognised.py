"""S9. "Recognise great service more": two taps from the mail's footer, the person and their manager hear at once in the
customer's words, the manager adds a word, and there is a certificate to pin to the wall."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from makegood.channels.mail.telling import due as telling
from makegood.kudos.models import Kudos
from tests.stage import hire_above
from tests.world import HOUR, MINUTE

if TYPE_CHECKING:
    from tests.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.servers, pytest.mark.django_db(transaction=True)]
THANKS = "You did not ask for the receipt. You asked whether my mother likes blue."
LINK = "/thanks/"


def is_accessible(page: Page) -> None:
    answer = Axe().run(page).response
    assert answer["passes"], "axe did not run"
    assert not answer["violations"], [(one["id"], one["nodes"][0]["html"]) for one in answer["violations"]]


def test_s09_great_service_reaches_whom_it_is_for(stage: Stage) -> None:
    now, world = timezone.now(), stage.world
    above = hire_above(world)
    telling.begin(now=now - HOUR)
    stage.work(now - HOUR)

    # Eva asked for something blue, and Ana answered like a person.
    mail = stage.writes("I look for a lamp for my mother.", subject="A lamp", at=now - 50 * MINUTE)
    world.reply(mail, html="<div>Does she like blue?</div>", at=now - 40 * MINUTE)
    stage.work(now - 39 * MINUTE)

    # One line under the answer: a tap on it, and a tap on a name.
    text = stage.newest_mail().get_body(("plain",)).get_content()
    [line] = [one for one in text.splitlines() if LINK in one]
    assert line.startswith("Say thanks, in two taps:") and LINK not in stage.newest_mail()["subject"]
    eva = stage.phone(LINK + line.rpartition(LINK)[2], bypass_csp=True)
    eva.get_by_label("In your own words").fill(THANKS)
    is_accessible(eva)
    eva.get_by_role("button", name="Thank Ana").click()
    expect(eva.get_by_role("status")).to_contain_text("It has reached them")
    expect(eva.locator("main")).to_contain_text(THANKS)

    # Ana and Lea, who leads her, hear it at once: in the desk, and by a mail in Eva's words. Ben does not.
    ana = stage.desk_of(world.ana, "/kudos")
    expect(ana.locator(".thanks")).to_contain_text(THANKS)
    expect(ana.locator(".thanks")).to_contain_text("Eva Stern")
    stage.work(timezone.now() + 2 * MINUTE)
    for agent in (world.ana, world.lea):
        told = stage.newest_mail(to=agent.email).get_body(("plain",)).get_content()
        assert THANKS in told and "Thanks were said:" in told
    assert not stage.sink.to(world.ben.email) and not stage.sink.to(above["hana"].email)

    # Lea adds a word, which Ana reads.
    lea = stage.desk_of(world.lea, "/kudos", bypass_csp=True)
    lea.get_by_text("Add a word").click()
    lea.get_by_label("They read it at once").fill("This is how we want to work.")
    lea.get_by_role("button", name="Add it").click()
    expect(lea.locator(".thanks")).to_contain_text("This is how we want to work.")
    is_accessible(lea)
    stage.work(timezone.now() + 40 * MINUTE)
    told = stage.newest_mail(to=world.ana.email).get_body(("plain",)).get_content()
    assert "Lea Example adds: “This is how we want to work.”" in told

    # On paper, for the wall: in Eva's words.
    with ana.expect_download() as printed:
        ana.get_by_role("link", name="Certificate on A4").click()
    assert printed.value.suggested_filename.endswith(".pdf")
    assert printed.value.path().read_bytes().startswith(b"%PDF")

    # Once a matter: the same link says so, and asks nothing more.
    eva.reload()
    expect(eva.get_by_role("heading", name="You thanked Ana")).to_be_visible()
    assert Kudos.objects.count() == 1
    stage.is_healthy()
