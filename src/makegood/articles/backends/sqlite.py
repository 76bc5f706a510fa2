"""FTS5, whose rank is BM25. What is asked for reaches it as quoted stems: letters and digits alone."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from makegood.articles.backends import MOST_ASKED, OTHER, TEXT, TITLE, Asked, Found, Of, Words, rarest
from makegood.base.plain import ask, marks

_PUT = "INSERT OR REPLACE INTO articles_text (rowid, title, other, text) VALUES (%s, %s, %s, %s)"
_DROP = "DELETE FROM articles_text WHERE rowid = %s"
_COUNTS = "SELECT term, doc FROM articles_text_term WHERE term IN "
_FOUND = {
    of: f"""SELECT e.{of}_id, -bm25(articles_text, {TITLE}, {OTHER}, {TEXT}) AS score
    FROM articles_text CROSS JOIN articles_entry e ON e.id = articles_text.rowid
    WHERE articles_text MATCH %s AND e.{of}_id IS NOT NULL ORDER BY score DESC, e.id LIMIT %s"""  # noqa: S608
    for of in Of
}


class Sqlite:
    """The database of one machine."""

    def put(self, entry: int, words: Words) -> None:
        """See Backend."""
        with connection.cursor() as cursor:
            cursor.execute(_PUT, [entry, words.title, words.other, words.text])

    def drop(self, entry: int) -> None:
        """See Backend."""
        with connection.cursor() as cursor:
            cursor.execute(_DROP, [entry])

    def telling(self, stems: Sequence[str]) -> tuple[str, ...]:
        """See Backend."""
        once = list(dict.fromkeys(stems))
        return rarest(once, dict(ask(_COUNTS + marks(once), once))) if len(once) > 1 else tuple(once)

    def found(self, asked: Asked) -> list[Found]:
        """See Backend. One query."""
        parts = [f'"{one}"' for one in asked.stems[: MOST_ASKED[asked.among]]]
        parts += [f'"{asked.begun}" *'] if asked.begun else []
        if not parts:
            return []
        return [Found(id, score) for id, score in ask(_FOUND[asked.among], [" OR ".join(parts), asked.most])]
