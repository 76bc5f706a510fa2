"""A look into a desk's database from outside, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg


class Away(Exception):
    """The database does not answer at this moment."""


@dataclass(frozen=True)
class Database:
    """The SQLite of a data folder; or, with `url`, a PostgreSQL."""

    data: Path
    url: str = ""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the query finds. Raises Away."""
        try:
            return self._postgresql(sql) if self.url else self._sqlite(sql)
        except (sqlite3.OperationalError, psycopg.OperationalError) as error:
            raise Away(str(error)) from error

    def number(self, sql: str) -> int:
        """The one number that the query finds; -1 while the database is away."""
        try:
            return int(self.rows(sql)[0][0])
        except Away:
            return -1

    def _sqlite(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.data / "makegood.sqlite3", timeout=20)) as connection:
            return connection.execute(sql).fetchall()

    def _postgresql(self, sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url, connect_timeout=5) as connection:
            return connection.execute(sql.encode()).fetchall()
