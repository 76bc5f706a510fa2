"""The form in which phrases stand in the data files, made into patterns. Pure; docs/coach.md teaches the form.

`our polic*` a word by its beginning · `*` any word · `(a|b c)` either · `[very]` may stand there · `...` up to
six words between · `<refusal>` any phrase of that list · `#` a number · `^` and `$` beginning and end of a sentence ·
`~(not|never)` none of these stands next.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain

BREAK = "\x00"
"""Stands between two sentences; no phrase reaches across it."""
_GAP = r"[^\w\x00]*"
_FILL = rf"(?:{_GAP}(?<!\w)[\w']+){{0,6}}?"
_START = r"(?<!\w)(?=\w)"
_NUMBER = r"(?<!\w)\d(?:[\d.,:/-]*\d)?(?:st|nd|rd|th|h|am|pm)?(?!\w)"
_RUN = re.compile(r"\w+")
_TOKEN = re.compile(r"\.\.\.|<\w+>|~\(|[()\[\]|^$#]|[^\s()\[\]|<>^$#~]+|(\S)")


class Misspelt(Exception):
    """A phrase or file that cannot be used. The text says what is wrong with it."""


class Text:
    """A folded text to look in. Where a word begins in it is looked up once, and then known."""

    def __init__(self, read: str) -> None:
        self.read = read
        self._spots: dict[tuple[str, ...], list[int]] = {}
        self._likely: dict[Phrases, Phrases] = {}

    def __len__(self) -> int:
        return len(self.read)

    def spots(self, words: tuple[str, ...]) -> list[int]:
        """Where any of the words begins, in order; [] nowhere."""
        spots = self._spots.get(words)
        if spots is None:
            found = [self._begins.get(word, ()) if word.isalnum() else self._scan(word) for word in words]
            spots = self._spots[words] = sorted(chain.from_iterable(found))
        return spots

    @cached_property
    def _begins(self) -> dict[str, list[int]]:
        """Every beginning of every word, and where it stands."""
        begins: dict[str, list[int]] = {}
        for found in _RUN.finditer(self.read):
            run, at = found[0], found.start()
            for length in range(1, len(run) + 1):
                begins.setdefault(run[:length], []).append(at)
        return begins

    def _scan(self, word: str) -> list[int]:
        return [found.start() for found in re.finditer(re.escape(word), self.read)] if word in self.read else []

    def likely(self, phrases: Phrases) -> Phrases:
        """Those of the phrases that may stand anywhere in it: few, and no other need be looked for again."""
        likely = self._likely.get(phrases)
        if likely is None:
            likely = self._likely[phrases] = tuple(one for one in phrases if all(map(self.spots, one.needs)))
        return likely


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """A phrase ready to be looked for. It stands in no sentence that does not hold one of each of `needs`."""

    words: str
    needs: tuple[tuple[str, ...], ...]
    """The rarest first, so far as that can be told. None at all: every sentence must be searched."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when it is first needed: of a book's phrases a reply needs few."""
        return _compiled(self.words)

    def find(self, text: Text, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Where it first stands in that stretch of the text; None: nowhere."""
        end = len(text) if end is None else end
        return self.pattern.search(text.read, start, end) if self.may_stand(text, start, end) else None

    def may_stand(self, text: Text, start: int, end: int) -> bool:
        """A word of each of its needs begins in the stretch: quickly told, and mostly no."""
        for some in self.needs:
            spots = text.spots(some)
            at = bisect_left(spots, start)
            if at == len(spots) or spots[at] >= end:
                return False
        return True


Phrases = tuple[Phrase, ...]


def stands(phrases: Phrases, text: Text, start: int = 0, end: int | None = None) -> bool:
    """Whether any of the phrases stands in that stretch of the text."""
    return any(one.find(text, start, end) for one in text.likely(phrases))


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a pattern, and sets of words: one of each stands in any text that it fits."""

    pattern: str
    needs: tuple[frozenset[str], ...] = ()
    begins_a_word: bool = False
    """It can fit only where a word begins."""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


Lists = Mapping[str, Sequence[str]]


def phrase(words: str, lists: Lists) -> Phrase:
    """The phrase, compiled. Raises Misspelt, in words."""
    part = _Reader(words, lists).whole()
    start = _START if part.begins_a_word else ""
    return Phrase(start + part.pattern, tuple(tuple(sorted(one)) for one in sorted(part.needs, key=_commonness)))


class _Reader:
    """Reads one phrase from left to right."""

    def __init__(self, words: str, lists: Lists, above: tuple[str, ...] = ()) -> None:
        self.words, self.lists, self.above = words, lists, above
        found = (one[0] for one in _TOKEN.finditer(fold(words)))
        self.tokens = [one for one in found if one not in _POINTS]
        self.at = 0

    def whole(self) -> _Part:
        part = self._either()
        if self.at < len(self.tokens):
            raise Misspelt(f"“{self.words}” closes a bracket that it never opened.")
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
            raise Misspelt(f"“{self.words}” says nothing in one place.")
        needs = tuple(some for one in found for some in one.needs)
        return _Part(_join(found), needs, found[0].begins_a_word)

    def _one(self) -> _Part:
        token = self._next()
        self.at += 1
        if token in _BRACKETS:
            return self._bracket(token)
        if token.startswith("<") and len(token) > 2:
            return self._list(token[1:-1])
        return _PLAIN[token] if token in _PLAIN else _word(token, self.words)

    def _bracket(self, opened: str) -> _Part:
        inner = self._either()
        if self._next() != ("]" if opened == "[" else ")"):
            raise Misspelt(f"“{self.words}” opens a bracket that it does not close.")
        self.at += 1
        return inner if opened == "(" else _Part(_BRACKETS[opened].format(gap=_GAP, inner=inner.pattern))

    def _list(self, name: str) -> _Part:
        if name not in self.lists or name in self.above:
            raise Misspelt(f"“{self.words}” names a list <{name}> that there is not.")
        return any_of([_Reader(one, self.lists, (*self.above, name)).whole() for one in self.lists[name]])


def any_of(parts: Sequence[_Part]) -> _Part:
    """Either of them. It needs a word of each, so only when each needs one."""
    if len(parts) == 1:
        return parts[0]
    rarest = [min(part.needs, key=_commonness) for part in parts if part.needs]
    needs = (frozenset[str]().union(*rarest),) if len(rarest) == len(parts) else ()
    pattern = f"(?:{'|'.join(part.pattern for part in parts)})"
    return _Part(pattern, needs, all(part.begins_a_word for part in parts))


def _commonness(words: frozenset[str]) -> int:
    """How often one of them will stand in a text, roughly: short words are everywhere."""
    return sum(20 if len(word) < 4 else 5 if len(word) < 5 else 1 for word in words)


def _join(parts: Sequence[_Part]) -> str:
    text = ""
    for part in parts:
        takes_gap = text and not part.pattern.startswith((f"(?:{_GAP}", f"(?!{_GAP}"))
        text += (_GAP if takes_gap else "") + part.pattern
    return text


def _word(token: str, words: str) -> _Part:
    stem, is_stem = (token[:-1], True) if token.endswith("*") else (token, False)
    if not stem or "*" in stem or not any(letter.isalnum() for letter in stem):
        raise Misspelt(f"“{words}”: “{token}” is no word. A star stands for the end of a word.")
    end = r"\w*" if is_stem else "" if stem.endswith("'") else r"(?!\w|'\w)"
    start = "" if stem.startswith("'") else r"(?<!\w)"  # the 'll of "we'll" may be named alone
    return _Part(f"{start}{re.escape(stem)}{end}", (frozenset([stem]),), bool(start))


_BRACKETS = {"(": "{inner}", "[": "(?:{gap}{inner})?", "~(": "(?!{gap}{inner})"}
_PLAIN = {
    "...": _Part(_FILL),
    "*": _Part(r"(?<!\w)\w+(?:['-]\w+)*", begins_a_word=True),
    "#": _Part(_NUMBER, begins_a_word=True),
    "^": _Part(r"(?:^|(?<=\x00))[^\w\x00]*"),
    "$": _Part(r"[^\w\x00]*(?=\x00|$)"),
}
_POINTS = frozenset(",;:.!?¿¡–-")  # between words any of them may stand, named or not
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
