"""By thumb on a phone: what customers, partners and the front line do there. Each page is one column of 390 px,
and axe finds nothing on it, light and dark, before and after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from makegood.clocks.models import Clock
from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation, Way
from makegood.conversations.queries import wishes_in
from makegood.effort.queries import all_thresholds
from makegood.handoffs import acts as handoffs
from makegood.handoffs.acts import Brief
from makegood.handoffs.models import Handoff
from makegood.kudos.models import Kudos
from makegood.people.models import Agent, Partner
from tests.stage import PHONE, Stage
from tests.world import HOUR

pytestmark = pytest.mark.once
BARE = {"bypass_csp": True}  # axe is a script of its own


def is_sound(page: Page) -> None:
    """Nothing for axe to find in light and dark, and nothing that stands out to the side."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        answer = Axe().run(page).response
        assert answer["passes"], "axe did not run"
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in answer["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def answered(stage: Stage) -> Conversation:
    """Eva wrote, Ana has it and answered, and the mail has left."""
    now = timezone.now()
    lamp = stage.writes("The lamp flickers.", subject="A lamp", at=now - 3 * HOUR)
    conversations.claim(lamp, by=stage.world.ana, at=now - 3 * HOUR)
    stage.world.reply(lamp, at=now - 2 * HOUR)
    stage.work(now - HOUR)
    return Conversation.objects.get(pk=lamp.pk)


def by_thumb(stage: Stage, agent: Agent, path: str) -> Page:
    return stage.desk_of(agent, path, **PHONE, **BARE)


def test_eva_says_how_to_reach_her_thanks_and_takes_it_higher(stage: Stage) -> None:
    lamp = answered(stage)
    page = stage.page_of(stage.newest_mail(), **BARE)
    page.locator("#wishes summary").tap()
    page.get_by_label("Please call me").check()
    page.get_by_label("From").fill("18:00")
    page.get_by_label("Not Harbour").check()
    is_sound(page)
    page.get_by_role("button", name="Keep this").tap()
    expect(page.get_by_role("status")).to_contain_text("We keep to that from now on.")
    is_sound(page)
    known = wishes_in(Conversation.objects.get(pk=lamp.pk))
    assert known.way == Way.PHONE and known.avoids_place(stage.world.harbour.location_id)

    page.get_by_role("link", name="Say thanks").tap()
    page.locator("#thanks textarea").fill("You were quick.")
    page.get_by_role("button", name="Thank Ana").tap()
    expect(page.locator("#thanks")).to_contain_text("You thanked Ana")
    assert Kudos.objects.get().agent == stage.world.ana

    stage.writes("It flickers again.", at=timezone.now() - HOUR, answers=stage.newest_mail())
    Clock.objects.filter(conversation_id=lamp.pk, ended_at=None).update(missed_at=timezone.now())
    page.reload()
    page.get_by_role("link", name="Take it higher").tap()
    page.locator("#higher textarea").fill("It is the third time.")
    is_sound(page)
    page.get_by_role("button", name="Take it higher now").tap()
    expect(page.locator(".holder")).to_contain_text("Lea has this now.")
    is_sound(page)


def test_a_partner_takes_it_and_names_a_day(stage: Stage) -> None:
    lamp, now = answered(stage), timezone.now()
    partner = Partner.objects.create(name="Fennick Repairs", addresses=["rosa@fennick.example"], created_at=now)
    brief = Brief("Can you mend this lamp?", "The switch.", messages=[lamp.messages.earliest("pk").pk])
    handoffs.offer_partner(lamp, brief, to=partner, by=stage.world.ana, at=now)
    stage.work()
    page = stage.page_of(stage.newest_mail(to="rosa@fennick.example"), **BARE)
    is_sound(page)
    page.get_by_text("We take it").tap()
    page.get_by_label("Your name").fill("Rosa Fennick")
    page.get_by_role("textbox", name="Ready by").fill((now + timedelta(days=4)).date().isoformat())
    is_sound(page)
    page.get_by_role("button", name="Send the answer").tap()
    expect(page.get_by_role("status")).to_contain_text("Thank you")
    is_sound(page)
    assert Handoff.objects.get().state == "accepted"


def test_ana_promises_hands_on_and_logs_a_call(stage: Stage) -> None:
    lamp = answered(stage)
    page = by_thumb(stage, stage.world.ana, f"/c/{lamp.pk}")
    page.locator("#promise-line summary").tap()
    page.locator("#promise-what").fill("A lamp, tomorrow")
    is_sound(page)
    page.locator("#promise-line").get_by_role("button", name="They know, by phone").tap()
    expect(page.locator("#head")).to_contain_text("promise due")
    is_sound(page)

    page.goto(f"/c/{lamp.pk}/hand-on")
    page.get_by_label("To whom").select_option(page.locator("#to option", has_text="Ben").get_attribute("value"))
    page.get_by_label("Why, and what is to be done").fill("Ben knows brass.")
    is_sound(page)
    page.get_by_role("button", name="Offer it").tap()
    expect(page.locator("#toasts")).to_contain_text("Ben")
    assert Handoff.objects.get().state == "offered"

    page.goto("/call")
    page.get_by_label("Their number").fill("+44 20 7946 0018")
    page.get_by_label("Their name").fill("Tom")
    page.get_by_label("What was said").fill("His lamp is dark.")
    is_sound(page)
    page.get_by_role("button", name="Write it down").tap()
    expect(page.locator("#timeline")).to_contain_text("His lamp is dark.")
    assert Conversation.objects.filter(next_kind="callback").exists()


def test_ada_sets_the_ladder_and_what_a_matter_may_cost(stage: Stage) -> None:
    page = by_thumb(stage, stage.world.ada, "/settings/ladder")
    is_sound(page)
    page.get_by_label("They had to tell it").fill("3")
    page.locator("#limits").get_by_role("button", name="Save").tap()
    expect(page.locator("#toasts")).to_contain_text("Kept.")
    assert all_thresholds()
    is_sound(page)
    page.goto(f"/c/{answered(stage).pk}/higher")
    is_sound(page)
