"""The three policies that admins can start from say what their cases say."""

from __future__ import annotations

from importlib.resources import files

import pytest

from makegood.authority.cases import try_all
from makegood.authority.reading import read_cases, read_policy

EXAMPLES = files("makegood.authority") / "examples"


@pytest.mark.parametrize(("name", "at_least"), [("remedies", 10), ("shop", 80), ("travel", 85)])
def test_every_case_gets_its_answer(name: str, at_least: int) -> None:
    policy = read_policy((EXAMPLES / f"{name}.yaml").read_text("utf-8"))
    cases = read_cases((EXAMPLES / f"{name}.cases.yaml").read_text("utf-8"))
    tried = try_all(policy, cases)
    assert [f"{one.example.name}: {one.wrong}" for one in tried if one.wrong] == []
    assert len(tried) >= at_least


@pytest.mark.parametrize("name", ["remedies", "shop", "travel"])
def test_every_rule_decides_at_least_one_case(name: str) -> None:
    policy = read_policy((EXAMPLES / f"{name}.yaml").read_text("utf-8"))
    cases = read_cases((EXAMPLES / f"{name}.cases.yaml").read_text("utf-8"))
    decided = {rule for one in try_all(policy, cases) if one.decision for rule in one.decision.rules}
    assert {rule.name for rule in policy.rules} - decided == set()
