"""Empties the database after a test that commits: what holds rows, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.db import connection, transaction

ALWAYS_THERE = {"django_content_type", "auth_permission"}  # a migration fills them, and nobody changes them
GUARDED = "books_"
GUARDS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'books!_%' ESCAPE '!'"


def empty() -> None:
    """Every table of a model is as it was in a new desk."""
    look = " UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT 1 FROM {one})" for one in _tables())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(look)
        filled = [name for (name,) in cursor.fetchall()]
    with transaction.atomic(), _past_the_guards(filled):
        _run([f"DELETE FROM {one}" for one in filled])  # noqa: S608 - names of tables


@cache
def _tables() -> list[str]:
    known = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted(set(known) - ALWAYS_THERE)


@contextmanager
def _past_the_guards(tables: list[str]) -> Iterator[None]:
    """What is booked is never deleted: its guards step aside for that moment alone.

    On PostgreSQL so do foreign keys, which would look for what points at each row.
    """
    if connection.vendor == "postgresql":
        _run(["SET LOCAL session_replication_role = replica"])
        yield
    elif any(one.startswith(GUARDED) for one in tables):
        with connection.cursor() as cursor:
            guards = cursor.execute(GUARDS).fetchall()
        _run([f"DROP TRIGGER {name}" for name, _sql in guards])
        yield
        _run([sql for _name, sql in guards])
    else:
        yield


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for one in statements:
            cursor.execute(one)
