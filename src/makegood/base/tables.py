"""A table as people upload it: a line a thing, its columns named in the first line. Pure; files are hostile."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

MOST_BYTES = 1_000_000
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y")
Row = Mapping[str, str]


class Unreadable(ValueError):
    """The file as a whole cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the file that is left out, and why. `place` is where it stands ("line 7")."""

    place: str
    words: str


def text_of(content: bytes) -> str:
    """The file as text: UTF-8, else as Windows writes it. Raises Unreadable for what is none."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 1 MB. Cut it into several."))
    if b"\0" in content:
        raise Unreadable(_("This is no table."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def rows(text: str, columns: Mapping[str, Sequence[str]], *, needed: Sequence[str], most: int) -> list[tuple[str, Row]]:
    """Each line that is not empty, with its place in the file, by the names of our columns; "" for an empty cell.

    `columns` says by which words each is known; one that the file does not have is left out. Raises Unreadable.
    """
    lines = _lines(text, most)
    where = _where(lines[0] if lines else [], columns, needed)
    return [
        (
            _("line %(number)d") % {"number": number},
            {name: cells[at].strip() if at < len(cells) else "" for name, at in where.items()},
        )
        for number, cells in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]


def titles(text: str) -> list[str]:
    """What the first line calls the columns. Raises Unreadable."""
    lines = _lines(text, most=10**6)
    return [title.strip().lstrip("\ufeff") for title in lines[0]] if lines else []


def _lines(text: str, most: int) -> list[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(10_000)
    try:
        lines = list(itertools.islice(csv.reader(io.StringIO(text), delimiter=delimiter), most + 2))
    except csv.Error as error:
        raise Unreadable(
            _("This is no table that can be read: a cell is too long, or a quotation never ends.")
        ) from error
    if len(lines) > most + 1:
        raise Unreadable(_("A file has %(count)d lines at most. Cut it into several.") % {"count": most})
    return lines


def _where(titles: Sequence[str], columns: Mapping[str, Sequence[str]], needed: Sequence[str]) -> dict[str, int]:
    names = [title.strip().lstrip("\ufeff").lower() for title in titles]
    found = {
        column: next(names.index(word) for word in words if word in names)
        for column, words in columns.items()
        if any(word in names for word in words)
    }
    if missing := [column for column in needed if column not in found]:
        words = _("The first line must name the columns %(needed)s. Missing: %(names)s.")
        raise Unreadable(words % {"needed": ", ".join(needed), "names": ", ".join(missing)})
    return found


def day_of(text: str) -> date:
    """The day that somebody wrote in one of the usual ways. Raises ValueError, in words."""
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day on the wall has no zone
        except ValueError:
            continue
    raise ValueError(_("%(text)r is no day. Days look like 2026-11-24.") % {"text": text[:20]})
