"""Reads of the agenda."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Max, Min, Q, QuerySet

from makegood.agenda.models import Beat, State, Turn
from makegood.agenda.rules import FARTHEST_LEASE
from makegood.base.plain import ask, moment, utc
from makegood.base.prepared import Prepared

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# What a worker asks whenever it looks.
NEXT = "SELECT run_at FROM agenda_turn WHERE state = %s AND lease_until IS NULL ORDER BY run_at LIMIT 1"
FREE = "(lease_until IS NULL OR lease_until <= %s OR lease_until > %s)"  # a lease that has run out, or cannot be true
DUE = f"SELECT 1 FROM agenda_turn WHERE state = %s AND run_at <= %s AND {FREE} LIMIT 1"  # noqa: S608 - FREE is ours


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


def free(now: datetime) -> list[Any]:
    """The values of FREE."""
    return [moment(now), moment(now + FARTHEST_LEASE)]


def _due(now: datetime) -> QuerySet[Turn]:
    free = Q(lease_until=None) | Q(lease_until__lte=now) | Q(lease_until__gt=now + FARTHEST_LEASE)
    return Turn.objects.filter(state=State.PLANNED).filter(run_at__lte=now).filter(free)


@cache
def _claimable(limit: int, besides: int) -> Prepared[Turn]:
    return Prepared(lambda: _held(_due(EPOCH).exclude(pk__in=range(besides))).order_by("run_at", "id")[:limit])


def _held(rows: QuerySet[Turn]) -> QuerySet[Turn]:
    """On PostgreSQL, rows that another worker is just taking are passed over; SQLite has one writer anyway."""
    return rows.select_for_update(skip_locked=True) if connection.features.has_select_for_update_skip_locked else rows


def claimable(now: datetime, *, limit: int, besides: Collection[int]) -> list[Turn]:
    """What a worker may take now, the longest due first, held until the transaction ends. One query."""
    return _claimable(limit, len(besides)).all(State.PLANNED.value, moment(now), *free(now), *besides)


def is_due(now: datetime) -> bool:
    """Whether a worker would find something now. One query that takes no lock."""
    return bool(ask(DUE, [State.PLANNED.value, moment(now), *free(now)]))


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
    due = _due(now)
    return Counts(
        planned=Turn.objects.filter(state=State.PLANNED).count(),
        due=due.count(),
        stuck=Turn.objects.filter(state=State.STUCK).count(),
        oldest_due_at=due.aggregate(at=Min("run_at"))["at"],
    )


def last_beat_at() -> datetime | None:
    """When a worker last said that it lives; None when none ever did, or all have stopped cleanly."""
    at: datetime | None = Beat.objects.aggregate(at=Max("beat_at"))["at"]
    return at
