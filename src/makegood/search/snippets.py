"""The part of a text that shows why it was found. Plain text with marked parts; whoever shows it escapes it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from makegood.base.folding import folded
from makegood.search.language import Term

LENGTH = 200
BEFORE = 60
MOST_READ = 40_000
ROOT = 3
STRETCH = 2_000
LONGEST_WORD = 80


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text, and whether it is what was looked for."""

    text: str
    is_match: bool = False


class _Fold(dict[int, int]):
    """Each character's small letter without accents, one for one, so that places stay the same."""

    def __missing__(self, code: int) -> int:
        small = unicodedata.normalize("NFD", chr(code))[0].lower()
        self[code] = ord(small) if len(small) == 1 else code
        return self[code]


_FOLD = _Fold()


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(_FOLD)


class Finder:
    """Finds what the terms mean in a text, for the eye: an approximation of the database's stems."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._words = [
            (word, one.is_prefix or one.is_begun)
            for one in terms
            if not one.is_not
            for word in folded(one.text).split()
        ]
        # The root first, then that it begins a word: the engine looks for a text far quicker than for a place.
        roots = sorted({re.escape(word[:ROOT]) for word, _ in self._words}, key=len, reverse=True)
        begins = "|".join(rf"{root}(?<![^\W_]{root})" for root in roots)
        self._pattern = re.compile(rf"(?:{begins})[^\W_]*") if roots else None

    def spans(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """Where the words are that begin between the two places. Linear in the text between them."""
        if self._pattern is None:
            return
        end = len(text) if end is None else end
        begin = max(start - 1, 0)  # whether a word begins at the start is told by what stands before it
        for one in self._pattern.finditer(_folded(text[begin : end + LONGEST_WORD]), start - begin):
            if begin + one.start() >= end:
                return
            if self._means(one.group()):
                yield begin + one.start(), begin + one.end()

    def first(self, text: str) -> int | None:
        """Where the first of them begins; None when there is none. Reads little further than that."""
        stretches = (self.spans(text, at, at + STRETCH) for at in range(0, len(text), STRETCH))
        return next((place for place, _ in chain.from_iterable(stretches)), None)

    def _means(self, found: str) -> bool:
        return any(found.startswith(word) if is_begun else _same_stem(word, found) for word, is_begun in self._words)


def _same_stem(one: str, other: str) -> bool:
    """Whether two words are probably forms of one: refund, refunds, refunded; policy, policies."""
    if one == other or not one.isascii():
        return one == other or other.startswith(one)
    short, long = sorted((one, other), key=len)
    same = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    return same >= ROOT and len(short) - same <= 1 and len(long) - same <= 4


def snippet(text: str, finder: Finder) -> tuple[Part, ...]:
    """About 200 characters around the first match, on one line; the beginning when there is none."""
    text = " ".join(unicodedata.normalize("NFC", text[:MOST_READ]).split())
    start = _start(text, finder.first(text) or 0)
    end = _end(text, start + LENGTH)
    parts = list(_parts(text, finder.spans(text, start, end), start, end))
    if start:
        parts.insert(0, Part("… "))
    return tuple([*parts, Part(" …")] if end < len(text) else parts)


def marked(text: str, finder: Finder) -> tuple[Part, ...]:
    """The whole text, what was looked for marked."""
    return tuple(_parts(text, finder.spans(text), 0, len(text)))


def is_found(parts: Iterable[Part]) -> bool:
    """Whether anything is marked."""
    return any(one.is_match for one in parts)


def _start(text: str, match: int) -> int:
    if match <= BEFORE:
        return 0
    space = text.find(" ", match - BEFORE, match)
    return space + 1 if space >= 0 else match - BEFORE


def _end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", end - 30, end)
    return space if space > 0 else end


def _parts(text: str, spans: Iterable[tuple[int, int]], start: int, end: int) -> Iterable[Part]:
    place = start
    for first, last in spans:
        if first > place:
            yield Part(text[place:first])
        yield Part(text[first : min(last, end)], is_match=True)
        place = min(last, end)
    if place < end:
        yield Part(text[place:end])
