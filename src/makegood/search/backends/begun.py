"""A begun word spelled out, on SQLite.

FTS5 finds a word that is whole, or of which two or three letters are known, newest first and no further than needed.
For any other beginning it first gathers everything that was ever said with such a word: with a word that is in every
message, tenths of a second. So the words that begin so are looked up in its vocabulary, and looked for whole.
"""

from __future__ import annotations

from makegood.base.plain import ask
from makegood.search.backends import stems

INDEXED = (2, 3)  # letters, as prefix= says in the migration
MOST_WORDS = 128
# From one term to the next: a vocabulary that is read on would give a term once for each time it was said. No letter
# comes before the first sign of all, so behind it the next term begins.
_TERMS = """WITH RECURSIVE begun(term) AS (
        SELECT (SELECT term FROM search_text_term WHERE term >= %s AND term < %s LIMIT 1)
        UNION ALL
        SELECT (SELECT t.term FROM search_text_term t WHERE t.term >= begun.term || char(1) AND t.term < %s LIMIT 1)
        FROM begun WHERE begun.term IS NOT NULL)
    SELECT term FROM begun WHERE term IS NOT NULL LIMIT %s"""
_LAST = chr(0x10FFFF)


def endings_of(text: str) -> list[str] | None:
    """Every phrase that the text may become when its last word goes on, by words of the index; the text if none.

    None when the index itself answers that quickly, or when there are too many.
    """
    *before, begun = stems.stems(text) or [""]
    if len(begun) in INDEXED:
        return None
    # A single letter begins everything. In scripts without spaces it is a whole word anyway.
    terms = _beginning_with(begun) if len(begun) > 1 else []
    if len(terms) > MOST_WORDS:
        return None
    if terms in ([], [begun]):
        return [text]
    words = stems.words([*before, *terms])
    if words is None:
        return None
    first, last = words[: len(before)], words[len(before) :]
    return [" ".join([*first, one]) for one in last]


def _beginning_with(begun: str) -> list[str]:
    """The terms of the index that begin so, at most one more than are looked for. One query."""
    end = begun + _LAST
    return [term for (term,) in ask(_TERMS, [begun, end, end, MOST_WORDS + 1])]
