"""The closed tables of what can happen to a remedy and to an ask, as the docs show them."""

from __future__ import annotations

from makegood.remedies.rules import ASKS, TABLE

HEAD = "| verb | from → to | who | what follows |\n|---|---|---|---|\n"


def remedies_as_markdown() -> str:
    """One line a verb of a remedy."""
    lines = [(one.verb.value, one.comes_from, one.to, ", ".join(who.value for who in one.who), one.effect)
             for one in TABLE]  # fmt: skip
    return HEAD + "\n".join(_line(*one) for one in lines) + "\n"


def asks_as_markdown() -> str:
    """One line a verb of an ask."""
    return HEAD + "\n".join(_line(one.verb, one.comes_from, one.to, one.who, one.effect) for one in ASKS) + "\n"


def _line(verb: str, came: str | None, to: str, who: str, effect: str) -> str:
    return f"| {verb} | {came or 'none'} → {to} | {who} | {effect} |"
