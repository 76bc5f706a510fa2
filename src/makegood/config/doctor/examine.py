"""The rounds: which checks prove which guarantee."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from makegood.config.doctor import (
    books,
    called,
    climbing,
    costs,
    dropped,
    duty,
    given,
    handed,
    heard,
    lost,
    ordered,
    paid,
    sight,
    thanked,
    told,
    word,
)
from makegood.config.doctor.found import Found
from makegood.config.health import why_not_ready
from makegood.people.models import Rank, Role
from makegood.people.queries import is_set_up, never_open

Check = Callable[[datetime], Found]
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether one of the six guarantees holds on the data of this moment. At most 50 violations are spelled out."""

    guarantee: int
    name: str
    ok: bool
    checked: int
    violations: list[str]


GUARANTEES: dict[int, tuple[str, tuple[Check, ...]]] = {
    1: ("Nothing is lost", (*lost.CHECKS, *ordered.LOST, *called.RECORDED, *paid.LOST, *heard.LOST)),
    2: (
        "Nobody is dropped",
        (
            *dropped.CHECKS,
            *duty.CHECKS,
            *handed.CHECKS,
            *climbing.CHECKS,
            *called.CHECKS,
            *costs.CHECKS,
            *thanked.CHECKS,
        ),
    ),
    3: ("Our word is kept or owned up to", (*word.CHECKS, *ordered.CHECKS)),
    4: ("A remedy is within someone's authority and happens once", (*books.CHECKS, *given.CHECKS, *paid.CHECKS)),
    6: ("Nobody sees what isn't theirs", (*sight.CHECKS, *told.CHECKS, *handed.SIGHT)),
}


def examine(*, now: datetime) -> list[Finding]:
    """One finding a guarantee. Reads only; safe on a running desk."""
    return [_finding(number, name, [check(now) for check in checks]) for number, (name, checks) in GUARANTEES.items()]


def _finding(number: int, name: str, found: list[Found]) -> Finding:
    violations = [words for one in found for words in one.violations]
    shown = violations[:SHOWN] + ([f"… and {len(violations) - SHOWN} more"] if len(violations) > SHOWN else [])
    return Finding(number, name, not violations, sum(one.checked for one in found), shown)


def warnings(*, now: datetime) -> list[str]:
    """What breaks no guarantee, but should be known."""
    if not is_set_up():
        return ["not set up: nobody can sign in yet. Run makegood serve, or makegood admin ADDRESS"]
    words = [*why_not_ready(now), *(f"nothing opens within 14 days for {team}" for team in never_open(now))]
    words += heard.troubles()
    return words if Role.objects.exclude(rank=Rank.ADMIN).exists() else [*words, "not set up: there is no agent yet"]
