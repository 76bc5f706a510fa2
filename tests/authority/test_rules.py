"""Decisions: the strictest wins, in whatever order, and what is missing is nobody's yes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.authority.from_json import BadCase, read_case
from makegood.authority.policy import Answer, Policy
from makegood.authority.rules import decide
from tests.authority.asking import ask, policy

RULES = """
  - {rule: yes, for: act, when: a, answer: allowed}
  - {rule: ask, for: act, when: b, answer: needs approval, by: lead}
  - {rule: ask higher, for: act, when: b && c, answer: needs approval, by: manager}
  - {rule: not you, for: act, when: c, answer: not within your authority, by: manager}
  - {rule: never, for: act, when: x == 1, answer: never}
  - {rule: only, for: act, require: y == 1, else: never}
  - {rule: reason, for: act, when: z == 1, demand: request.reason}
"""
ALL = policy(RULES)
BY_DEFAULT = [
    policy(RULES, otherwise=default) for default in ("needs approval", "never", "allowed", "not within your authority")
]
FACTS = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.booleans() for name in "abc"},
        **{name: st.integers(0, 2) for name in "xyz"},
        "request": st.just({"reason": "late"}),
    },
)


def test_the_strictest_wins_and_each_is_named() -> None:
    facts: dict[str, Any] = {"a": True, "b": True, "c": False, "x": 0, "y": 1, "z": 0}
    assert ask(ALL, **{**facts, "b": False}).is_allowed
    asked = ask(ALL, **facts)
    assert (asked.answer, asked.by, asked.rules) == (Answer.NEEDS_APPROVAL, "lead", ("ask",))
    higher = ask(ALL, **{**facts, "c": True})
    assert (higher.answer, higher.by, higher.rules) == (Answer.NOT_WITHIN_AUTHORITY, "manager", ("not you",))
    both = ask(ALL, **{**facts, "x": 1, "y": 0})
    assert (both.answer, both.by, both.rules) == (Answer.NEVER, "", ("never", "only"))


def test_who_may_lift_it_may_do_it_alone_but_never_is_never() -> None:
    facts: dict[str, Any] = {"a": True, "b": True, "c": True, "x": 0, "y": 1, "z": 0}
    assert ask(ALL, role="manager", **facts).is_allowed
    assert ask(ALL, role="lead", **facts).answer is Answer.NOT_WITHIN_AUTHORITY
    assert ask(ALL, role="head_office", **{**facts, "x": 1}).answer is Answer.NEVER
    assert ask(ALL, role="chief", **facts).answer is Answer.NOT_WITHIN_AUTHORITY


def test_a_kind_that_no_rule_names_has_the_default() -> None:
    assert ask(ALL, "sing").answer is Answer.NEEDS_APPROVAL
    assert ask(ALL, "sing").by == "lead"
    strict = policy(RULES, otherwise="never")
    assert ask(strict, "sing").answer is Answer.NEVER
    each = policy(RULES, otherwise="{sing: allowed, any: needs approval by head_office}")
    assert (ask(each, "sing").is_allowed, ask(each, "dance").by) == (True, "head_office")


@given(FACTS, st.permutations(ALL.rules), st.sampled_from(["agent", "lead", "manager", ""]))
def test_the_order_of_rules_never_matters(facts: dict[str, Any], rules: list[Any], role: str) -> None:
    first, second = (ask(one, role=role, **facts) for one in (ALL, replace(ALL, rules=tuple(rules))))
    assert (first.answer, first.by, set(first.rules), first.missing) == (
        second.answer,
        second.by,
        set(second.rules),
        second.missing,
    )


@given(FACTS, st.sets(st.integers(0, len(ALL.rules) - 1)), st.sampled_from(range(3, 6)))
def test_another_rule_of_refusal_never_loosens(facts: dict[str, Any], chosen: set[int], more: int) -> None:
    for known in BY_DEFAULT:
        without = replace(known, rules=tuple(known.rules[at] for at in sorted(chosen - {more})))
        with_it = replace(known, rules=(*without.rules, known.rules[more]))
        assert ask(with_it, **facts).answer >= ask(without, **facts).answer


@given(FACTS, st.sampled_from(["agent", "lead", "manager"]))
def test_a_missing_fact_never_allows(facts: dict[str, Any], role: str) -> None:
    """What is allowed stays allowed whatever the missing facts turn out to be."""
    decision = ask(ALL, role=role, **facts)
    if decision.is_allowed:
        assert not decision.missing
        for name in "abcxyz":
            for value in (True, False) if name in "abc" else (0, 1, 2):
                told = ask(ALL, role=role, **{name: value, "request": {"reason": "x"}, **facts})
                assert told.is_allowed


@given(FACTS)
def test_a_fact_that_is_named_as_missing_is_missing(facts: dict[str, Any]) -> None:
    given_names = {*facts, *(["request.reason"] if "request" in facts else [])}
    assert not given_names & set(ask(ALL, **facts).missing)


def test_what_would_change_it_is_told() -> None:
    limit = policy("  - {rule: Up to 40, for: refund, limit: 40, answer: allowed, else: needs approval, by: lead}")
    assert "up to 40.00" in ask(limit, {"kind": "refund", "amount": 55}).why
    sent = policy('  - {rule: Sent, for: act, when: order.status == "delivered", answer: allowed, else: never}')
    assert "if order.status were delivered" in ask(sent, order={"status": "sent"}).why
    either = policy("  - {rule: Either, for: act, when: 'x == 1 || y in [1, 2]', answer: allowed, else: never}")
    assert ask(either, x=0, y=0).changes == ("if x were 1 or if y were 1 or 2",)
    ages = policy("  - {rule: Young, for: act, when: hours_since(order.placed_at) < 24, answer: allowed, else: never}")
    assert ask(ages, order={"placed_at": "2026-01-01"}).changes == ()


def test_a_reason_carries_facts_and_no_more() -> None:
    rule = (
        "  - {rule: R, for: act, answer: never, because: '{order.total} {x} {x.__class__} {0} {order} {missing.one}'}"
    )
    assert ask(policy(rule), order={"total": 40}, x="<b>").why.startswith("40 <b> … {0} ")


def test_facts_that_do_not_fit_their_kind_are_as_good_as_missing() -> None:
    asked = policy("  - {rule: R, for: act, when: order.total < 5, answer: allowed, else: never}")
    decision = ask(asked, order={"total": ["4"]})
    assert (decision.answer, decision.missing) == (Answer.NEEDS_APPROVAL, ("order.total",))
    assert "order.total is a list, not a number" in decision.why
    assert ask(asked, order={"total": "4.99"}).is_allowed


@pytest.mark.parametrize(
    "case",
    [
        [],
        {"action": 5},
        {"action": "act", "facts": []},
        {"action": "act", "now": "soon"},
        {"action": "act", "facts": {"x": [1] * 501}},
        {"action": "act", "facts": {"x": {"y": [[0] * 400] * 400}}},
        {"action": "act", "role": ["agent"]},
    ],
)
def test_what_is_no_case_is_refused_in_words(case: Any) -> None:
    with pytest.raises(BadCase):
        decide(ALL, read_case(case, ALL))


def test_facts_may_lie_side_by_side_under_their_full_names() -> None:
    one: Policy = policy("  - {rule: R, for: act, when: order.total == 19.99, answer: allowed}")
    case = {"action": "act", "facts": {"order.total": 19.99}, "role": "agent"}
    assert decide(one, read_case(case, one)).is_allowed


def test_a_demand_that_takes_too_long_is_missing_and_no_error() -> None:
    asked = policy(
        "  - {rule: much, for: act, demand: much, answer: allowed, else: never}\n",
        define="{much: 'x.filter(i, x.all(j, x.all(k, i + j + k >= 0)))'}",
    )
    decision = ask(asked, x=list(range(300)))
    assert decision.answer is not Answer.ALLOWED
    assert ask(asked, x=[1]).answer is Answer.ALLOWED


LADDER = """
  - {rule: Agents, for: refund, roles: agent, limit: 50.00, answer: allowed, else: needs approval}
  - {rule: Leads, for: refund, roles: lead, limit: 150.00, answer: allowed, else: needs approval}
  - {rule: Managers, for: refund, roles: manager, limit: 500.00, answer: allowed, else: needs approval}
"""


@pytest.mark.parametrize(("amount", "by"), [(51, "lead"), (150, "lead"), (151, "manager"), (500, "manager")])
def test_who_may_say_yes_is_the_lowest_whose_own_limits_let_them(amount: int, by: str) -> None:
    decision = ask(policy(LADDER), {"kind": "refund", "amount": amount})
    assert (decision.answer, decision.by) == (Answer.NEEDS_APPROVAL, by) and by in decision.why


def test_where_nobody_above_may_either_the_next_above_is_named() -> None:
    asked = policy(LADDER, otherwise="needs approval", roles="[agent, lead, manager]")
    assert ask(asked, {"kind": "refund", "amount": 501}).by == "lead"


def test_what_the_asker_gave_does_not_count_against_who_is_asked() -> None:
    own = "  - {rule: A day, for: refund, limit: {upto: 250, per: agent, within: day}, else: needs approval}\n"
    given = {"agent": {"day": 240}}
    assert ask(policy(LADDER + own), {"kind": "refund", "amount": 40}, given=given).by == "lead"
