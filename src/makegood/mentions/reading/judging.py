"""How a stretch feels about what was done, whether something went wrong, and what was given for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from makegood.mentions.reading.book import Book
from makegood.mentions.reading.kinds import Remedy, Valence
from makegood.mentions.reading.text import Sentence

_NEGATED = re.compile(
    r"(?:\b(?:not|no|never|nobody|no one|no-one|isn't|wasn't|weren't|don't|didn't|hardly|nothing|far from|lack of|without|nor|n't|nicht|kein\w*|pas|sin|ne|jamais|nunca|less than|anything but)\s+(?:[\w'-]+\s+){0,2})$"
)
CLEAR = 1.8
"""So many times as much of one makes it that one; below, it is both."""


def feeling(book: Book, sentences: Sequence[Sentence], stars: float | None) -> Valence:
    """What outweighs; how it ended weighs more than how it began."""
    good, bad = weigh(book, sentences)
    if stars is not None and stars != 3:
        if stars > 3:
            return Valence.MIXED if stars < 4.5 and bad > 1.5 * good else Valence.POSITIVE
        return Valence.MIXED if stars > 1.5 and good > 1.5 * bad else Valence.NEGATIVE
    if stars == 3:
        return Valence.MIXED
    if good > CLEAR * bad:
        return Valence.POSITIVE
    if bad >= CLEAR * good:
        return Valence.NEGATIVE
    return Valence.MIXED


def weigh(book: Book, sentences: Sequence[Sentence]) -> tuple[float, float]:
    """How much speaks well of it, and how much badly."""
    good = bad = 0.0
    last = len(sentences) - 1
    for at, one in enumerate(sentences):
        weight = 2.0 if (at >= last - 1 and last > 0) or at > last * 0.75 else 1.0
        well, badly = _both(book, one.folded)
        good, bad = good + weight * well, bad + weight * badly
    return good, bad


def _both(book: Book, folded: str) -> tuple[float, float]:
    good = bad = 0.0
    for match in _first(book.finds["positive"].finditer(folded)):
        if _NEGATED.search(folded[max(0, match.start() - 40) : match.start()]):
            bad += 0.7
        else:
            good += 1
    for match in _first(book.finds["negative"].finditer(folded)):
        if _NEGATED.search(folded[max(0, match.start() - 40) : match.start()]):
            good += 0.7
        else:
            bad += 1
    return min(good, 3.0), min(bad, 3.0)


def _first(matches: Iterator[re.Match[str]]) -> list[re.Match[str]]:
    return [one for one, _ in zip(matches, range(12), strict=False)]


def went_wrong(book: Book, folded: str, valence: Valence) -> bool:
    """Something broke, was late, was refused or cost more than it should."""
    told = book.finds["no_trouble"].sub(" ", folded)
    if valence is not Valence.POSITIVE:
        return True
    return any(
        not _NEGATED.search(told[max(0, match.start() - 30) : match.start()])
        for match in _first(book.finds["trouble"].finditer(told))
    )


def given(book: Book, sentences: Sequence[Sentence]) -> Remedy | None:
    """What the company gave to put it right; the first of what was given, not of what was asked for or refused."""
    for one in sentences:
        best: tuple[int, Remedy] | None = None
        for remedy in Remedy:
            place = _granted(book, remedy, one.folded)
            if place is not None and (best is None or place < best[0]):
                best = (place, remedy)
        if best:
            return best[1]
    return None


def _granted(book: Book, remedy: Remedy, folded: str) -> int | None:
    for match in _first(book.finds[remedy.value].finditer(folded)):
        clause = re.split(r"[;:.!?]|, but |\bbut\b|\baber\b|\bmais\b|\bpero\b| - ", folded[: match.start()])[-1]
        around = re.split(r"[;.!?]|\bbut\b", folded[match.end() :])[0]
        if book.has("not_given", f"{clause}{match.group()}"):
            continue
        if book.has("got", f"{clause}{match.group()}{around}"):
            return match.start()
    return None
