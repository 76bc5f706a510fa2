"""Transactions that meet: one after the other where that matters, and again where one had to give way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import Error as DatabaseError
from django.db import connection

T = TypeVar("T")
TRIES = 5
# What PostgreSQL says to a transaction that had to give way: serialization failure, deadlock, a row that is there now.
GAVE_WAY = {"40001", "40P01", "23505"}


def alone(what: str) -> None:
    """Until the caller's transaction ends, no other one is in this part. SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [what])


def beside(what: str) -> None:
    """Until the caller's transaction ends nobody is `alone` in this part; others may be beside it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtext(%s))", [what])


def giving_way(work: Callable[[], T]) -> T:
    """What the work returns. It is a whole transaction, and runs anew when another one stood in its way.

    Raises what the work raises, also when it had to give way too often. Inside a larger transaction it runs once.
    """
    for _ in range(TRIES - 1):
        try:
            return work()
        except DatabaseError as error:
            if connection.in_atomic_block or not _gave_way(error):
                raise
    return work()


def _gave_way(error: DatabaseError) -> bool:
    if connection.vendor == "sqlite":
        return "UNIQUE constraint failed" in str(error)
    return getattr(error.__cause__, "sqlstate", None) in GAVE_WAY
