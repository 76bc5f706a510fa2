"""A policy's file is read strictly: what is wrong is told with its line and field."""

from __future__ import annotations

import pytest
from django.utils import translation

from makegood.authority.from_json import BadCase, read_case
from makegood.authority.reading import Unfit, read_policy

HEAD = "policy: Tried\n"


@pytest.mark.parametrize(
    ("text", "line", "field", "words"),
    [
        ("", 1, "", "empty"),
        ("rules: []", 1, "", "begins with policy"),
        ("policy: [\n", 2, "", "laid out"),
        (HEAD + "ruls: []", 2, "ruls", "Is rules meant?"),
        (HEAD + "zone: Mars/Base", 2, "zone", "no such time zone"),
        (HEAD + "from: tomorrow", 2, "from", "2026-05-04"),
        (HEAD + "facts:\n  colour: texts", 3, "facts: colour", "no kind of fact"),
        (HEAD + "otherwise: refused", 2, "otherwise", "How strong"),
        (HEAD + "otherwise: needs approval by pope", 2, "otherwise", "none of the roles"),
        (HEAD + "a: &x 1\nb: *x", 2, "", "& and *"),
        (HEAD + "about: !!python/object:os.system x", 2, "", "exclamation"),
        (HEAD + "policy: Twice", 2, "policy", "twice"),
        (HEAD + "rules:\n  - rule: R\n    for: act\n    whn: a\n    answer: allowed", 5, "whn", "Is when meant?"),
        (
            HEAD + "rules:\n  - rule: R\n    for: act\n    when: ordr.status\n    answer: allowed",
            5,
            "when",
            "named ordr",
        ),
        (
            HEAD + "rules:\n  - rule: R\n    for: act\n    when: order.staus == 'x'\n    answer: never",
            5,
            "when",
            "order.staus",
        ),
        (
            HEAD
            + "rules:\n  - rule: R\n    for: act\n    when: |\n      true &&\n      order.total >\n    answer: never",
            7,
            "when",
            "early",
        ),
        (
            HEAD + "rules:\n  - rule: R\n    for: act\n    when: order.total\n    answer: maybe",
            6,
            "answer",
            "no answer",
        ),
        (
            HEAD + "rules:\n  - rule: R\n    for: act\n    when: order.status\n    answer: never",
            5,
            "when",
            "a text, where yes",
        ),
        (HEAD + "rules:\n  - rule: R\n    for: act\n    require: true", 3, "", "else"),
        (HEAD + "rules:\n  - {rule: R, for: act, answer: never}\n  - {rule: R, for: act, answer: never}", 4, "", "own"),
        (HEAD + "define:\n  one: two\n  two: one", 3, "define: one", "explained by itself"),
        (HEAD + "tables:\n  t: {by: order.status, rows: {a: {b: 1}, c: 2}}", 3, "tables: t: rows", "deeper"),
        (HEAD + "tables:\n  t: {by: order.total, rows: {'<= x': 1}}", 3, "tables: t: rows: <= x", "no range"),
        (HEAD + "rules:\n  - {rule: R, for: act, sets aside: Q}", 3, "", "No rule is called Q"),
        (HEAD + "rules:\n  - {rule: R, for: act, sets aside: R}", 3, "", "circle"),
        (HEAD + "rules:\n  - {rule: R, for: act, limit: {times: 2}, else: never}", 3, "limit", "times needs per"),
        (
            HEAD + "rules:\n  - {rule: R, for: act, limit: {upto: 2, currency: euros}, else: never}",
            3,
            "",
            "three letters",
        ),
        (HEAD + "facts:\n  order.gift: {is: yes/no, otherwise: perhaps}", 3, "facts: order.gift: otherwise", "fit"),
        (HEAD + "rules:\n  - rule: R\n    for: act\n    when: a ? b : c", 5, "", "quotes"),
        (HEAD + "cases:\n  - {case: C, action: act, answer: perhaps}", 3, "cases", "answer"),
        (HEAD + "cases:\n  - {case: C, like: D, answer: allowed}", 3, "cases: like", "No case above"),
    ],
)
def test_each_mistake_is_told_with_its_line_and_field(text: str, line: int, field: str, words: str) -> None:
    with pytest.raises(Unfit) as unfit:
        read_policy(text)
    problem = next(one for one in unfit.value.problems if words in one.words)
    assert problem.line == line
    assert field in problem.field


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(Unfit) as unfit:
        read_policy(HEAD + "zone: Mars\nfrom: never\nrules:\n  - rule: R\n    answer: allowed")
    assert [one.line for one in unfit.value.problems] == [2, 3, 5]


def test_words_are_taken_as_they_stand() -> None:
    """No Norway that becomes a no, no 1.10 that becomes 1.1."""
    tables = "tables:\n  t: {by: order.location, rows: {no: 1.10, on: yes, 010: 'null'}}"
    rows = read_policy(HEAD + tables).tables["t"].rows
    assert {key: str(value) for key, value in rows.items()} == {"no": "1.10", "on": "yes", "010": "null"}


def test_named_facts_may_name_one_another_in_any_order() -> None:
    read = read_policy(HEAD + "define:\n  late: old && order.total > 5\n  old: days_since(order.placed_at) > 3")
    assert set(read.named) == {"late", "old"}


def test_what_is_wrong_is_said_in_the_readers_language() -> None:
    with translation.override("de"), pytest.raises(Unfit) as wrong:
        read_policy("policy: P\nrules:\n  - {rule: R, for: any, answer: maybe}\n  - {rule: S, answer: allowed}\n")
    said = str(wrong.value)
    assert said.startswith("Zeile 3, rule “R”, answer: maybe ist keine Antwort. Es gibt: allowed")
    assert "Zeile 4, rules: for: sagt, für welche Arten von Handlung" in said


def test_so_is_what_is_wrong_with_a_condition_and_with_a_case() -> None:
    broken = HEAD + 'rules:\n  - {rule: R, for: any, when: "[1]", answer: allowed}\n'
    with translation.override("de"):
        with pytest.raises(Unfit, match="Das ist eine Liste, gebraucht wird hier ja oder nein"):
            read_policy(broken)
        with pytest.raises(BadCase, match="Ein Fall ist ein JSON-Objekt mit action"):
            read_case([], read_policy(HEAD))


def test_by_belongs_to_the_answer_where_nobody_may_lift_the_else() -> None:
    lines = "rules:\n  - {rule: R, for: any, when: request.confirmed, answer: needs approval, by: manager, else: %s}\n"
    rule = read_policy(HEAD + lines % "never").rules[0]
    assert rule.answer is not None and (rule.answer.by, rule.otherwise and rule.otherwise.by) == ("manager", "")
    rule = read_policy(HEAD + lines % "not within your authority").rules[0]
    assert rule.answer is not None and (rule.answer.by, rule.otherwise and rule.otherwise.by) == ("", "manager")
