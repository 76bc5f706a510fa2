"""What a search gives, as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from makegood.search.snippets import Part


class Where(StrEnum):
    """Where the match is."""

    NUMBER = "number"
    MESSAGE = "message"
    NOTE = "note"
    SUBJECT = "subject"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Hit:
    """A conversation, and the newest thing found in it. `by` said it; `at` is UTC; owner and customer may be ""."""

    number: int
    subject: tuple[Part, ...]
    state: str
    customer: str
    owner: str
    tags: tuple[str, ...]
    where: Where
    snippet: tuple[Part, ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that was understood, in words. `problem` says why it can find nothing, "" when it can."""

    kind: str
    words: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, newest first, each conversation once.

    `total` conversations were found, perhaps more when `is_capped`. `next` gives the next page; None: there is none.
    `looked_back_to` is set when so much was looked through that we stopped; `next` then goes on from there.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    is_capped: bool = False
    next: str | None = None
    looked_back_to: datetime | None = None
    chips: tuple[Chip, ...] = ()
