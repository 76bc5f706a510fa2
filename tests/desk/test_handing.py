"""Handing on from the screens: offered, accepted, declined, asked back; refused in words, and nothing for strangers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation
from makegood.handoffs.models import Handoff, State
from makegood.people.models import Agent
from tests.world import World


@pytest.fixture
def lamp(world: World) -> Conversation:
    """Eva's lamp, which Ana has."""
    now = timezone.now()
    conversation = world.receive(at=now)
    conversations.claim(conversation, by=world.ana, at=now)
    return Conversation.objects.get(pk=conversation.pk)


def do(client: Client, address: str, **said: str) -> str:
    answer = client.post(f"{address}?in=team", said, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def offer(world: World, lamp: Conversation, ana: Client, to: Agent | None = None) -> Handoff:
    key = f"agent-{(to or world.mo).pk}"
    html = do(ana, f"/c/{lamp.pk}/hand-on", to=key, reason="Hill has the part", told="You hear from us today")
    assert "It stays with its owner until it is accepted" in html
    return Handoff.objects.get()


def test_the_page_names_who_is_on_duty_teams_and_places(world: World, lamp: Conversation, ana: Client) -> None:
    html = ana.get(f"/c/{lamp.pk}/hand-on").content.decode()
    assert "Mo Example (on duty)" in html and "Hill front (Hill)" in html and 'value="location-' in html
    assert f'value="agent-{world.ada.pk}"' not in html and f'value="agent-{world.ana.pk}"' not in html


def test_offered_the_owner_sees_who_has_until_when(world: World, lamp: Conversation, ana: Client) -> None:
    offer(world, lamp, ana)
    html = ana.get(f"/c/{lamp.pk}").content.decode()
    assert "Mo has until" in html and "Hill has the part" in html and "Withdraw the offer" in html
    assert "/accept" not in html and "Mo has until" in ana.get("/inbox/team").content.decode()


def test_mo_sees_the_whole_story_on_one_screen_and_accepts(
    world: World, lamp: Conversation, ana: Client, mo: Client
) -> None:
    assert mo.get(f"/c/{lamp.pk}").status_code == 404
    handoff = offer(world, lamp, ana)
    for page in ("/inbox/offered", "/today", "/inbox/team"):
        assert "Ana offers this: accept by" in mo.get(page).content.decode(), page
    html = mo.get(f"/c/{lamp.pk}").content.decode()
    for words in ("offers this to you", "Hill has the part", "You hear from us today", "my lamp flickers"):
        assert words in html
    assert "You have this now." in do(mo, f"/c/{lamp.pk}/handoffs/{handoff.pk}/accept")
    assert Conversation.objects.get(pk=lamp.pk).owner == world.mo
    html = mo.get(f"/c/{lamp.pk}").content.decode()
    assert "Handed on by Ana Example" in html and "Hill has the part" in html


def test_pressed_twice_it_says_so(world: World, lamp: Conversation, ana: Client, mo: Client) -> None:
    handoff = offer(world, lamp, ana)
    do(mo, f"/c/{lamp.pk}/handoffs/{handoff.pk}/accept")
    assert "has accepted this already" in do(mo, f"/c/{lamp.pk}/handoffs/{handoff.pk}/accept")


def test_declined_asked_answered_withdrawn(world: World, lamp: Conversation, ana: Client, mo: Client) -> None:
    at = f"/c/{lamp.pk}/handoffs/{offer(world, lamp, ana).pk}"
    assert "Asked." in do(mo, f"{at}/ask", text="Which <b>colour</b>?")
    html = ana.get(f"/c/{lamp.pk}").content.decode()
    assert "Which &lt;b&gt;colour&lt;/b&gt;?" in html and "Answer Mo" in html
    assert "Answered." in do(ana, f"{at}/answer", text="Brass")
    assert "Brass" in mo.get(f"/c/{lamp.pk}").content.decode()
    assert "Declined." in do(mo, f"{at}/decline", text="No part here")
    assert "declined the handoff: No part here" in ana.get(f"/c/{lamp.pk}").content.decode()
    assert mo.get(f"/c/{lamp.pk}").status_code == 404
    Handoff.objects.all().delete()
    at = f"/c/{lamp.pk}/handoffs/{offer(world, lamp, ana).pk}"
    assert "Withdrawn." in do(ana, f"{at}/withdraw")
    assert Handoff.objects.get().state == State.WITHDRAWN


@pytest.mark.parametrize(
    "to", ["", "agent-0", "agent-x", "team-999", "location-", "planet-1", "agent-99999999999999999999"]
)
def test_whom_there_is_not_is_not_chosen(lamp: Conversation, ana: Client, to: str) -> None:
    answer = ana.post(f"/c/{lamp.pk}/hand-on", {"to": to, "reason": "x"})
    assert answer.status_code in (404, 422) and not Handoff.objects.exists()


def test_what_was_typed_is_kept_when_it_is_refused(world: World, lamp: Conversation, ana: Client) -> None:
    said = {"to": f"agent-{world.mo.pk}", "reason": " ", "told": "We call <you>"}
    answer = ana.post(f"/c/{lamp.pk}/hand-on", said)
    html = answer.content.decode()
    assert answer.status_code == 422 and "We call &lt;you&gt;" in html and "Say in a few words" in html


def test_a_stranger_gets_nowhere(
    world: World, lamp: Conversation, ana: Client, signed_in: Callable[[Agent], Client]
) -> None:
    handoff = offer(world, lamp, ana, to=world.ben)
    mo = signed_in(world.mo)
    assert mo.get(f"/c/{lamp.pk}/hand-on").status_code == 404
    for verb in ("accept", "decline", "ask", "answer", "withdraw"):
        assert mo.post(f"/c/{lamp.pk}/handoffs/{handoff.pk}/{verb}", {"text": "x"}).status_code == 404
        assert ana.get(f"/c/{lamp.pk}/handoffs/{handoff.pk}/{verb}").status_code == 405
    other = world.receive()
    assert ana.post(f"/c/{other.pk}/handoffs/{handoff.pk}/accept").status_code == 404
    handoff.refresh_from_db()
    assert handoff.state == State.OFFERED
