"""Whether a reply is too long for a phone: as a whole, or in one of its sentences. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from makegood.coach.book import Book
from makegood.coach.kinds import Flag, Kind
from makegood.coach.sentences import Reply, Sentence

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
SHOWN = 8
"""So many words stand for a long stretch."""


def too_long(words: Book, written: Reply) -> Iterator[Flag]:
    """One flag at most: where the reply passes what a phone shows, else its first sentence that is too long."""
    place = _passes(words, written) or _winding(words, written)
    if place is not None:
        habit = words.habits[Kind.TOO_LONG]
        phrase = _opening(written, place)
        yield Flag(Kind.TOO_LONG, phrase, habit.why, habit.better, place.start)


def _passes(words: Book, written: Reply) -> Sentence | None:
    said = letters = 0
    for one in written.sentences:
        found = _WORD.findall(written.clear, one.start, one.end)
        said, letters = said + len(found), letters + sum(map(len, found))
        if said > words.most_words or letters > words.most_letters:
            return one
    return None


def _winding(words: Book, written: Reply) -> Sentence | None:
    longest = words.longest_sentence
    return next(
        (one for one in written.sentences if len(_WORD.findall(written.clear, one.start, one.end)) > longest), None
    )


def _opening(written: Reply, place: Sentence) -> str:
    ends = [found.end() for found in _WORD.finditer(written.clear, place.start, place.end)]
    return written.text[place.start : ends[min(SHOWN, len(ends)) - 1]]
