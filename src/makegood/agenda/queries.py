"""Reads of the agenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Min, Q, QuerySet

from makegood.agenda.models import Beat, State, Turn
from makegood.agenda.rules import FARTHEST_LEASE
from makegood.base.plain import ask, moment, utc

# What a worker asks whenever it looks.
NEXT = "SELECT run_at FROM agenda_turn WHERE state = %s AND lease_until IS NULL ORDER BY run_at LIMIT 1"
DUE = """SELECT 1 FROM agenda_turn WHERE state = %s AND run_at <= %s
    AND (lease_until IS NULL OR lease_until <= %s OR lease_until > %s) LIMIT 1"""


@dataclass(frozen=True)
class StuckTurn:
    """A turn on the shelf, with the reason in words."""

    id: int
    kind: str
    key: str
    about: dict[str, Any]
    reason: str
    attempts: int
    run_at: datetime
    failing_since: datetime | None


@dataclass(frozen=True)
class Counts:
    """How full the agenda is. `oldest_due_at` is None when nothing is due."""

    planned: int
    due: int
    stuck: int
    oldest_due_at: datetime | None


def free(now: datetime) -> Q:
    """Nobody holds a lease on it, or only one that has run out or cannot be true."""
    return Q(lease_until=None) | Q(lease_until__lte=now) | Q(lease_until__gt=now + FARTHEST_LEASE)


def claimable(now: datetime) -> QuerySet[Turn]:
    """What a worker may take now, the longest due first."""
    return Turn.objects.filter(free(now), state=State.PLANNED, run_at__lte=now).order_by("run_at", "id")


def is_due(now: datetime) -> bool:
    """Whether a worker would find something now. One query that takes no lock."""
    at, farthest = moment(now), moment(now + FARTHEST_LEASE)
    return bool(ask(DUE, [State.PLANNED.value, at, at, farthest]))


def next_due_at() -> datetime | None:
    """When the next turn that nobody has taken is due; None when there is none."""
    rows = ask(NEXT, [State.PLANNED.value])
    return utc(rows[0][0]) if rows else None


def turn(key: str) -> Turn | None:
    """The turn of this key; None when it is done, cancelled or was never planned."""
    return Turn.objects.filter(key=key).first()


def is_any(kind: str) -> bool:
    """Whether a turn of that kind is on the agenda, or on the shelf."""
    return Turn.objects.filter(kind=kind).exists()


def stuck(*, kind: str = "", limit: int = 200) -> list[StuckTurn]:
    """The shelf, the longest waiting first; with a kind, only of that kind. One query."""
    rows = Turn.objects.filter(state=State.STUCK).order_by("run_at", "id")
    return [_on_shelf(row) for row in (rows.filter(kind=kind) if kind else rows)[:limit]]


def _on_shelf(row: Turn) -> StuckTurn:
    return StuckTurn(row.pk, row.kind, row.key, row.about, row.last_error, row.attempts, row.run_at, row.failing_since)


def counts(now: datetime) -> Counts:
    """How many turns are planned, due and not taken, and stuck. Three queries."""
    planned = Turn.objects.filter(state=State.PLANNED)
    due = planned.filter(free(now), run_at__lte=now)
    return Counts(
        planned=planned.count(),
        due=due.count(),
        stuck=Turn.objects.filter(state=State.STUCK).count(),
        oldest_due_at=due.aggregate(at=Min("run_at"))["at"],
    )


def last_beat_at() -> datetime | None:
    """When a worker last said that it lives; None when none ever did, or all have stopped cleanly."""
    at: datetime | None = Beat.objects.aggregate(at=Max("beat_at"))["at"]
    return at
