"""The form in which phrases stand in the data files, made into patterns. Pure; docs/coach.md teaches the form.

`our polic*` a word by its beginning · `*` any word · `(a|b c)` either · `[very]` may stand there · `...` up to six words between ·
`<refusal>` any phrase of the list of that name · `#` a number · `^` and `$` the beginning and the end of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

BREAK = "\x00"
"""Stands between two sentences; no phrase reaches across it."""
_GAP = r"[^\w\x00]*"
_FILL = rf"(?:{_GAP}(?<!\w)[\w']+){{0,6}}?"
_NUMBER = r"(?<!\w)\d(?:[\d.,:/-]*\d)?(?:st|nd|rd|th|h|am|pm)?(?!\w)"
_TOKEN = re.compile(r"\.\.\.|<\w+>|[()\[\]|^$#]|[^\s()\[\]|<>^$#]+|(\S)")


class Unfit(Exception):
    """A phrase or file that cannot be used. The text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase ready to be looked for: in a text that holds none of `needs` it cannot stand. No needs: always look."""

    words: str
    needs: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when it is first needed: of a book's phrases a reply needs few."""
        return _compiled(self.words)

    def find(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """Where it first stands in that stretch of a folded text; None: nowhere."""
        if self.needs and not any(text.find(need, start, end) >= 0 for need in self.needs):
            return None
        return self.pattern.search(text, start, end)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a pattern, and the words of which one must stand in any text that it fits. None: it may fit nothing."""

    pattern: str
    needs: frozenset[str] | None


@lru_cache(maxsize=None)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


Lists = Mapping[str, Sequence[str]]


def phrase(words: str, lists: Lists) -> Phrase:
    """The phrase, compiled. Raises Unfit, in words."""
    part = _Reader(words, lists).whole()
    return Phrase(part.pattern, tuple(sorted(part.needs or ())))


class _Reader:
    """Reads one phrase from left to right."""

    def __init__(self, words: str, lists: Lists, above: tuple[str, ...] = ()) -> None:
        self.words, self.lists, self.above = words, lists, above
        self.tokens = [found[0] for found in _TOKEN.finditer(fold(words))]
        self.at = 0

    def whole(self) -> _Part:
        part = self._either()
        if self.at < len(self.tokens):
            raise Unfit(f"“{self.words}” closes a bracket that it never opened.")
        return part

    def _either(self) -> _Part:
        parts = [self._row()]
        while self._next() == "|":
            self.at += 1
            parts.append(self._row())
        return any_of(parts)

    def _next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _row(self) -> _Part:
        found: list[_Part] = []
        while self._next() not in ("", "|", ")", "]"):
            found.append(self._one())
        if not found:
            raise Unfit(f"“{self.words}” says nothing in one place.")
        needs = [one.needs for one in found if one.needs]
        # The fewest words, and of those the longest, are the quickest to miss in a text.
        best = min(needs, key=lambda one: (len(one), -min(map(len, one))), default=None)
        return _Part(_join(found), best)

    def _one(self) -> _Part:
        token = self._next()
        self.at += 1
        if token in ("(", "["):
            return self._bracket(token)
        if token.startswith("<") and len(token) > 2:
            return self._list(token[1:-1])
        return _PLAIN[token] if token in _PLAIN else _word(token, self.words)

    def _bracket(self, opened: str) -> _Part:
        inner = self._either()
        if self._next() != (")" if opened == "(" else "]"):
            raise Unfit(f"“{self.words}” opens a bracket that it does not close.")
        self.at += 1
        return inner if opened == "(" else _Part(f"(?:{_GAP}{inner.pattern})?", None)

    def _list(self, name: str) -> _Part:
        if name not in self.lists or name in self.above:
            raise Unfit(f"“{self.words}” names a list <{name}> that there is not.")
        return any_of([_Reader(one, self.lists, (*self.above, name)).whole() for one in self.lists[name]])


def any_of(parts: Sequence[_Part]) -> _Part:
    """Either of them. It needs a word of each, so only when each needs one."""
    if len(parts) == 1:
        return parts[0]
    needs: frozenset[str] | None = frozenset()
    for part in parts:
        needs = needs | part.needs if needs is not None and part.needs else None
    return _Part(f"(?:{'|'.join(part.pattern for part in parts)})", needs)


def _join(parts: Sequence[_Part]) -> str:
    text = ""
    for part in parts:
        takes_gap = text and not part.pattern.startswith(f"(?:{_GAP}")
        text += (_GAP if takes_gap else "") + part.pattern
    return text


def _word(token: str, words: str) -> _Part:
    stem, is_stem = (token[:-1], True) if token.endswith("*") else (token, False)
    if not stem or "*" in stem or not any(letter.isalnum() for letter in stem):
        raise Unfit(f"“{words}”: “{token}” is no word. A star stands for the end of a word.")
    end = r"\w*" if is_stem else "" if stem.endswith("'") else r"(?!\w|'\w)"
    start = "" if stem.startswith("'") else r"(?<!\w)"  # the 'll of "we'll" may be named alone
    return _Part(f"{start}{re.escape(stem)}{end}", frozenset([stem]))


_PLAIN = {
    "...": _Part(_FILL, None),
    "*": _Part(r"(?<!\w)\w+(?:['-]\w+)*", None),
    "#": _Part(_NUMBER, None),
    "^": _Part(r"(?:^|(?<=\x00))[^\w\x00]*", None),
    "$": _Part(r"[^\w\x00]*(?=\x00|$)", None),
}
_STRAIGHT = {ord(one): "'" for one in "’‘ʼ´`"} | {0xA0: " ", 0x202F: " ", 0: " "}


def fold(text: str) -> str:
    """The text in small letters without accents and with straight apostrophes, each letter in its place."""
    return "".join(map(_folded, text.translate(_STRAIGHT)))


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    import unicodedata

    small = letter.lower()
    base = unicodedata.normalize("NFD", small)[:1]
    return base if len(base) == 1 else letter
