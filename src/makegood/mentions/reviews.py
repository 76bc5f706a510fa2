"""A table of reviews as somebody exported it: which column is what is chosen by hand. Pure; files are hostile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.utils.translation import gettext as _

from makegood.base import tables
from makegood.base.moments import moment
from makegood.base.tables import Problem
from makegood.mentions.found import Found
from makegood.mentions.rules import digest_of

MOST_ROWS = 2000
# What a column may be, and how it is often called.
USUAL: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "review", "review text", "comment", "content", "body", "bewertung", "rezension", "kommentar"),
    "author": ("author", "reviewer", "name", "user", "autor", "verfasser"),
    "published": ("date", "created", "published", "created at", "time", "datum"),
    "address": ("url", "link", "address", "review url", "adresse"),
    "title": ("title", "subject", "headline", "titel", "betreff"),
    "key": ("id", "review id", "key"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """What was understood of the file, and what was not."""

    found: list[Found]
    problems: list[Problem]


def guess(titles: list[str]) -> dict[str, str]:
    """Which column is probably what; "" none."""
    known = {title.lower(): title for title in titles}
    return {name: next((known[word] for word in words if word in known), "") for name, words in USUAL.items()}


def read(text: str, columns: Mapping[str, str]) -> Table:
    """The rows, each once. `columns` says which one is what, "" none. Raises Unreadable."""
    chosen = {name: [title.strip().lower()] for name, title in columns.items() if title.strip()}
    if "text" not in chosen:
        raise tables.Unreadable(_("Which column holds what they wrote?"))
    found, problems = [], []
    for place, row in tables.rows(text, chosen, needed=["text"], most=MOST_ROWS):
        try:
            found.append(_found(row))
        except ValueError as why:
            problems.append(Problem(place, str(why)))
    return Table(found, problems)


def _found(row: tables.Row) -> Found:
    if not row["text"]:
        raise ValueError(_("Nothing was written."))
    address = row.get("address", "")
    if address:
        digest_of(address)  # it says what is wrong
    return Found(
        key=row.get("key", ""),
        address=address,
        text=row["text"],
        title=row.get("title", ""),
        author=row.get("author", ""),
        published_at=_moment(row.get("published", "")),
        is_whole=True,
    )


def _moment(said: str) -> datetime | None:
    """The moment, or midnight UTC of the day; None: none is said. Raises ValueError, in words."""
    if not said:
        return None
    return moment(said.replace(" UTC", "+00:00")) or datetime.combine(tables.day_of(said), time(), UTC)
