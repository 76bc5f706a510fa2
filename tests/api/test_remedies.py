"""Making it right by the API: what may be given, giving, asking, answering, each as its agent may."""

from __future__ import annotations

from typing import Any

import pytest

from makegood.payments import acts as payments
from makegood.remedies.models import Remedy
from tests.remedies.common import eur, published
from tests.world import NOON

pytestmark = pytest.mark.django_db
WANTED = {"kind": "store_credit", "value": "20.00", "currency": "EUR"}


@pytest.fixture
def here(world: Any) -> str:
    published()
    return f"/conversations/{world.receive().pk}"


def test_what_may_be_given_and_why(world, ana, here):
    may = ana.get(f"{here}/remedies/may").json()
    assert (may["upto"], may["above"]["upto"], may["above"]["name"]) == (
        {"amount": "50.00", "currency": "EUR"}, {"amount": "150.00", "currency": "EUR"}, "Lea Example",
    )  # fmt: skip
    said = ana.post(f"{here}/remedies/check", WANTED | {"value": "60.00"}).json()
    assert (said["answer"], said["by"]) == ("needs_approval", "lead") and not Remedy.objects.exists()
    assert "An agent's own" in ana.get(f"/policy?conversation={here.rpartition('/')[2]}").json()["text"]


def test_granted_taken_back_stuck_and_tried_again(world, ana, here):
    made = ana.post(f"{here}/remedies", WANTED)
    assert made.status_code == 201 and made.json()["value"] == {"amount": "20.00", "currency": "EUR"}
    one = f"{here}/remedies/{made.json()['id']}"
    assert ana.post(f"{one}/fail", {"reason": "no stock"}).json()["state"] == "stuck"
    assert ana.post(f"{one}/retry").json()["state"] == "granted"
    assert ana.post(f"{one}/withdraw", {"reason": "mistake"}).json()["state"] == "withdrawn"
    assert ana.post(f"{one}/fulfil").status_code == 409
    assert [each["state"] for each in ana.get(f"{here}/remedies").json()] == ["withdrawn"]


def test_a_refund_that_goes_back_by_itself_says_how_it_stands(world, ana, here):
    made = ana.post(f"{here}/remedies", WANTED | {"kind": "refund"}).json()
    assert made["payout"] is None
    payments.plan(made["id"], "pi_3Mtw1234", eur(2000), at=NOON)
    [one] = ana.get(f"{here}/remedies").json()
    assert one["payout"] == {"state": "planned", "moved_at": NOON.isoformat().replace("+00:00", "Z"), "why": ""}


def test_refused_by_name(world, ana, here):
    assert ana.post(f"{here}/remedies", WANTED | {"value": "60.00"}).json()["type"].endswith("must-ask")
    ana.post(f"{here}/remedies", WANTED)
    assert ana.post(f"{here}/remedies", WANTED).json()["type"].endswith("given-already")
    assert ana.post(f"{here}/remedies", WANTED | {"again": True}).status_code == 201
    assert ana.post(f"{here}/remedies", WANTED | {"value": "1.001"}).status_code == 422


def test_asked_and_answered(world, ana, here):
    made = ana.post(f"{here}/asks", WANTED | {"value": "100.00", "thing": "lamp"}).json()
    assert (made["asked"], made["state"], made["may_answer"]) == ("Lea Example", "asked", False)
    assert ana.post(f"{here}/asks/{made['id']}/yes", {}).status_code == 409
    assert ana.get("/asks").json() == []
    assert ana.post(f"{here}/asks/{made['id']}/withdraw").json()["state"] == "withdrawn"
