"""A tsvector beside each entry, and GIN. PostgreSQL knows no BM25: it says how often each word is where, and BM25 is
the sum of that."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log

from django.db import connection

from makegood.articles.backends import MOST_ASKED, OTHER, TITLE, Asked, Found, Of, Words, rarest
from makegood.base.plain import ask

MOST_LOOKED_UP = 60
K1, B = 1.2, 0.75  # as FTS5 has them
ONCE = 0.0607927  # what ts_rank says of a word that stands once, with a weight of 0.1
_PUT = """UPDATE articles_entry SET vector = setweight(to_tsvector('simple', %s), 'A')
    || setweight(to_tsvector('simple', %s), 'B') || setweight(to_tsvector('simple', %s), 'D') WHERE id = %s"""
_COUNTS = "SELECT t.n, count(*) FROM unnest(%s::text[]) WITH ORDINALITY t(q, n)"
_COUNTS += " JOIN articles_entry e ON e.vector @@ t.q::tsquery GROUP BY t.n"
_ALL = "SELECT count(*), coalesce(avg(length), 1) FROM articles_entry"
_WEIGHTS = f"{{0.1, 0.1, {OTHER / 10}, {TITLE / 10}}}"
_FOUND = {
    of: f"""SELECT e.{of}_id, e.length, t.n, ts_rank('{_WEIGHTS}', e.vector, t.q::tsquery)
    FROM unnest(%s::text[]) WITH ORDINALITY t(q, n)
    JOIN articles_entry e ON e.vector @@ t.q::tsquery WHERE e.{of}_id IS NOT NULL"""  # noqa: S608 - our own constants
    for of in Of
}


class Postgresql:
    """The database of many machines."""

    def put(self, entry: int, words: Words) -> None:
        """See Backend."""
        with connection.cursor() as cursor:
            cursor.execute(_PUT, [words.title, words.other, words.text, entry])

    def drop(self, entry: int) -> None:
        """See Backend. The vector goes with its row."""

    def telling(self, stems: Sequence[str]) -> tuple[str, ...]:
        """See Backend."""
        once = list(dict.fromkeys(stems))[:MOST_LOOKED_UP]
        if len(once) < 2:
            return tuple(once)
        return rarest(once, {once[n - 1]: count for n, count in ask(_COUNTS, [[f"'{one}'" for one in once]])})

    def found(self, asked: Asked) -> list[Found]:
        """See Backend. Two queries."""
        queries = [f"'{one}'" for one in asked.stems[: MOST_ASKED[asked.among]]]
        queries += [f"'{asked.begun}':*"] if asked.begun else []
        if not queries:
            return []
        [(all_there, length)] = ask(_ALL)
        return _ranked(ask(_FOUND[asked.among], [queries]), int(all_there), float(length))[: asked.most]


def _ranked(rows: list[tuple[int, int, int, float]], all_there: int, average: float) -> list[Found]:
    having, scores = Counter(n for _, _, n, _ in rows), defaultdict[int, float](float)
    for id, length, n, rank in rows:
        weight = log(1 + (all_there - having[n] + 0.5) / (having[n] + 0.5))
        often = rank / ONCE
        scores[id] += weight * often * (K1 + 1) / (often + K1 * (1 - B + B * length / average))
    return [Found(id, score) for id, score in sorted(scores.items(), key=lambda one: (-one[1], one[0]))]
