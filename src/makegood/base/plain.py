"""Plain SQL for what every page asks.

The ORM compiles each question anew, which took longer than the database took to answer (bin/bench --only desk). Only
columns by name are asked for here, so that the drivers know their types; times go through `moment` and `utc`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, overload

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3 import base

MOST_STATEMENTS = 1024  # of which each says how many values it takes
MOST_MOMENTS = 16_384  # a list says a hundred, and a hundred lists say the same


def ask(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of the answer. Each `%s` stands for a value; nothing else may come from outside."""
    door = connections[DEFAULT_DB_ALIAS]
    if _is_open(door):  # Django's way there takes three times as long as the answer
        with door.wrap_database_errors:
            return list(door.connection.execute(_marked(sql), values).fetchall())
    with door.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def do(sql: str, values: Sequence[Any] = ()) -> int:
    """The statement has been carried out. How many rows it touched."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def _is_open(door: BaseDatabaseWrapper) -> bool:
    """Whether nothing stands between us and SQLite: no transaction that may have failed, nobody who watches."""
    is_watched = door.in_atomic_block or door.execute_wrappers or door.queries_logged
    return door.vendor == "sqlite" and door.connection is not None and not is_watched


@lru_cache(MOST_STATEMENTS)
def _marked(sql: str) -> str:
    """The statement as SQLite's driver takes it."""
    return base.FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%")


@lru_cache(MOST_MOMENTS)
def _moment(kept: bytes | str) -> datetime:
    """A time as SQLite keeps it, which is UTC without saying so."""
    return utc(datetime.fromisoformat(kept if isinstance(kept, str) else kept.decode()))


sqlite3.register_converter("datetime", _moment)  # in the place of Django's, which reads each anew


def marks(values: Sequence[Any]) -> str:
    """The place of these values in a statement: "(%s, %s)". No value at all finds nothing."""
    return f"({', '.join(['%s'] * len(values))})" if values else "(NULL)"


def moment(at: datetime) -> Any:
    """A time as the database compares it."""
    return connection.ops.adapt_datetimefield_value(at)


@overload
def utc(at: datetime | str) -> datetime: ...
@overload
def utc(at: None) -> None: ...
@overload
def utc(at: datetime | str | None) -> datetime | None: ...
def utc(at: datetime | str | None) -> datetime | None:
    """A time as the database gave it, in UTC: where several tables answer, SQLite gives text. None stays None."""
    if isinstance(at, str):
        return _moment(at)
    if at is None or at.tzinfo is UTC:
        return at
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
