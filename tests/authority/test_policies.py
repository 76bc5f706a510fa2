"""Policies of invented companies, written from the form's description alone, say what their cases say."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.authority.cases import as_contract, try_all
from makegood.authority.from_json import BadCase, read_case
from makegood.authority.policy import Example, Policy
from makegood.authority.reading import read_cases, read_policy
from makegood.authority.rules import decide

HERE = Path(__file__).with_name("policies")
NAMES = {
    "airline": 64,
    "orders": 52,
    "telecom": 62,
    "stay": 67,
    "goodwill": 33,
    "electronics": 77,
    "rail": 76,
    "market": 67,
}


@cache
def policy(name: str) -> Policy:
    return read_policy((HERE / f"{name}.yaml").read_text("utf-8"))


@cache
def cases(name: str) -> tuple[Example, ...]:
    return read_cases((HERE / f"{name}.cases.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_every_case_gets_its_answer(name: str) -> None:
    tried = try_all(policy(name), cases(name))
    assert [f"{one.example.name}: {one.wrong}" for one in tried if one.wrong] == []
    assert len(tried) == NAMES[name]


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_decides_at_least_one_case(name: str) -> None:
    decided = {rule for one in try_all(policy(name), cases(name)) if one.decision for rule in one.decision.rules}
    assert {rule.name for rule in policy(name).rules} - decided == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_case_without_one_of_its_facts_is_never_allowed_unless_it_is_not_needed(name: str) -> None:
    """What is allowed without a fact is allowed with it."""
    text = (HERE / f"{name}.yaml").read_text("utf-8")
    defaulted = set(re.findall(r"^  ([\w.]+): \{.*otherwise", text, re.MULTILINE))
    for example in cases(name):
        facts: dict[str, Any] = example.case["facts"]
        for left_out in facts:
            less = {**example.case, "facts": {key: value for key, value in facts.items() if key != left_out}}
            without = decide(policy(name), read_case(less, policy(name)))
            if without.is_allowed and left_out not in DEFAULTED | defaulted:
                assert example.answer == "allowed", f"{example.name} without {left_out}"


DEFAULTED = {
    *("customer.tier", "booking.insured", "booking.history", "order.gift", "customer.blocked", "request.injury"),
    *("request.evidence", "action.to_staff", "line.refuelled", "line.history", "stay.history", "action.abroad"),
    *("stay.pets", "car.insurance", "car.damage", "weather.road_closed", "incident.night", "incident", "asker.id"),
    *("request.reason", "request.documents", "action.price", "action.currency"),
}

WRONG = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.text(max_size=3), st.lists(st.integers(), max_size=2),
    st.sampled_from(["yes", "2026-02-30", "2026-05-04T12:00", {"a": 1}, 1e30, -0.0]),
)  # fmt: skip


@settings(max_examples=40)
@given(st.data())
def test_whatever_a_fact_is_there_is_an_answer(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(NAMES)))
    example = data.draw(st.sampled_from(cases(name)))
    facts = dict(example.case["facts"])
    for key in data.draw(st.lists(st.sampled_from(sorted(facts)), max_size=3)):
        facts[key] = data.draw(WRONG)
    sent = json.loads(json.dumps({**example.case, "facts": facts}, default=str), parse_float=Decimal)
    try:
        told = as_contract(decide(policy(name), read_case(sent, policy(name))))
    except BadCase as error:
        assert str(error)
        return
    assert told["answer"] in ("allowed", "needs_approval", "refused")
    assert told["why"]
    assert told["answer"] != "allowed" or (told["by"] is None and not told["missing"])
