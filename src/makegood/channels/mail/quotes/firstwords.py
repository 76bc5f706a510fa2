"""Many patterns for the beginning of a line, tried only where the line's first word lets one of them match."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?= )")
_EDGES = " \t\xa0<([*_>-"
_LONGEST_WORD = 40


class ByFirstWord:
    """Patterns in lower case. Those that begin with a plain word are found by it; the others are tried on any line."""

    def __init__(self, patterns: Iterable[str]) -> None:
        sorted_out: dict[str, list[str]] = {}
        for pattern in patterns:
            word = _WORD.match(pattern)
            sorted_out.setdefault(word[0] if word else "", []).append(pattern)
        self._any = re.compile("|".join(sorted_out.pop("", [])) or r"(?!)", re.I)
        self._by_word = {word: re.compile("|".join(them), re.I) for word, them in sorted_out.items()}
        # A line of ASCII that begins with a letter matches none of the patterns unless its first word is one of these.
        self.words = frozenset(self._by_word)

    def match(self, line: str) -> bool:
        """True when the line, but for brackets and such, begins with one of the patterns."""
        line = line.lstrip(_EDGES)
        pattern = self._by_word.get(line[:_LONGEST_WORD].split(" ", 1)[0].lower())
        if pattern and pattern.match(line):
            return True
        return not line.isascii() and bool(self._any.match(line))
