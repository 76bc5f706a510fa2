"""Our word by program: given, kept, moved, owned up to; with a reply in one act; and looked up at the counter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from makegood.promises.models import Promise
from makegood.timeline.models import Event

pytestmark = pytest.mark.django_db
EVA = {"name": "Eva Stern", "address": "eva@post.example"}


def in_hours(count: float) -> str:
    return (timezone.now() + timedelta(hours=count)).isoformat()


@pytest.fixture
def lamp(world: Any) -> Any:
    return world.receive(at=timezone.now())


def made(client: Any, lamp: Any, **more: Any) -> dict[str, Any]:
    said = {"what": "A new lid", "due_at": in_hours(5)} | more
    answer = client.post(f"/conversations/{lamp.number}/promises", said)
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def test_a_promise_is_made_kept_and_listed(world, ana, lamp):
    one = made(ana, lamp)
    assert (one["state"], one["keeper"], one["told_at"]) == ("open", "Ana Example", None)
    assert one["may"] == ["break", "keep", "renegotiate", "withdraw"]
    kept = ana.post(f"/conversations/{lamp.number}/promises/{one['id']}/keep", {"how": "Sent"}).json()
    assert (kept["state"], kept["how"], kept["may"]) == ("kept", "Sent", [])
    [listed] = ana.get(f"/conversations/{lamp.number}/promises").json()
    assert listed == kept
    again = ana.post(f"/conversations/{lamp.number}/promises/{one['id']}/keep", {})
    assert again.status_code == 409 and "kept this promise already" in again.json()["detail"]


def test_a_new_time_stands_beside_the_first(world, ana, lamp):
    one = made(ana, lamp, told=True)
    here = f"/conversations/{lamp.number}/promises/{one['id']}"
    refused = ana.post(f"{here}/renegotiate", {"due_at": in_hours(9), "reason": "late"})
    assert refused.status_code == 409 and "Tell them" in refused.json()["detail"]
    moved = ana.post(f"{here}/renegotiate", {"due_at": in_hours(9), "reason": "late", "told": True}).json()
    assert moved["first_due_at"] == one["due_at"] != moved["due_at"]
    assert [term["reason"] for term in ana.get(f"{here}/terms").json()] == ["", "late"]


def test_owned_up_to_made_good_and_corrected(world, ana, lamp):
    good, true = made(ana, lamp), made(ana, lamp)
    here = f"/conversations/{lamp.number}/promises"
    for one in (good, true):
        assert ana.post(f"{here}/{one['id']}/own-up", {"reason": "lost"}).json()["state"] == "broken"
    assert ana.post(f"{here}/{good['id']}/make-good", {"how": "sent"}).json()["state"] == "made_good"
    corrected = ana.post(f"{here}/{true['id']}/correct", {"kept_at": timezone.now().isoformat()}).json()
    assert corrected["state"] == "kept" and corrected["corrected_at"] and corrected["broken_at"]


def test_a_reply_keeps_moves_and_promises_in_one_act(world, ana, lamp):
    kept, moved = made(ana, lamp), made(ana, lamp)
    said = {
        "to": [EVA],
        "text": "Here it is.",
        "seen": 10**9,
        "keeps": [kept["id"]],
        "moves": [{"promise": moved["id"], "due_at": in_hours(20), "reason": "late"}],
        "promises": [{"what": "I ring you", "due_at": in_hours(2)}],
    }
    wrong = said | {"promises": [{"what": "I ring you", "due_at": in_hours(-2)}]}
    assert ana.post(f"/conversations/{lamp.number}/replies", wrong).status_code == 409
    assert Promise.objects.get(pk=kept["id"]).state == "open"
    assert ana.post(f"/conversations/{lamp.number}/replies", said).status_code == 201
    assert Promise.objects.get(pk=kept["id"]).state == "kept"
    assert Promise.objects.get(what="I ring you").told_by is not None


def test_an_event_keeps_what_waited_for_it(world, ana, lamp):
    one = made(ana, lamp, event="shipped")
    [kept] = ana.post(f"/conversations/{lamp.number}/events-came", {"event": "shipped"}).json()
    assert (kept["id"], kept["state"]) == (one["id"], "kept")
    assert ana.post(f"/conversations/{lamp.number}/events-came", {"event": "shipped"}).json() == []


def test_a_promise_of_another_conversation_is_not_there(world, ana, lamp):
    one, other = made(ana, lamp), world.receive(at=timezone.now())
    assert ana.post(f"/conversations/{other.number}/promises/{one['id']}/keep", {}).status_code == 404


def test_at_the_counter_any_agent_sees_what_is_owed_and_each_look_is_on_record(world, ana, mo, lamp):
    made(ana, lamp)
    looked = mo.post("/look", {"said": " EVA@post.example "}).json()
    assert [one["what"] for one in looked["promises"]] == ["A new lid"]
    assert looked["promises"][0]["may"] == []
    assert mo.post("/look", {"said": "eva@"}).status_code == 404
    [event] = Event.objects.filter(kind="look.taken")
    assert (event.by_id, event.customer_id) == (world.mo.pk, lamp.customer_id)
