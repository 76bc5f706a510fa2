"""`makegood authority check`: the contract's shape, one line a case."""

from __future__ import annotations

import io
import json
from importlib.resources import files
from typing import Any

import pytest

from makegood.config.cli import main

SHOP = str(files("makegood.authority") / "examples" / "shop.yaml")


def check(lines: list[Any], monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    return main(["authority", "check", *words])


def test_each_case_gets_one_line_in_the_contracts_shape(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case = {"action": "discount", "facts": {}, "role": "agent", "now": "2026-05-04T12:00:00Z"}
    assert check([case, "", case], monkeypatch, "--policy", SHOP, "--json") == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told[0] == told[1]
    assert list(told[0]) == ["answer", "by", "rules", "missing", "why"]
    assert (told[0]["answer"], told[0]["by"]) == ("needs_approval", "lead")


def test_a_line_that_is_no_case_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["{", {"action": "discount", "role": "agent"}, {"now": "soon"}, "[" * 5_000]
    assert check(lines, monkeypatch, "--policy", SHOP, "--json") == 1
    printed = capsys.readouterr()
    assert ["error" in json.loads(line) for line in printed.out.splitlines()] == [True, False, True, True]
    assert "line 1: This line is not JSON." in printed.err
    assert "line 3: now is a time" in printed.err


def test_an_unfit_policy_is_told_by_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text("policy: X\nrules:\n  - {rule: R, for: act, when: ordr, answer: never}\n")
    assert check([], monkeypatch, "--policy", str(file)) == 1
    assert "line 3, rule “R”, when: Nothing here is named ordr. Is order meant?" in capsys.readouterr().err


def test_a_file_of_cases_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    cases = SHOP.replace("shop.yaml", "shop.cases.yaml")
    assert check([], monkeypatch, "--policy", SHOP, "--cases", cases) == 0
    assert "0 wrong" in capsys.readouterr().err


def test_a_policy_that_is_not_there_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check([], monkeypatch, "--policy", "nowhere.yaml") == 1
    assert "nowhere.yaml cannot be read" in capsys.readouterr().err
