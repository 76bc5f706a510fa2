"""Conditions mean what CEL says, whatever is known, and cannot run away or out."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.authority.conditions.library import Reader, Wrong
from makegood.authority.conditions.running import Run, TooMuch
from makegood.authority.conditions.values import Unknown
from makegood.authority.conditions.walking import compiled
from makegood.clocks.hours import ALWAYS

READER = Reader({"a": "anything", "b": "anything", "c": "anything", "xs": "list"})


def walked(text: str, facts: dict[str, Any], *, steps: int = 100_000) -> Any:
    run = Run(facts, {}, datetime(2026, 5, 4, tzinfo=UTC), ZoneInfo("UTC"), ALWAYS, steps)
    return compiled(READER.read(text))(run, {})


@cache
def library_environment() -> Any:
    from cel_expr_python import cel

    return cel.NewEnv(variables=dict.fromkeys(("a", "b", "c", "xs"), cel.Type.DYN))


def by_the_library(text: str, facts: dict[str, Any]) -> Any:
    """What CEL's own evaluator says; Unknown for its errors."""
    answer = library_environment().compile(text).eval(data=facts)
    return Unknown if answer.type().name() == "ERROR" else answer.plain_value()


ATOMS = st.sampled_from(
    [
        *("true", "false", "a", "b", "a == 1", "b != c", "c < 3", 'a == "x"', "b in [1, 2]", "has(c.d)", "c.d == 2"),
        *("xs.all(x, x > 1)", "xs.exists(x, x == a)", "xs.exists_one(x, x == 2)", "size(xs.filter(x, x > b)) == 1"),
        *("xs.map(x, x * 2).exists(x, x == 4)", "a + b == 3", "a / b == 1", "a % b == 1", "xs[0] == 2", "size(xs) > 1"),
        *('a.startsWith("x")', "a == b ? b == c : c == a", "{'k': a}['k'] == 1", "-a == b"),
    ]
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(lambda of: f"({of[0]}) {of[1]} ({of[2]})"),
        inner.map(lambda one: f"!({one})"),
    ),
    max_leaves=5,
)
PLAIN = st.one_of(st.integers(-3, 3), st.booleans(), st.sampled_from(["x", "xy", ""]))
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "a": PLAIN,
        "b": PLAIN,
        "c": st.one_of(PLAIN, st.fixed_dictionaries({}, optional={"d": PLAIN})),
        "xs": st.lists(PLAIN, max_size=4),
    },
)


@given(CONDITIONS, FACTS)
def test_it_says_what_cels_own_evaluator_says(text: str, facts: dict[str, Any]) -> None:
    ours, theirs = walked(text, facts), by_the_library(text, facts)
    if "has(" in text and isinstance(theirs, type):
        return  # has() of what lies below a missing fact is no here, and an error there
    assert isinstance(ours, Unknown) if isinstance(theirs, type) else ours == theirs


@given(CONDITIONS, FACTS, FACTS)
def test_learning_a_fact_never_turns_a_yes_into_a_no(text: str, facts: dict[str, Any], more: dict[str, Any]) -> None:
    before = walked(text, facts)
    if isinstance(before, bool) and "has(" not in text:
        assert walked(text, {**more, **facts}) == before


@given(CONDITIONS, FACTS)
def test_what_is_missing_is_named_and_is_missing(text: str, facts: dict[str, Any]) -> None:
    value = walked(text, facts)
    if isinstance(value, Unknown):
        assert value.names or value.problems
        assert all(name.split(".")[0].split("[")[0] in ("a", "b", "c", "xs", "x") for name in value.names)


@pytest.mark.parametrize("left", ["a.x == 1", "b == 2", "c.y.z"])
def test_either_side_may_decide_alone(left: str) -> None:
    assert walked(f"{left} && false", {}) is False
    assert walked(f"false && {left}", {}) is False
    assert walked(f"{left} || true", {}) is True
    assert isinstance(walked(f"{left} && true", {}), Unknown)
    assert isinstance(walked(f"{left} || false", {}), Unknown)


def test_only_what_matters_is_named() -> None:
    assert walked("(a == 1 && b == 2) || c == 3", {"b": 3}).names == {"c"}
    assert walked("(a == 1 || b == 3) && c == 3", {"b": 3}).names == {"c"}
    assert walked("a == 1 ? b == 1 : c == 1", {"a": 2}).names == {"c"}
    assert walked("xs.all(x, x.k == 1 && x.l == 2)", {"xs": [{"k": 1}, {"k": 1, "l": 2}]}).names == {"xs[].l"}


def test_it_cannot_run_away() -> None:
    many = list(range(400))
    with pytest.raises(TooMuch):
        walked("xs.all(x, xs.all(y, xs.all(z, x + y + z >= 0)))", {"xs": many})
    with pytest.raises(TooMuch):
        walked("xs.all(x, size(xs + xs + xs + xs + xs + xs) > 0)", {"xs": many})
    with pytest.raises(TooMuch):
        walked("xs.all(x, -1 in xs || x in xs)", {"xs": many})


def test_what_cannot_be_told_is_not_taken_for_a_value() -> None:
    assert walked("a.?b.hasValue()", {"a": {"b": 1}}) is True
    assert walked("a.?b.hasValue()", {"a": {}}) is walked("a.?b.hasValue()", {}) is False
    assert isinstance(walked("(a + 1).?b.hasValue()", {"a": "text"}), Unknown)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a == null", "has(fact)"),
        ("a = 1", "write =="),
        ("a == 1 and b == 2", "Write && for it"),
        ("a ==", "ends too early"),
        ("d == 1", "Nothing here is named d"),
        ("hours_sinse(a) < 1", "hours_since"),
        ("'x' > 1", "a text and a number"),
        ("type(a) == string", "type()"),
        ("1u == a", "unsigned"),
        ("b'x' == a", "bytes"),
        ("a" + " + 1" * 110, "deeply"),
        ("a" * 2_001, "longer"),
    ],
)
def test_what_is_no_condition_is_said_in_words(text: str, words: str) -> None:
    with pytest.raises(Wrong, match=words.replace("(", r"\(").replace(")", r"\)")):
        READER.read(text)


@pytest.mark.parametrize("text", ["a.__class__", "a.__class__.__mro__[1]", "xs.__len__", "a.__init__.__globals__"])
def test_a_condition_never_reaches_the_program(text: str) -> None:
    assert isinstance(walked(f"{text} == 1", {"a": "x", "xs": [1]}), Unknown)


def test_a_pattern_takes_linear_time() -> None:
    assert walked('a.matches("^(x+)+$")', {"a": "x" * 5_000 + "y"}) is False
