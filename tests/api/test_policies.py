"""Policies through the API."""

from __future__ import annotations

import pytest
from django.utils import timezone

from makegood.authority import acts

pytestmark = pytest.mark.django_db
TEXT = """policy: Refunds
currency: EUR
otherwise: {cancel: never, any: needs approval by lead}
rules:
  - {rule: Up to 50, for: refund, limit: 50.00, answer: allowed, else: needs approval by manager}
  - {rule: Worn, for: refund, when: 'request.reason == "worn"', unless: cause.our_error, answer: never}
"""


@pytest.fixture
def published(world):
    version = acts.write(TEXT, "", by=world.ada, now=timezone.now())
    acts.publish(version, starts_at=timezone.now(), by=world.ada, now=timezone.now())
    return version


def test_the_policy_in_force_is_read_as_text_and_as_data(ana, published):
    told = ana.get("/policy").json()
    assert (told["id"], told["text"], told["currency"]) == (published.pk, TEXT, "EUR")
    limit, worn = told["rules"]
    assert (limit["limit"]["upto"], limit["otherwise"], limit["require"]) == (
        "50.00",
        "needs approval by manager",
        None,
    )
    assert (worn["when"], worn["unless"], worn["answer"]) == ('request.reason == "worn"', "cause.our_error", "never")


def test_without_a_policy_there_is_none(ana):
    assert ana.get("/policy").json() is None
    answer = ana.post("/policy/check", {"action": "refund"})
    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (404, "no-policy")


def test_a_case_is_asked_and_nothing_changes(ana, published):
    facts = {"request": {"reason": "late"}}
    case = {"action": {"kind": "refund", "amount": 50.01, "currency": "EUR"}, "role": "agent", "facts": facts}
    told = ana.post("/policy/check", case).json()
    assert (told["answer"], told["by"], told["rules"], told["missing"]) == (
        "needs_approval",
        "manager",
        ["Up to 50"],
        [],
    )
    case["action"]["amount"] = 0.1 + 0.2 + 49.7
    assert ana.post("/policy/check", case).json()["answer"] == "allowed"
    missing = ana.post("/policy/check", {**case, "facts": {}}).json()
    assert (missing["answer"], missing["missing"]) == ("needs_approval", ["cause.our_error", "request.reason"])
    assert ana.post("/policy/check", {**case, "action": 5}).status_code == 422
    assert ana.post("/policy/check", {**case, "facts": {"order": {"lines": [1] * 501}}}).status_code == 422


def test_an_admin_reads_every_version(world, program, published):
    ada = program(world.ada, "read", "write", "admin")
    draft = acts.write("policy: New", "cases: []", by=world.ada, now=timezone.now())
    told = ada.get("/settings/policies").json()
    assert [(one["id"], one["starts_at"] is None) for one in told] == [(draft.pk, True), (published.pk, False)]
    assert ada.get(f"/settings/policies/{draft.pk}").json()["cases"] == "cases: []"
    assert ada.get(f"/settings/policies/{10**9}").status_code == 404


def test_a_moment_without_an_offset_is_one_of_the_policys_zone(ana, published):
    case = {"action": {"kind": "cancel"}, "role": "agent", "now": "2099-05-04T12:00:00"}
    assert ana.post("/policy/check", case).json()["answer"] == "refused"
