"""What every check gives back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """How many things a check looked at, and what is wrong with some, in words."""

    checked: int
    violations: list[str]


def found(checked: int, wrong: Iterable[str]) -> Found:
    """The same, from anything that can be walked."""
    return Found(checked, list(wrong))
