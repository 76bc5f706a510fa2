"""Abbreviations of our own, such as “the CPE”: behind an article, known to few, and not explained. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from makegood.coach.book import Book
from makegood.coach.kinds import Flag, Kind
from makegood.coach.phrases import fold
from makegood.coach.sentences import Reply

# Before a number or a name it names a thing: “the FX 3”, “the AOK Bayern”. Before a bracket or “, the …” it is
# explained.
_GOES_ON = r"[\w'’/&-]| ?[\d(“\"A-Z]| box\b| ?[,–—] (?:the|that|a|an|our|your|which|i\.e)\b"
_BEHIND = re.compile(rf"(?<![\w'’-])(\w+) ([A-Z]{{2,5}})s?(?!{_GOES_ON})")
_VOWEL = re.compile(r"[AEIOUY]")
SHORT = 3
"""A longer one with a vowel can be spoken, and is rather a name."""


def initials(words: Book, written: Reply, asked: str) -> Iterator[Flag]:
    """The first of them that the customer did not use; at most one flag."""
    habit, theirs = words.habits[Kind.JARGON], fold(asked)
    for found in _BEHIND.finditer(written.clear):
        letters = found[2]
        known = fold(letters) in words.abbreviations | words.shouted or fold(letters) in theirs
        if fold(found[1]) in words.articles and not known and _is_unspoken(letters):
            yield Flag(Kind.JARGON, letters, habit.why, habit.better, found.start(2))
            return


def _is_unspoken(letters: str) -> bool:
    return len(letters) <= SHORT or not _VOWEL.search(letters)
