"""Each act from its form: done, said with its way back, undone; refused in words."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from makegood.conversations import acts
from makegood.conversations.models import Conversation, Delivery, State
from tests.world import HOUR, NOON, World


@pytest.fixture
def lamp(world: World) -> Conversation:
    """Eva's lamp."""
    return world.receive()


def now_is(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def do(client: Client, conversation: Conversation, verb: str, **said: str) -> str:
    """Press it; the page that follows."""
    answer = client.post(f"/c/{conversation.number}/{verb}?in=team", said, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def way_back(html: str) -> str:
    found = re.search(r'action="(/undo/\d+|/c/\d+/m/\d+/undo)"', html)
    assert found, "no way back was offered"
    return found[1]


def test_claim_and_give_back(world: World, lamp: Conversation, ana: Client) -> None:
    assert "You have this now." in do(ana, lamp, "claim")
    assert now_is(lamp).owner == world.ana
    do(ana, lamp, "release")
    assert now_is(lamp).owner is None


def test_give_to_a_colleague_and_undo(world: World, lamp: Conversation, ana: Client) -> None:
    html = do(ana, lamp, "assign", to=f"agent-{world.ben.pk}")
    assert "Ben Example has this now." in html and now_is(lamp).owner == world.ben
    assert "Undone." in ana.post(way_back(html), follow=True).content.decode()
    assert now_is(lamp).owner is None


def test_give_to_another_team_and_it_is_out_of_sight(world: World, lamp: Conversation, ana: Client) -> None:
    html = do(ana, lamp, "assign", to=f"team-{world.hill.pk}")
    assert now_is(lamp).team == world.hill
    assert "Hill front has this now." in html and 'id="list"' in html
    ana.post(way_back(html))
    assert now_is(lamp).team == world.harbour


def test_nobody_gives_it_to_someone_who_may_not_see_it(world: World, lamp: Conversation, ana: Client) -> None:
    assert ana.post(f"/c/{lamp.number}/assign", {"to": f"agent-{world.mo.pk}"}).status_code == 404
    assert ana.post(f"/c/{lamp.number}/assign", {"to": "team-424242"}).status_code == 404


@pytest.mark.parametrize("to", ["", "agent-", "agent-x", "team-²", "everyone", "agent-99999999999999999999999"])
def test_nonsense_is_nobody(lamp: Conversation, ana: Client, to: str) -> None:
    assert ana.post(f"/c/{lamp.number}/assign", {"to": to}).status_code == 404
    assert now_is(lamp).owner is None


def test_close_is_refused_while_an_answer_is_owed(lamp: Conversation, ana: Client) -> None:
    html = do(ana, lamp, "close", seen=str(lamp.messages.get().pk))
    assert "waiting for an answer" in html and now_is(lamp).state == State.OPEN


def test_close_reopen_and_undo(world: World, lamp: Conversation, ana: Client) -> None:
    message = world.reply(lamp)
    html = do(ana, lamp, "close", seen=str(message.pk))
    assert now_is(lamp).state == State.CLOSED and "Reopen" in html
    ana.post(way_back(html))
    assert now_is(lamp).state == State.WAITING
    do(ana, lamp, "close", seen=str(message.pk))
    do(ana, lamp, "reopen")
    assert now_is(lamp).state == State.OPEN


def test_close_is_refused_over_a_message_that_was_not_seen(world: World, lamp: Conversation, ana: Client) -> None:
    seen = world.reply(lamp).pk
    world.receive(in_reply_to=lamp.messages.get(direction="in").message_id, at=NOON + 2 * HOUR)
    html = do(ana, lamp, "close", seen=str(seen))
    assert "Something new was said" in html and now_is(lamp).state != State.CLOSED


@pytest.mark.parametrize("why", ["thanks", "spam", "answered_elsewhere"])
def test_nothing_to_answer_closes_and_can_be_undone(world: World, lamp: Conversation, ana: Client, why: str) -> None:
    html = do(ana, lamp, "nothing", why=why, seen=str(lamp.messages.get().pk))
    assert now_is(lamp).state == State.CLOSED
    assert (now_is(lamp).customer.blocked_at is not None) == (why == "spam")
    ana.post(way_back(html))
    assert now_is(lamp).state == State.OPEN and now_is(lamp).customer.blocked_at is None


def test_hold_until_a_day(world: World, lamp: Conversation, ana: Client) -> None:
    world.reply(lamp)
    html = do(ana, lamp, "hold", day="2126-01-01")
    assert "90 days at most" in html
    assert "Until when?" in do(ana, lamp, "hold")
    assert "Until when?" in do(ana, lamp, "hold", until="whenever")


def test_tags_come_and_go(lamp: Conversation, ana: Client) -> None:
    do(ana, lamp, "tags", add="Late order, voucher")
    assert now_is(lamp).tags == ["late order", "voucher"]
    html = do(ana, lamp, "tags", remove="voucher")
    assert now_is(lamp).tags == ["late order"]
    ana.post(way_back(html))
    assert now_is(lamp).tags == ["late order", "voucher"]


def test_pressing_undo_twice_says_that_it_is_too_late(world: World, lamp: Conversation, ana: Client) -> None:
    address = way_back(do(ana, lamp, "claim"))
    ana.post(address)
    html = ana.post(address, HTTP_REFERER=f"http://testserver/c/{lamp.number}", follow=True).content.decode()
    assert "can no longer be taken back" in html


def test_a_failed_delivery_is_tried_again(world: World, lamp: Conversation, ana: Client) -> None:
    delivery = world.reply(lamp).deliveries.get()
    acts.stuck(delivery.pk, reason="her mailbox is full", at=NOON + HOUR)
    page = ana.get(f"/c/{lamp.number}").content.decode()
    assert "Not delivered: her mailbox is full. Nothing is lost." in page
    ana.post(f"/c/{lamp.number}/d/{delivery.pk}/again")
    assert Delivery.objects.get(pk=delivery.pk).state == Delivery.State.PLANNED


def test_a_delivery_is_not_reached_through_another_conversation(world: World, lamp: Conversation, mo: Client) -> None:
    theirs = world.receive(mailbox=world.hill_help)
    delivery = world.reply(lamp).deliveries.get()
    acts.stuck(delivery.pk, reason="full", at=NOON + HOUR)
    assert mo.post(f"/c/{theirs.number}/d/{delivery.pk}/again").status_code == 404


def test_htmx_gets_what_stands_around_the_composer_and_not_the_composer(lamp: Conversation, ana: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "around"}
    html = ana.post(f"/c/{lamp.number}/claim?in=team", follow=True, headers=headers).content.decode()
    for part in ("head", "timeline", "panel"):
        assert re.search(rf'id="{part}"[^>]*hx-swap-oob="merge"', html), part
    assert 'id="composer"' not in html and "You have this now." in html
