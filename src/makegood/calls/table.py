"""The closed table of what may become of a call that we owe, as the docs show it."""

from __future__ import annotations

from makegood.calls.rules import TABLE, Move


def as_markdown() -> str:
    """One line a verb."""
    return "| verb | from → to | what follows |\n|---|---|---|\n" + "\n".join(_line(move) for move in TABLE) + "\n"


def _line(move: Move) -> str:
    came = move.comes_from.value.replace("_", " ") if move.comes_from else "none"
    to = " or ".join(one.value.replace("_", " ") for one in move.to)
    return f"| {move.verb.value} | {came} → {to} | {move.effect} |"
