"""Where the year stands, kept in the same database and transaction as the day itself, so that a stop loses nothing."""

from __future__ import annotations

import pickle

from django.db import connection

from tests.year.life import Memory


def recall() -> Memory | None:
    """What was kept after the last whole day; None before the first."""
    with connection.cursor() as cursor:
        kind = "bytea" if connection.vendor == "postgresql" else "blob"
        cursor.execute(f"CREATE TABLE IF NOT EXISTS year_memory (id integer PRIMARY KEY, kept {kind} NOT NULL)")
        cursor.execute("SELECT kept FROM year_memory WHERE id = 1")
        row = cursor.fetchone()
    return pickle.loads(bytes(row[0])) if row else None  # noqa: S301 - our own, from our own database


def keep(memory: Memory) -> None:
    """It goes on from here."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM year_memory")
        cursor.execute("INSERT INTO year_memory (id, kept) VALUES (1, %s)", [pickle.dumps(memory)])
