"""The closed table of what can happen to a promise, as the docs show it."""

from __future__ import annotations

from makegood.promises.rules import TABLE, Move


def as_markdown() -> str:
    """One line a verb."""
    head = "| verb | from → to | who | what follows | past its time |\n|---|---|---|---|---|\n"
    return head + "\n".join(_line(move) for move in TABLE) + "\n"


def _line(move: Move) -> str:
    came = move.comes_from.value.replace("_", " ") if move.comes_from else "none"
    who = ", ".join(one.value for one in move.who)
    to = move.to.value.replace("_", " ")
    return f"| {move.verb.value} | {came} → {to} | {who} | {move.effect} | {move.past_due} |"
