"""How FTS5's tokenizer writes words: asked of the tokenizer itself, in a small index in memory."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence

TOKENIZER = "porter unicode61 remove_diacritics 2"
_SETUP = f"""CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize='{TOKENIZER}');
    CREATE VIRTUAL TABLE written USING fts5vocab(words, instance);"""

# One of these endings gives back nearly every stem: "polici" is that of "policy", "univers" of "universe".
_ENDINGS = ("", "e", "s", "ed", "ing", "ly", "ement")
_own = threading.local()


def stems(text: str) -> list[str]:
    """The stems of the text's words, in order."""
    index = _index()
    index.execute("INSERT INTO words (rowid, text) VALUES (1, ?)", [text])
    found = [stem for (stem,) in index.execute("SELECT term FROM written ORDER BY offset")]
    index.execute("INSERT INTO words (words) VALUES ('delete-all')")
    return found


def words(wanted: Sequence[str]) -> list[str] | None:
    """For each stem a word that has it, since a stem itself may have another one; None when one has no such word."""
    tried = [word for one in wanted for word in _perhaps(one)]
    found = stems(" ".join(tried))
    if len(found) != len(tried):
        return None
    by_stem = dict(zip(found, tried, strict=True))
    return [by_stem[one] for one in wanted] if all(one in by_stem for one in wanted) else None


def _perhaps(stem: str) -> list[str]:
    return [*(stem + ending for ending in _ENDINGS), stem[:-1] + "y"]


def _index() -> sqlite3.Connection:
    """This thread's index."""
    if not hasattr(_own, "index"):
        index = sqlite3.connect(":memory:", isolation_level=None)
        index.executescript(_SETUP)
        _own.index = index
    found: sqlite3.Connection = _own.index
    return found
