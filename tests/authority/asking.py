"""Asks small policies, written where they are tested."""

from __future__ import annotations

from typing import Any

from makegood.authority.from_json import read_case
from makegood.authority.policy import Answer, Policy
from makegood.authority.reading import read_policy
from makegood.authority.rules import Decision, decide

NOW = "2026-05-04T12:00:00+02:00"  # a Monday

FREE = """
facts:
  booking: anything
  passenger: anything
  new: anything
  old: anything
  x: anything
  y: anything
  z: anything
  a: yes/no
  b: yes/no
  c: yes/no
"""


def policy(rules: str = "", **fields: str) -> Policy:
    """A policy with these rules, in Berlin's time, with some facts of its own."""
    head = "policy: Tried\nzone: Europe/Berlin\ncurrency: EUR\n" + FREE
    others = "".join(f"{name.replace('_', ' ')}: {text}\n" for name, text in fields.items())
    return read_policy(head + others + (f"rules:\n{rules}" if rules else ""))


def condition(text: str, **fields: str) -> Policy:
    """A policy whose one rule allows `act` when this holds, and never otherwise."""
    lines = text.replace("\n", " ")
    return policy(
        f"  - rule: It holds\n    for: act\n    when: >-\n      {lines}\n    answer: allowed\n    else: never\n",
        **fields,
    )


def ask(asked: Policy, action: Any = "act", *, role: str = "agent", now: str | None = NOW, **facts: Any) -> Decision:
    """What the policy says. Facts by their first words."""
    return decide(asked, read_case({"action": action, "facts": facts, "role": role, "now": now}, asked))


def holds(
    text: str, action: Any = "act", *, now: str | None = NOW, fields: dict[str, str] | None = None, **facts: Any
) -> Any:
    """True or False; what is missing, when it cannot be told."""
    decision = ask(
        condition(text, **(fields or {})),
        action if isinstance(action, str) else {"kind": "act", **action},
        now=now,
        **facts,
    )
    if decision.answer is Answer.NEEDS_APPROVAL:
        return set(decision.missing)
    return decision.is_allowed
