"""What a measurement says, and how the whole is printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure beside its floor in the same run. `floor` "" where there is none; `must` as the design has it."""

    work: str
    measured: str
    floor: str
    ratio: str
    must: str
    holds: bool


def table(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table."""
    head = ["| work | measured | floor, same run | ratio | must | holds |", "|---|---|---|---|---|---|"]
    lines = [
        f"| {one.work} | {one.measured} | {one.floor} | {one.ratio} | {one.must} | {'yes' if one.holds else 'NO'} |"
        for one in rows
    ]
    return "\n".join([*head, *lines])
