"""`makegood coach check`: one line out for each line in."""

from __future__ import annotations

import io
import json

import pytest

from makegood.config.cli import main


def told(
    lines: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[int, list[str]]:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    code = main(["coach", "check", *words])
    return code, capsys.readouterr().out.splitlines()


def test_each_flag_says_which_words_why_and_what_instead(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = json.dumps({"id": "a", "text": "I see. Our policy does not allow this."})
    code, [answer] = told([line], monkeypatch, capsys, "--json")
    given = json.loads(answer)
    assert code == 0
    assert list(given) == ["id", "flags"]
    [flag] = given["flags"]
    assert list(flag) == ["kind", "phrase", "why", "better"]
    assert (flag["kind"], flag["phrase"]) == ("policy_recital", "Our policy does not")


def test_a_line_that_is_no_reply_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["{", "", "[1]", '{"id": 5}', '{"id": 6, "text": "Hi", "asked": 3}', "[" * 5_000, "1" * 5_000,
             '{"id": 7, "text": "\\ud800 Sorry for any inconvenience.", "known": ["order"], "more": 1}']  # fmt: skip
    code, answers = told(lines, monkeypatch, capsys, "--json")
    read = [json.loads(one) for one in answers]
    assert code == 1
    assert ["error" in one for one in read] == [True] * 7 + [False]
    assert [one["id"] for one in read[3:5]] == [5, 6]
    assert [one["kind"] for one in read[7]["flags"]] == ["empty_apology"]


def test_it_can_be_read_by_people(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ['{"id": 1, "text": "I call you tomorrow at ten."}', '{"id": 2, "text": "Wir melden uns zeitnah."}']
    _code, answers = told(lines, monkeypatch, capsys)
    assert answers[0] == "1: nothing to change"
    assert "Sie hören bis morgen" in answers[2]
