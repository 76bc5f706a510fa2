"""A tsvector beside each document, and GIN. Words are folded in Python, stemmed by the database, and never stopped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from makegood.base.folding import folded
from makegood.base.plain import ask
from makegood.search.backends import Plan, Start, Wanted, Word
from makegood.search.rules import NOTHING, Entry, sender_marks

NEWEST, FAR = 4_000, 40_000
ENOUGH = 500
RARE = 10_000
Values = tuple[Any, ...]

# Marks have a sign that no folded word can have.
_VECTOR = "to_tsvector('makegood', %s) || array_to_tsvector(%s)"
_ADD = f"""INSERT INTO search_document (id, conversation_id, message_id, note_id, at, marks, known_as, vector)
    VALUES (COALESCE(%s, nextval(pg_get_serial_sequence('search_document', 'id'))),
        %s, %s, %s, %s, %s, %s, {_VECTOR})"""  # noqa: S608 - our own constants
_REPLACE = f"""UPDATE search_document SET marks = %s, known_as = %s, vector = {_VECTOR}
    WHERE id = %s"""  # noqa: S608 - our own constants

# A common word is among the newest; a rare one is quick by its index. Asked for both at once, the planner guesses, and
# a wrong guess reads the whole table. So some of the newest are looked at first; then, by what the table's statistics
# say of the words, either all that the index gives, or far more of the newest.
_WALK = """FROM (SELECT id, conversation_id, message_id, note_id, at, vector FROM search_document{where}
        ORDER BY at DESC, id DESC LIMIT {among}) d
    WHERE d.vector @@ ({query}) ORDER BY d.at DESC, d.id DESC"""
_EDGE = "SELECT id FROM search_document{where} ORDER BY at DESC, id DESC OFFSET {before} LIMIT 1"
_BY_INDEX = """FROM (WITH found AS MATERIALIZED (SELECT id, conversation_id, message_id, note_id, at
        FROM search_document WHERE {where})
        SELECT * FROM found ORDER BY at DESC, id DESC LIMIT {most}) d
    ORDER BY d.at DESC, d.id DESC"""
_ESTIMATE = "EXPLAIN SELECT 1 FROM search_document WHERE {where}"
# A document that is gone is taken to have stood where the one before it stands.
_FROM = "(at, id) {compared} ((SELECT at FROM search_document WHERE id <= %s ORDER BY id DESC LIMIT 1), %s)"


class Postgresql:
    """First among the newest documents, then by the index, or for a word that is common further back."""

    budget = 3000

    def add(self, entries: Sequence[Entry], ids: Sequence[int] | None = None) -> None:
        """See Backend."""
        places: Sequence[int | None] = [None] * len(entries) if ids is None else ids
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, [_row(id, entry) for id, entry in zip(places, entries, strict=True)])

    def replace(self, pairs: Sequence[tuple[int, Entry, Entry]]) -> None:
        """See Backend."""
        with connection.cursor() as cursor:
            cursor.executemany(_REPLACE, [(new.marks, new.known_as, *_texts(new), id) for id, _, new in pairs])

    def remove(self, pairs: Sequence[tuple[int, Entry]]) -> None:
        """See Backend."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_document WHERE id = ANY(%s)", [[id for id, _ in pairs]])

    def clear(self) -> None:
        """See Backend."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_document")

    def plans(self, wanted: Wanted, start: Start | None) -> Iterator[Plan]:
        """See Backend."""
        asked = _Asked(*tsquery(wanted), *_bounds(wanted, start))
        yield asked.walk(NEWEST, limit=min(ENOUGH, self.budget))
        if asked.estimate() > RARE:
            yield asked.walk(FAR, limit=self.budget)
        else:
            yield asked.by_index(limit=self.budget)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A tsquery, and SQL of where in time is looked; each with its parameters."""

    query: str
    values: Values
    within: list[str]
    bounds: Values

    def walk(self, among: int, *, limit: int) -> Plan:
        """Those that fit among so many of the newest."""
        where = f" WHERE {' AND '.join(self.within)}" if self.within else ""
        sql = _WALK.format(where=where, among=among, query=self.query)
        edge = _EDGE.format(where=where, before=among - 1)
        return Plan(sql, (*self.bounds, *self.values), limit, edge, self.bounds)

    def by_index(self, *, limit: int) -> Plan:
        """All that fit."""
        return Plan(_BY_INDEX.format(where=self._both, most=limit), (*self.values, *self.bounds), limit=limit)

    def estimate(self) -> int:
        """How many fit by the table's statistics. Looks at none of them."""
        sql = _ESTIMATE.format(where=self._both)
        (told,), *_ = ask(sql, (*self.values, *self.bounds))
        found = re.search(r" rows=(\d+) ", told)
        return int(found[1]) if found else 0

    @property
    def _both(self) -> str:
        return " AND ".join([f"vector @@ ({self.query})", *self.within])


def _bounds(wanted: Wanted, start: Start | None) -> tuple[list[str], Values]:
    """SQL of where in time is looked, and its parameters."""
    bounds: list[tuple[str, Values]] = []
    bounds += [("at >= %s", (wanted.since,))] if wanted.since else []
    bounds += [("at < %s", (wanted.before,))] if wanted.before else []
    if start:
        compared = "<" if start.is_behind else "<="
        bounds.append((_FROM.format(compared=compared), (start.document, start.document)))
    return [sql for sql, _ in bounds], tuple(value for _, values in bounds for value in values)


def tsquery(wanted: Wanted) -> tuple[str, tuple[str, ...]]:
    """SQL of a tsquery and its parameters. What is typed reaches the database only folded: letters, digits, spaces."""
    parts: list[tuple[str, str]] = [("%s::tsquery", _any(group)) for group in wanted.marks]
    parts += [("to_tsquery('makegood', %s)", _phrase(one)) for one in wanted.words]
    parts += [("%s::tsquery", _sender(one)) for one in wanted.senders]
    parts += [("!! to_tsquery('makegood', %s)", _phrase(one)) for one in wanted.without_words]
    parts += [("!! %s::tsquery", _sender(one)) for one in wanted.without_senders]
    parts += [("!! %s::tsquery", _any(wanted.without_marks))] if wanted.without_marks else []
    parts = [one for one in parts if one[1]] or [("%s::tsquery", "'=x'")]
    return " && ".join(f"({sql})" for sql, _ in parts), tuple(param for _, param in parts)


def _any(marks: Sequence[str]) -> str:
    return " | ".join(f"'={one}'" for one in marks)


def _sender(word: Word) -> str:
    marks = " & ".join(f"'={one}'" for one in sender_marks(word.text) or [NOTHING])
    return f"{marks}:*" if word.is_prefix else marks


def _phrase(word: Word) -> str:
    """The words one after the other, "" when there are none."""
    words = " <-> ".join(f"'{one}'" for one in folded(word.text).split())
    return f"{words}:*" if words and word.is_prefix else words


def _texts(entry: Entry) -> tuple[Any, ...]:
    said = f"{folded(entry.text)} {folded(entry.subject)} {folded(entry.people)}"
    return (said, [f"={one}" for one in entry.all_marks.split()])


def _row(id: int | None, entry: Entry) -> tuple[Any, ...]:
    return (id, entry.conversation, entry.message, entry.note, entry.at, entry.marks, entry.known_as, *_texts(entry))
