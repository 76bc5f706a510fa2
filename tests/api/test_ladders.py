"""Ladders through the API."""

from __future__ import annotations

import pytest
from django.utils import timezone

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
