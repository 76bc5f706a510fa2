"""FTS5, without a copy of the texts. Its syntax is never reached by what is typed: each word is a quoted string."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection

from makegood.base.folding import spaced
from makegood.search.backends import Plan, Start, Wanted, Word
from makegood.search.backends.begun import endings_of
from makegood.search.rules import ANY, NOTHING, Entry, sender_marks

NEWEST = 2**62
_DOCUMENT = """INSERT INTO search_document (id, conversation_id, message_id, note_id, at, marks, known_as)
    VALUES (%s, %s, %s, %s, %s, %s, %s)"""
_ADD = "INSERT INTO search_text (rowid, text, subject, people, marks) VALUES (%s, %s, %s, %s, %s)"
_FOUND = """FROM (SELECT rowid AS id FROM search_text WHERE search_text MATCH %s AND rowid <= %s) h
    CROSS JOIN search_document d WHERE d.id = h.id ORDER BY h.id DESC"""
_FORGET = """INSERT INTO search_text (search_text, rowid, text, subject, people, marks)
    VALUES ('delete', %s, %s, %s, %s, %s)"""


class Sqlite:
    """Postings are read newest first and no further than needed."""

    budget = 5000

    def add(self, entries: Sequence[Entry], ids: Sequence[int] | None = None) -> None:
        """See Backend."""
        if len(entries) == 1 and ids is None:
            self._add_newest(entries[0])
            return
        pairs = list(zip(self._next_ids(len(entries)) if ids is None else ids, entries, strict=True))
        with connection.cursor() as cursor:
            cursor.executemany(_DOCUMENT, [_row(id, entry) for id, entry in pairs])
            cursor.executemany(_ADD, [_texts(id, entry) for id, entry in pairs])

    def _add_newest(self, entry: Entry) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_DOCUMENT, _row(None, entry))
            cursor.execute(_ADD, _texts(cursor.lastrowid, entry))

    def _next_ids(self, count: int) -> range:
        """Ids that no document ever had: those of a removed one may still stand in the index."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'search_document'")
            row = cursor.fetchone()
        first = (row[0] if row else 0) + 1
        return range(first, first + count)

    def replace(self, pairs: Sequence[tuple[int, Entry, Entry]]) -> None:
        """See Backend."""
        with connection.cursor() as cursor:
            for id, old, new in pairs:
                cursor.execute(_FORGET, _texts(id, old))
                cursor.execute(_ADD, _texts(id, new))
                cursor.execute(
                    "UPDATE search_document SET marks = %s, known_as = %s WHERE id = %s", [new.marks, new.known_as, id]
                )

    def remove(self, pairs: Sequence[tuple[int, Entry]]) -> None:
        """See Backend."""
        with connection.cursor() as cursor:
            for id, old in pairs:
                cursor.execute(_FORGET, _texts(id, old))
                cursor.execute("DELETE FROM search_document WHERE id = %s", [id])

    def clear(self) -> None:
        """See Backend."""
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_text (search_text) VALUES ('delete-all')")
            cursor.execute("DELETE FROM search_document")

    def plans(self, wanted: Wanted, start: Start | None) -> Iterator[Plan]:
        """See Backend. FTS5 streams by rowid, so one plan is always enough."""
        upto = start.document - start.is_behind if start else NEWEST
        yield Plan(_FOUND, (expression(wanted), upto), limit=self.budget)


def expression(wanted: Wanted) -> str:
    """The FTS5 expression. Only this function writes its syntax; everything typed stands between quotes."""
    must = [f"marks : ({_any(group)})" for group in (*wanted.marks, wanted.spans) if group]
    must += [f"marks : ({_sender(one)})" for one in wanted.senders]
    must += [f"- marks : ({' AND '.join(_quoted(one) for one in wanted.words)})"] if wanted.words else []
    without = [f"- marks : ({_quoted(one)})" for one in wanted.without_words]
    without += [f"marks : ({_sender(one)})" for one in wanted.without_senders]
    without += [f"marks : ({_any(wanted.without_marks)})"] if wanted.without_marks else []
    found = " AND ".join(f"({one})" for one in must or [f"marks : {_quoted(Word(ANY))}"])
    return f"({found}) NOT ({' OR '.join(f'({one})' for one in without)})" if without else found


def _any(marks: Sequence[str]) -> str:
    return " OR ".join(_string(one) for one in marks)


def _sender(word: Word) -> str:
    marks = [Word(one) for one in sender_marks(word.text)] or [Word(NOTHING)]
    marks[-1] = replace(marks[-1], is_prefix=word.is_prefix)
    return " AND ".join(_quoted(one) for one in marks)


def _quoted(word: Word) -> str:
    text = spaced(word.text)
    endings = endings_of(text) if word.is_prefix else [text]
    if endings is None:
        return f"{_string(text)} *"
    return f"({' OR '.join(_string(one) for one in endings)})"


def _string(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _row(id: int | None, entry: Entry) -> tuple[Any, ...]:
    at = connection.ops.adapt_datetimefield_value(entry.at)
    return (id, entry.conversation, entry.message, entry.note, at, entry.marks, entry.known_as)


def _texts(id: int, entry: Entry) -> tuple[Any, ...]:
    return (id, spaced(entry.text), spaced(entry.subject), spaced(entry.people), entry.all_marks)
