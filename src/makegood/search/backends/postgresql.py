"""A tsvector beside each document, and GIN. Words are folded in Python, stemmed by the database, and never stopped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from makegood.search.backends import Plan, Wanted, Word
from makegood.search.rules import NOTHING, Entry, sender_marks
from makegood.search.words import folded

NEWEST = 4000

# Marks have a sign that no folded word can have.
_VECTOR = "to_tsvector('makegood', %s) || array_to_tsvector(%s)"
_ADD = f"""INSERT INTO search_document (id, conversation_id, message_id, note_id, at, marks, known_as, vector)
    VALUES (COALESCE(%s, nextval(pg_get_serial_sequence('search_document', 'id'))),
        %s, %s, %s, %s, %s, %s, {_VECTOR})"""  # noqa: S608 - our own constants
_REPLACE = f"""UPDATE search_document SET marks = %s, known_as = %s, vector = {_VECTOR}
    WHERE id = %s"""  # noqa: S608 - our own constants

# A common word is among the newest; a rare one is quick by its index. Asked for both at once, the planner guesses,
# and a wrong guess reads the whole table backwards.
_AMONG_NEWEST = """SELECT id FROM
    (SELECT id, vector FROM search_document WHERE id <= %s ORDER BY id DESC LIMIT %s) newest
    WHERE vector @@ ({query})"""
_BY_INDEX = "SELECT id FROM search_document WHERE vector @@ ({query}) AND id + 0 <= %s"


class Postgresql:
    """First among the newest documents, then by the index."""

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

    def plans(self, wanted: Wanted, *, upto: int) -> Sequence[Plan]:
        """See Backend."""
        query, params = tsquery(wanted)
        return [
            Plan(_AMONG_NEWEST.format(query=query), (upto, NEWEST, *params), is_whole=False),
            Plan(_BY_INDEX.format(query=query), (*params, upto)),
        ]


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
