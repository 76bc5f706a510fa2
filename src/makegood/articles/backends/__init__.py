"""The database's own full-text index of what we know: put in, taken out, and ranked by BM25."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Protocol

from django.db import connection

TITLE, OTHER, TEXT = 4.0, 3.0, 1.0
"""How much more a word tells where it stands in a title, or among what a thing is also called."""


class Of(StrEnum):
    """What an entry is of: a column of Entry."""

    PAGE = "page"
    REPLY = "reply"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Words:
    """What is found of a thing, as stems with a space between them."""

    title: str
    other: str
    text: str

    @property
    def length(self) -> int:
        """How many stems there are."""
        return sum(len(part.split()) for part in (self.title, self.other, self.text))


MOST_ASKED = {Of.PAGE: 12, Of.REPLY: 12, Of.ANSWER: 6}
"""How many words of a long letter are looked for: there are far more answers than articles."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Stems of which any may be there, the most telling first: of a long letter only the first few are looked for.

    `begun`: the last one is perhaps not yet whole. `among`: what is looked for.
    """

    stems: tuple[str, ...]
    among: Of
    begun: str = ""
    most: int = 30


@dataclass(frozen=True, slots=True)
class Found:
    """What the index gives: the id of the page, saved reply or good answer, and how well it fits; more is better."""

    id: int
    score: float


class Backend(Protocol):
    """What both databases can do."""

    def put(self, entry: int, words: Words) -> None:
        """The entry is found by these words, and no others."""

    def drop(self, entry: int) -> None:
        """It is not found any more; its row may be gone already."""

    def telling(self, stems: Sequence[str]) -> tuple[str, ...]:
        """Of these stems those that are there at all, the rarest first: they tell most. One query."""

    def found(self, asked: Asked) -> list[Found]:
        """The best first."""


@cache
def _backend(vendor: str) -> Backend:
    from makegood.articles.backends.postgresql import Postgresql
    from makegood.articles.backends.sqlite import Sqlite

    backend: Backend = Sqlite() if vendor == "sqlite" else Postgresql()
    return backend


def backend() -> Backend:
    """That of the database in use."""
    return _backend(connection.vendor)


def rarest(stems: Sequence[str], counts: dict[str, int]) -> tuple[str, ...]:
    """Of these stems those that are there, the rarest first."""
    return tuple(sorted((one for one in stems if counts.get(one)), key=lambda one: counts[one]))
