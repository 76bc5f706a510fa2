"""The two full-text engines behind one small interface."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import connection

from makegood.search.rules import Entry


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase to look for; the last of its words may be only begun (`is_prefix`)."""

    text: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """All `words` and all `senders`, one mark of each of `marks`; none of what is `without_…`.

    What is older than `since` or not older than `before` (None: no bound) need not be found: `spans` are the marks of
    the years, months and days between them, for an engine that has nothing better.
    """

    words: tuple[Word, ...] = ()
    senders: tuple[Word, ...] = ()
    marks: tuple[tuple[str, ...], ...] = ()
    without_words: tuple[Word, ...] = ()
    without_senders: tuple[Word, ...] = ()
    without_marks: tuple[str, ...] = ()
    spans: tuple[str, ...] = ()
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """From which document on: itself too, or only what is behind it (`is_behind`)."""

    document: int
    is_behind: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """SQL from FROM on: the documents that fit, as `d`, the newest first. No more than `limit` are looked at.

    `edge` is SQL of the last document that was looked through, of no row when that was the last of all; "" when the
    plan always gives all that there are.
    """

    sql: str
    params: tuple[Any, ...]
    limit: int
    edge: str = ""
    edge_params: tuple[Any, ...] = ()


class Backend(Protocol):
    """What each engine can do. `budget` is how many hits are looked at for one page."""

    budget: int

    def add(self, entries: Sequence[Entry], ids: Sequence[int] | None = None) -> None:
        """The entries can be found, the last of them as the newest, or under the ids given (ascending)."""

    def replace(self, pairs: Sequence[tuple[int, Entry, Entry]]) -> None:
        """Each document (ascending id, as it was, as it is) is found as it is now."""

    def remove(self, pairs: Sequence[tuple[int, Entry]]) -> None:
        """Each document (id, as it was) is found no more."""

    def clear(self) -> None:
        """Nothing can be found."""

    def plans(self, wanted: Wanted, start: Start | None) -> Iterator[Plan]:
        """Ways to the documents from the start on (None: all): tried until one fills the page or saw all."""


def backend() -> Backend:
    """The engine of the database in use."""
    from makegood.search.backends import postgresql, sqlite

    return sqlite.Sqlite() if connection.vendor == "sqlite" else postgresql.Postgresql()
