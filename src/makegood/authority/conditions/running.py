"""One decision at work: what it knows, and how much effort it may still spend. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Protocol, TypeAlias

from makegood.authority.conditions.values import Value, missing

MOST_STEPS = 100_000


class TooMuch(Exception):
    """A condition took more steps than one decision may."""


class Days(Protocol):
    """What tells working days: clocks.hours does."""

    def is_working_day(self, day: date) -> bool:
        """Something opens on that day."""


@dataclass
class Run:
    """One decision at work: its facts, what was worked out from them so far, and the steps that are left."""

    facts: dict[str, Value]
    named: dict[str, Walk]
    now: datetime | None
    zone: tzinfo
    days: Days
    steps: int = MOST_STEPS
    known: dict[str, Value] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        """Somebody works on that day."""
        self.spend(1)
        return self.days.is_working_day(day)

    def spend(self, steps: int) -> None:
        """So many steps fewer are left. Raises TooMuch."""
        self.steps -= steps
        if self.steps < 0:
            raise TooMuch

    def look_up(self, name: str) -> Value:
        """A named fact or table is worked out when first asked for; anything else stands in the facts."""
        if name in self.known:
            return self.known[name]
        if walk := self.named.get(name):
            self.known[name] = value = walk(self, {})
            return value
        return self.facts[name] if name in self.facts else missing(name)


Held: TypeAlias = dict[str, Value]
"""The variables of the loops around."""

Walk: TypeAlias = Callable[[Run, Held], Value]
