"""The two full-text engines behind one small interface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    """All `words` and all `senders`, one mark of each of `marks`; none of what is `without_…`."""

    words: tuple[Word, ...] = ()
    senders: tuple[Word, ...] = ()
    marks: tuple[tuple[str, ...], ...] = ()
    without_words: tuple[Word, ...] = ()
    without_senders: tuple[Word, ...] = ()
    without_marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """SQL that gives the ids of documents as `id`. `is_whole`: it gives all that there are, not only the newest."""

    sql: str
    params: tuple[Any, ...]
    is_whole: bool = True


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

    def plans(self, wanted: Wanted, *, upto: int) -> Sequence[Plan]:
        """Ways to the documents with ids up to `upto`: each is tried until one fills the page; the last is whole."""


def backend() -> Backend:
    """The engine of the database in use."""
    from makegood.search.backends import postgresql, sqlite

    return sqlite.Sqlite() if connection.vendor == "sqlite" else postgresql.Postgresql()
