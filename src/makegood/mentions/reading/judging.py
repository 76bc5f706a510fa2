"""How a stretch feels about what was done, whether something went wrong, and what was given for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from makegood.mentions.reading.book import Book
from makegood.mentions.reading.kinds import Remedy, Valence
from makegood.mentions.reading.text import Sentence

_NEGATED = re.compile(
    r"(?:\b(?:not|no|never|nobody|no one|no-one|isn't|wasn't|weren't|don't|didn't|hardly|nothing|far from|lack of|without|nor|\w+n't|nicht|kein\w*|pas|sin|ne|jamais|nunca|less than|anything but)\s+(?:[\w'-]+\s+){0,2})$"
)
LATE = 1.5
LITTLE = 0.8
"""Less than this of good and bad is told drily: most who praise say so."""
AROUND = 0.5
CLEARLY = 1.3
"""So many times as much of one as of the other makes it that one; else it is mixed."""


def feeling(
    book: Book, sentences: Sequence[Sentence], stars: float | None, remedy: Remedy | None, around: Sequence[str] = ()
) -> Valence:
    """What outweighs; how it ended weighs more than how it began. `around`, folded: what stands above and below it."""
    good, bad = weigh(book, sentences)
    for words in around:
        well, badly = _both(book, words)
        good, bad = good + AROUND * well, bad + AROUND * badly
    good += 0 if not remedy else 0.5 if remedy in SMALL else 1.0
    wrong = any(book.has("trouble", one.folded) for one in sentences)
    if (wrong or bad) and any(book.has("mixed", one.folded) for one in sentences):
        return Valence.MIXED
    if stars is not None:
        return _by_stars(stars, good, bad)
    if wrong and not remedy and all(_both(book, one.folded)[0] < KINDLY for one in sentences[-3:]):
        bad += 0.5  # nothing good is said of how it ended
    if good < LITTLE and bad < LITTLE and not remedy:
        return Valence.NEGATIVE if wrong or bad else Valence.POSITIVE
    if good > CLEARLY * bad:
        return Valence.POSITIVE
    return Valence.NEGATIVE if bad > CLEARLY * good else Valence.MIXED


KINDLY = 0.9


def _by_stars(stars: float, good: float, bad: float) -> Valence:
    """The rating decides, unless the words of one in the middle say otherwise."""
    if stars == 3:
        return Valence.MIXED
    if stars > 3:
        return Valence.MIXED if stars < 4.5 and bad > 1.5 * good else Valence.POSITIVE
    return Valence.MIXED if stars > 1.5 and good > 1.5 * bad else Valence.NEGATIVE


def weigh(book: Book, sentences: Sequence[Sentence]) -> tuple[float, float]:
    """How much speaks well of it, and how much badly."""
    good = bad = 0.0
    last = len(sentences) - 1
    for at, one in enumerate(sentences):
        weight = LATE if last > 0 and (at >= last - 1 or at > last * 0.75) else 1.0
        well, badly = _both(book, one.folded)
        good, bad = good + weight * well, bad + weight * badly
    return good, bad


def _both(book: Book, folded: str) -> tuple[float, float]:
    """Of one sentence. What is kind or unkind though its words say something else is counted first, and taken out."""
    kind = _first(book.finds["kind"].finditer(folded))
    folded = book.finds["kind"].sub(" ", folded)
    unkind = _first(book.finds["unkind"].finditer(folded))
    folded = book.finds["unkind"].sub(" ", folded)
    good, bad = 1.0 * len(kind), 1.0 * len(unkind)
    for match in _first(book.finds["positive"].finditer(folded)):
        is_turned = _NEGATED.search(folded[max(0, match.start() - 40) : match.start()])
        good, bad = (good, bad + 0.7) if is_turned else (good + 1, bad)
    for match in _first(book.finds["negative"].finditer(folded)):
        is_turned = _NEGATED.search(folded[max(0, match.start() - 40) : match.start()])
        good, bad = (good + 0.7, bad) if is_turned else (good, bad + 1)
    good += 0.5 * _of_others(book, "did_well", folded)
    bad += 0.5 * _of_others(book, "did_badly", folded)
    return min(good, 3.0), min(bad, 3.0)


_OWN = re.compile(
    r"\b(?:i|we|to|not|never|didn't|n't|nobody|no one|ich|wir|nicht|je|j'ai|nous|pas|yo|no)\s+(?:\w+ly\s+|had\s+|have\s+|habe\s+)?$"
)


def _of_others(book: Book, name: str, folded: str) -> int:
    """How many of these were done by somebody else than the teller."""
    found = _first(book.finds[name].finditer(folded))
    told = [match for match in found if match.start() > 0]  # "Sent it back": who begins so, speaks of themselves
    return sum(1 for match in told if not _OWN.search(folded[max(0, match.start() - 24) : match.start()]))


def _first(matches: Iterator[re.Match[str]]) -> list[re.Match[str]]:
    return [one for one, _ in zip(matches, range(12), strict=False)]


def went_wrong(book: Book, folded: str, valence: Valence, remedy: Remedy | None) -> bool:
    """Something broke, was late, was refused or cost more than it should."""
    told = book.finds["no_trouble"].sub(" ", folded)
    if valence is not Valence.POSITIVE or (remedy and remedy not in KIND):
        return True
    return any(
        not _NEGATED.search(told[max(0, match.start() - 30) : match.start()])
        for match in _first(book.finds["trouble"].finditer(told))
    )


def given(book: Book, sentences: Sequence[Sentence]) -> Remedy | None:
    """What the company gave to put it right; of several the weightiest, not what was asked for or refused."""
    found: list[Remedy] = []
    for one in sentences:
        found.extend(remedy for remedy in Remedy if _granted(book, remedy, one.folded))
    if not found:
        return _promised(book, sentences)
    if Remedy.PARTS in found and Remedy.REPLACEMENT in found:
        found.remove(Remedy.REPLACEMENT)
    return min(found, key=lambda remedy: (remedy in LIGHT, found.index(remedy)))


KIND = (Remedy.GIFT, Remedy.WAIVER)
"""What is given out of kindness too, where nothing went wrong."""
SMALL = (Remedy.VOUCHER, Remedy.GIFT, Remedy.STORE_CREDIT)
LIGHT = (Remedy.REPAIR, Remedy.GIFT)


def _promised(book: Book, sentences: Sequence[Sentence]) -> Remedy | None:
    """What was to come, where nothing says that it came."""
    for one in sentences:
        if not book.has("promise", one.folded) or book.has("no_promise", one.folded):
            continue
        for remedy in Remedy:
            match = book.find(remedy.value, one.folded)
            if match and not book.has("not_given", _clause(one.folded, match)):
                return remedy
    return None


def _granted(book: Book, remedy: Remedy, folded: str) -> bool:
    if book.has("unreal", folded):
        return False
    for match in _first(book.finds[remedy.value].finditer(folded)):
        clause = _clause(folded, match)
        around = re.split(r"[;.!?]|\bbut\b", folded[match.end() :])[0]
        if remedy is Remedy.WAIVER:
            if not book.has("only_wished", clause):
                return True
        elif not book.has("not_given", clause) and book.has("got", f"{clause}{around}"):
            return True
    return False


def _clause(folded: str, match: re.Match[str]) -> str:
    """What stands before it in its part of the sentence, and the words themselves."""
    before = re.split(
        r"[;:.!?]|\b(?:but|and(?! (?:get|have|be|receive)\b)|so|aber|und|mais|et|pero|y)\b| - ", folded[: match.start()]
    )[-1]
    return f"{' '.join(before.split()[-REACH:])} {match.group()}"


REACH = 12
"""So many words before it may turn its sense."""
