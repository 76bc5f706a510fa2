"""Plain SQL for what every page asks.

The ORM compiles each question anew, which took longer than the database took to answer (bin/bench --only desk). Only
columns by name are asked for here, so that the drivers know their types; times go through `moment` and `utc`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, overload

from django.db import connection


def ask(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of the answer. Each `%s` stands for a value; nothing else may come from outside."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def marks(values: Sequence[Any]) -> str:
    """The place of these values in a statement: "(%s, %s)". No value at all finds nothing."""
    return f"({', '.join(['%s'] * len(values))})" if values else "(NULL)"


def moment(at: datetime) -> Any:
    """A time as the database compares it."""
    return connection.ops.adapt_datetimefield_value(at)


@overload
def utc(at: datetime) -> datetime: ...
@overload
def utc(at: None) -> None: ...
@overload
def utc(at: datetime | None) -> datetime | None: ...
def utc(at: datetime | None) -> datetime | None:
    """A time as the database gave it, in UTC: SQLite keeps UTC without saying so. None stays None."""
    if at is None:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
