"""Ladders through the API."""

from __future__ import annotations

import pytest
from django.utils import timezone

from makegood.authority import acts as authority

pytestmark = pytest.mark.django_db


def test_take_it_higher_and_see_who_has_it(world, ana):
    found = world.receive(at=timezone.now())
    assert ana.get(f"/conversations/{found.pk}/escalation").json() is None
    assert ana.get(f"/conversations/{found.pk}/who-can-fix").json()[0]["name"] == "Lea Example"
    told = ana.post(f"/conversations/{found.pk}/escalation", {"reason": "She waits since May."}).json()
    assert (told["asked"], told["rung"], told["may_end"]) == ("Lea Example", 1, False)
    again = ana.post(f"/conversations/{found.pk}/escalation", {"reason": "Again."})
    assert again.status_code == 409
    assert ana.get(f"/conversations/{found.pk}/escalation").json()["asked"] == "Lea Example"


def test_who_can_grant_it_is_asked_and_shown(world, ana):
    text = "policy: P\nrules: [{rule: R, for: [refund], limit: 50.00, else: needs approval, by: manager}]"
    version = authority.write(text, "", by=world.ada, now=timezone.now())
    authority.publish(version, starts_at=timezone.now(), by=world.ada, now=timezone.now())
    found = world.receive(at=timezone.now())
    [lea] = ana.get(f"/conversations/{found.pk}/who-can-fix?kind=refund&amount=120").json()
    assert lea["suffices"] is False
    assert ana.get(f"/conversations/{found.pk}/who-can-fix?kind=refund&amount=x").status_code == 422
    said = {"reason": "It is broken.", "need": {"kind": "refund", "amount": 120}}
    told = ana.post(f"/conversations/{found.pk}/escalation", said).json()
    assert told["needs"] == "refund, 120.00" and told["asked"] == "Lea Example"  # nobody else is above


def test_an_admin_sets_a_ladder(world, program):
    ada = program(world.ada, "read", "write", "admin")
    said = {"team": world.harbour.pk, "steps": [{"rank": "lead", "minutes": 90}]}
    assert ada.send("PUT", "/settings/ladders", said).json()["steps"] == [{"rank": "lead", "minutes": 90}]
    assert len(ada.get("/settings/ladders").json()) == 1
    wrong = {"steps": [{"rank": "manager", "minutes": 90}, {"rank": "lead", "minutes": 90}]}
    assert ada.send("PUT", "/settings/ladders", wrong).status_code == 422


def test_an_admin_sets_what_a_conversation_may_cost(world, program):
    ada = program(world.ada, "read", "write", "admin")
    unset = {"team": None, "told": None, "waited": None, "transfers": None}
    own = {"team": world.harbour.pk, "told": 3, "waited": 48, "transfers": None}
    assert ada.send("PUT", "/settings/limits", own).json() == own
    assert ada.get("/settings/limits").json() == [unset, own]
    assert ada.send("PUT", "/settings/limits", {"told": 0}).status_code == 422
    assert ada.send("PUT", "/settings/limits", {"team": world.harbour.pk}).json() == {**unset, "team": world.harbour.pk}
    assert ada.get("/settings/limits").json() == [unset]
    lead = program(world.lea, "read", "write")
    assert lead.send("PUT", "/settings/limits", own).status_code == 403
