"""How a stretch feels about what was done, whether something went wrong, and what was given for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from makegood.mentions.reading.book import Book
from makegood.mentions.reading.kinds import Remedy, Valence
from makegood.mentions.reading.leaning import TURNS, judged, leaning
from makegood.mentions.reading.text import Sentence


def feeling(
    book: Book, sentences: Sequence[Sentence], stars: float | None, remedy: Remedy | None, *, names_staff: bool
) -> Valence:
    """How whoever tells it feels about it; where they gave stars, those decide."""
    if stars is None:
        return leaning(book, sentences, remedy, names_staff=names_staff)
    said = [judged(book, one.folded) for one in sentences]
    return _by_stars(stars, sum(good for good, _ in said), sum(bad for _, bad in said))


def _by_stars(stars: float, good: float, bad: float) -> Valence:
    """The rating decides, unless the words of one in the middle say otherwise."""
    if stars == 3:
        return Valence.MIXED
    if stars > 3:
        return Valence.MIXED if stars < 4.5 and bad > 1.5 * good else Valence.POSITIVE
    return Valence.MIXED if stars > 1.5 and good > 1.5 * bad else Valence.NEGATIVE


def _first(matches: Iterator[re.Match[str]]) -> list[re.Match[str]]:
    return [one for one, _ in zip(matches, range(12), strict=False)]


def went_wrong(book: Book, folded: str, valence: Valence, remedy: Remedy | None) -> bool:
    """Something broke, was late, was refused or cost more than it should."""
    told = book.finds["no_trouble"].sub(" ", folded)
    if valence is not Valence.POSITIVE or (remedy and remedy not in KIND):
        return True
    return any(
        not TURNS.search(told[max(0, match.start() - 30) : match.start()])
        for match in _first(book.finds["trouble"].finditer(told))
    )


def given(book: Book, sentences: Sequence[Sentence]) -> Remedy | None:
    """What the company gave to put it right; of several the weightiest, not what was asked for or refused."""
    found: list[Remedy] = []
    for at, one in enumerate(sentences):
        following = " ".join(other.folded[:NEAR] for other in sentences[at + 1 : at + 3])
        found.extend(
            remedy
            for remedy in Remedy
            if _granted(book, remedy, one.folded) and not (remedy in OFFERED and _is_turned_down(book, one, following))
        )
    if not found:
        return _promised(book, sentences)
    if Remedy.PARTS in found and Remedy.REPLACEMENT in found:
        found.remove(Remedy.REPLACEMENT)
    return min(found, key=lambda remedy: (remedy in LIGHT, found.index(remedy)))


def _is_turned_down(book: Book, one: Sentence, following: str) -> bool:
    """The teller would not have it: "They sent me £50. I sent it back."."""
    return any(book.finds["turned_down"].search(words) for words in (one.folded[len(one.folded) // 2 :], following))


NEAR = 60  # letters
OFFERED = (Remedy.VOUCHER, Remedy.STORE_CREDIT, Remedy.GIFT, Remedy.REFUND)
KIND = (Remedy.GIFT, Remedy.WAIVER)
"""What is given out of kindness too, where nothing went wrong."""
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
            if not book.has("only_wished", clause.removesuffix(match.group())):
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
