"""The form in which phrases stand in the data files, made into patterns. Pure; docs/coach.md teaches the form.

`our polic*` a word by its beginning · `*` any word · `(a|b c)` either · `[very]` may stand there · `...` up to
six words between · `<refusal>` any phrase of that list · `#` a number · `^` and `$` beginning and end of a sentence ·
`?` its end with a question mark · `~(not|never)` none of these stands next.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

BREAK = "\x00"
"""Stands between two sentences; no phrase reaches across it."""
_GAP = r"[^\w\x00]*"
_FILL = rf"(?:{_GAP}(?<!\w)[\w']+){{0,6}}?"
_START = r"(?<!\w)(?=\w)"
_NUMBER = r"(?<!\w)\d(?:[\d.,:/-]*\d)?(?:st|nd|rd|th|h|am|pm)?(?!\w)"
_RUN = re.compile(r"\w+")
_JOINED = re.compile(r"\w+(?:['-]\w+)+")
_BREAKS = re.compile(f"{BREAK}+")
_TOKEN = re.compile(r"\.\.\.|<\w+>|~\(|[()\[\]|^$#]|[^\s()\[\]|<>^$#~]+|(\S)")


class Misspelt(Exception):
    """A phrase or file that cannot be used. The text says what is wrong with it."""


class Text:
    """A folded text to look in. In which of its sentences a word begins is looked up once: a bit for each sentence."""

    def __init__(self, read: str) -> None:
        self.read = read
        self.starts = [0, *(found.end() for found in _BREAKS.finditer(read))]
        self._where: dict[tuple[str, ...], int] = {}
        self._likely: dict[Phrases, tuple[tuple[Phrase, int], ...]] = {}

    def __len__(self) -> int:
        return len(self.read)

    def where(self, words: tuple[str, ...]) -> int:
        """The sentences in which any of the words begins; 0 in none."""
        where = self._where.get(words)
        if where is None:
            where = 0
            for word in words:
                where |= self._begins.get(word, 0) if _is_run(word) else self._scan(word)
            self._where[words] = where
        return where

    @cached_property
    def _begins(self) -> dict[str, int]:
        """Every beginning of every word, and where it stands."""
        begins: dict[str, int] = {}
        for word, where in self._words().items():
            for length in range(1, len(word) + 1):
                begin = word[:length]
                begins[begin] = begins.get(begin, 0) | where
        return begins

    def _words(self) -> dict[str, int]:
        words: dict[str, int] = {}
        for number, said in enumerate(self._said):
            for word in (*_RUN.findall(said), *_JOINED.findall(said)):
                words[word] = words.get(word, 0) | 1 << number
        return words

    @cached_property
    def _said(self) -> list[str]:
        return _BREAKS.split(self.read)

    def _scan(self, word: str) -> int:
        if word not in self.read:
            return 0
        return sum(1 << number for number, said in enumerate(self._said) if word in said)

    def between(self, start: int, end: int) -> int:
        """The sentences that have a part in that stretch."""
        first, last = bisect_right(self.starts, start) - 1, bisect_left(self.starts, end)
        return (1 << last) - (1 << first) if last > first else 0

    def part(self, where: int, start: int, end: int) -> tuple[int, int]:
        """The part of the stretch from the first of the sentences to the last."""
        last = where.bit_length()
        starts = self.starts[(where & -where).bit_length() - 1]
        return max(start, starts), min(end, self.starts[last] if last < len(self.starts) else end)

    def likely(self, phrases: Phrases) -> tuple[tuple[Phrase, int], ...]:
        """Those of the phrases that may stand in it, and in which sentences: few, and no other need be looked for."""
        likely = self._likely.get(phrases)
        if likely is None:
            found = ((one, self._may_hold(one)) for one in phrases)
            likely = self._likely[phrases] = tuple(pair for pair in found if pair[1])
        return likely

    def _may_hold(self, phrase: Phrase) -> int:
        """The sentences that hold one of each of its needs."""
        where = (1 << len(self.starts)) - 1
        for some in phrase.needs:
            where &= self.where(some)
            if not where:
                return 0
        return where


@cache
def _is_run(word: str) -> bool:
    return (_JOINED.fullmatch(word) or _RUN.fullmatch(word)) is not None


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
        return self.pattern.search(text.read, start, len(text) if end is None else end)


Phrases = tuple[Phrase, ...]


def stands(phrases: Phrases, text: Text, start: int = 0, end: int | None = None) -> bool:
    """Whether any of the phrases stands in that stretch of the text."""
    if not phrases:
        return False
    end = len(text) if end is None else end
    within = text.between(start, end)
    return any(
        where & within and one.find(text, *text.part(where & within, start, end)) for one, where in text.likely(phrases)
    )


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


def phrase(words: str, lists: Lists, known: dict[str, _Part] | None = None) -> Phrase:
    """The phrase, ready to be looked for; `known` keeps the lists that were read. Raises Misspelt, in words."""
    part = _Reader(words, lists, {} if known is None else known).whole()
    start = _START if part.begins_a_word else ""
    return Phrase(start + part.pattern, tuple(tuple(sorted(one)) for one in sorted(part.needs, key=_commonness)))


class _Reader:
    """Reads one phrase from left to right."""

    def __init__(self, words: str, lists: Lists, known: dict[str, _Part], above: tuple[str, ...] = ()) -> None:
        self.words, self.lists, self.known, self.above = words, lists, known, above
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
        if token in _PLAIN:
            return _PLAIN[token]
        if (word := _word(token)) is None:
            raise Misspelt(f"“{self.words}”: “{token}” is no word. A star stands for the end of a word.")
        return word

    def _bracket(self, opened: str) -> _Part:
        inner = self._either()
        if self._next() != ("]" if opened == "[" else ")"):
            raise Misspelt(f"“{self.words}” opens a bracket that it does not close.")
        self.at += 1
        return inner if opened == "(" else _Part(_BRACKETS[opened].format(gap=_GAP, inner=inner.pattern))

    def _list(self, name: str) -> _Part:
        if name not in self.lists or name in self.above:
            raise Misspelt(f"“{self.words}” names a list <{name}> that there is not.")
        if name not in self.known:
            above = (*self.above, name)
            self.known[name] = any_of([_Reader(one, self.lists, self.known, above).whole() for one in self.lists[name]])
        return self.known[name]


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


@cache
def _word(token: str) -> _Part | None:
    stem, is_stem = (token[:-1], True) if token.endswith("*") else (token, False)
    if not stem or "*" in stem or not any(letter.isalnum() for letter in stem):
        return None
    end = r"\w*" if is_stem else "" if stem.endswith("'") else r"(?!\w|'\w)"
    start = "" if stem.startswith("'") else r"(?<!\w)"  # the 'll of "we'll" may be named alone
    swiss = re.escape(stem).replace("ß", "(?:ß|ss)")  # who writes in Switzerland has no ß
    return _Part(f"{start}{swiss}{end}", (frozenset([stem, stem.replace("ß", "ss")]),), bool(start))


_BRACKETS = {"(": "{inner}", "[": "(?:{gap}{inner})?", "~(": "(?!{gap}{inner})"}
_PLAIN = {
    "...": _Part(_FILL),
    "*": _Part(r"(?<!\w)\w+(?:['-]\w+)*", begins_a_word=True),
    "#": _Part(_NUMBER, begins_a_word=True),
    "^": _Part(r"(?:^|(?<=\x00))[^\w\x00]*"),
    "$": _Part(r"[^\w\x00]*(?=\x00|$)"),
    "?": _Part(r"[^\w\x00]*\?[^\w\x00]*(?=\x00|$)", (frozenset(["?"]),)),
}
_POINTS = frozenset(",;:.!¿¡–-")  # between words any of them may stand, named or not
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
