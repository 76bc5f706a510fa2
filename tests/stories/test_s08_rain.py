"""S8. Gardeners phone every rainy morning, explain all that they did, and bring the receipts with the invoice. Here one
notice reaches everyone whom the rain concerns, what they answer lands in their own conversation, and what was done
stands on each customer's page, with its receipts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, expect

from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation
from makegood.timeline.models import Event
from tests.world import HOUR

if TYPE_CHECKING:
    from tests.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.servers, pytest.mark.django_db(transaction=True), pytest.mark.once]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


def test_s08_everyone_hears_of_the_rain_and_reads_what_was_done(stage: Stage) -> None:
    now, world = timezone.now(), stage.world
    garden = stage.writes("Please see to the roses every week.", subject="The garden", at=now - 3 * HOUR)
    conversations.claim(garden, by=world.ana, at=now - 3 * HOUR)
    world.reply(garden, at=now - 2 * HOUR, html="<div>Gladly, every Thursday.</div>")
    stage.work(now - HOUR)

    # It rains. Lea tells all of today's customers at once, before anyone waits at a window.
    lea = stage.desk_of(world.lea, "/notices/new")
    lea.get_by_label("Subject").fill("Rain")
    lea.get_by_label("What they are told, in English").fill("It rains all day. We come tomorrow at nine instead.")
    lea.locator("select[name=by]").select_option("list")
    lea.locator("textarea[name=said]").fill("Eva Stern, eva@post.example\nIda Roth, ida@post.example")
    lea.get_by_role("button", name="Look whom it concerns").click()
    expect(lea.locator("#looked")).to_contain_text("2 people are told")
    lea.get_by_role("button", name="Keep it, and see it before it goes").click()
    lea.get_by_role("button", name="Send it").click()
    expect(lea.locator("main")).to_contain_text("Is being sent")
    stage.work(timezone.now() + timedelta(minutes=1))
    rain = stage.newest_mail()
    assert "We come tomorrow at nine" in rain.get_body(("plain",)).get_content()
    assert "We come tomorrow at nine" in stage.newest_mail(to="ida@post.example").get_body(("plain",)).get_content()

    # What Eva answers lands in her own conversation, whoever else was told.
    answer = stage.writes("Nine is fine.", subject="Re: Rain", at=timezone.now(), answers=rain)
    assert Conversation.objects.filter(customer=garden.customer).exclude(pk=answer.pk).count() <= 1
    assert answer.customer == garden.customer and answer.messages.filter(text__contains="We come tomorrow").exists()

    # The next day Ana writes down what she did, on her phone between two gardens, with a picture of the receipt.
    ana = stage.desk_of(world.ana, f"/c/{garden.pk}/work", width=390)
    ana.get_by_label("What was done, as you would tell them").fill("Pruned the roses, and tied up the two at the gate.")
    ana.get_by_label("Hours").fill("1")
    ana.get_by_label("Minutes").fill("30")
    ana.get_by_label("What it cost, in EUR").fill("12.50")
    ana.get_by_label("What was used").fill("a ball of twine")
    picture: FilePayload = {"name": "r.png", "mimeType": "image/png", "buffer": PNG}
    ana.get_by_label("Photograph a receipt").set_input_files(picture)
    ana.get_by_role("button", name="Write it down").click()
    expect(ana.locator("#log + .ledger")).to_contain_text("1 receipt")
    stage.work(timezone.now() + timedelta(minutes=16))
    mail = stage.newest_mail()
    assert "Pruned the roses" in mail.get_body(("plain",)).get_content()

    # Eva reads it on her page, and saves the receipt; another link opens none of it.
    eva = stage.page_of(mail)
    expect(eva.locator("section", has=eva.locator("#work"))).to_contain_text("Altogether: 1 h 30 min, €12.50")
    with eva.expect_download() as saved:
        eva.get_by_role("link", name="r.png").click()
    assert saved.value.path().read_bytes() == PNG
    ida = stage.page_of(stage.newest_mail(to="ida@post.example"))
    receipt = eva.get_by_role("link", name="r.png").get_attribute("href") or ""
    stolen = ida.url.rpartition("/t/")[2].partition("?")[0]
    assert ida.request.get(f"/t/{stolen}/receipts/{receipt.rpartition('/')[2]}").status == 404

    # What she has read is not changed any more: it is struck out before her eyes, with the reason.
    ana.reload()
    ana.get_by_text("Strike out…").click()
    ana.get_by_label("Why? The customer reads it.").fill("The twine was for next door.")
    ana.get_by_role("button", name="Strike it out").click()
    eva.reload()
    expect(eva.locator("section", has=eva.locator("#work"))).to_contain_text("The twine was for next door.")
    ana.goto(f"/c/{garden.pk}")
    expect(ana.locator("#timeline")).to_contain_text("struck out of the work log")
    assert Event.objects.filter(kind="work.done").count() == 1
    stage.is_healthy()
    assert not stage.complaints
