"""Which transactions run: the one way to know on PostgreSQL that a missing id will never be committed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Running:
    """Which transactions run: all numbered below `oldest` have ended, none numbered `next` or above has begun."""

    oldest: int
    next: int


def running_transactions() -> Running:
    """On PostgreSQL, from one snapshot; SQLite has at most one, and what it has not committed has no number yet."""
    if connection.vendor != "postgresql":
        return Running(0, 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text FROM pg_current_snapshot() AS s")
        oldest, following = cursor.fetchone()
    return Running(int(oldest), int(following))
