"""What was said, word for word: quotes, what was asked, what was promised, how it ended."""

from __future__ import annotations

import re
from collections.abc import Sequence

from makegood.mentions.reading.book import Book
from makegood.mentions.reading.telling import Does, Told
from makegood.mentions.reading.text import Sentence, fold

_QUOTES = re.compile(
    r"(?<!\w)“(?P<a>[^“”]{2,500})”|(?<!\w)„(?P<b>[^“”„\"]{2,500})[“”\"]|(?<![\w\"])\"(?P<c>[^\"\n]{2,500})\"(?!\w)|"
    r"«\s?(?P<d>[^«»]{2,500}?)\s?»|»(?P<e>[^«»]{2,500})«|(?<![\w’'])[‘'](?P<f>[A-Z¿¡][^‘\n]{2,300}?[.,!?…]?)[’'](?![\w])"
)
_MOST = 20
_LONGEST = 400


def quotes_in(book: Book, text: str) -> tuple[str, ...]:
    """What people said, without the marks around it, each once. A word in marks that nobody said is none."""
    found: list[str] = []
    for match in _QUOTES.finditer(text):
        words = next(one for one in match.groups() if one is not None).strip()
        if words and words not in found and _was_said(book, text, match, words):
            found.append(words)
        if len(found) >= _MOST:
            break
    return tuple(found)


_IS_A = re.compile(r"\b(?:my|our|the|an?|no|this|that|their|his|her|your|its)\s*$")
""" "My “free gift”" is what it is called, and nobody said it."""
_SAYS_IT = re.compile(r"\b(?:said|says|saying|called|marked|stamped|wrote|answered|replied|with|just|was)\s*:?\s*$")
"""Right before a single word: it was said or written there."""


def _was_said(book: Book, text: str, match: re.Match[str], words: str) -> bool:
    before = fold(text[max(0, match.start() - 60) : match.start()])
    after = fold(text[match.end() : match.end() + 40])
    says = book.has("speech", before) or book.has("speech", after)
    count = len(words.split())
    ends = words[-1] in ".!?,…"
    if count == 1:
        return (ends and says) or (
            text[match.end() : match.end() + 1] in (".", ",", ";") and _SAYS_IT.search(before) is not None
        )
    if count > 1 and not _IS_A.search(before) and text[match.end() : match.end() + 1] in (".", ",", ";"):
        return True  # 'They sent me £50 "as a gesture".'
    return says or ends or (count >= 4 and book.has("speaks_of_self", fold(words)))


def asked_in(book: Book, tells: Sequence[Told]) -> str | None:
    """What the teller asked for, as they put it; None when they asked for nothing."""
    is_own = any(book.has("ours", one.sentence.folded) for one in tells)
    for one in tells:
        match = book.find("asked", one.sentence.folded)
        is_theirs = is_own and match is not None and _OTHER_ASKS.match(match.group()) is not None
        if match and not is_theirs and not book.has("not_asked", one.sentence.folded):
            return _clause(one.sentence, match.start())
    return None


_OTHER_ASKS = re.compile(r"(?:he|she)\b")
""" "He asked what my soil was like": where the teller tells of themselves, that is the company's question."""


def promise_in(book: Book, tells: Sequence[Told]) -> str | None:
    """What the company said that it would do; None when it said nothing of the kind."""
    for one in tells:
        match = book.find("promise", one.sentence.folded)
        if match and not book.has("no_promise", one.sentence.folded):
            return _clause(one.sentence, _clause_start(one.sentence, match.start()))
    return None


def outcome_in(book: Book, tells: Sequence[Told]) -> str | None:
    """How it ended: the last sentence that says so; None of what is told in one sentence."""
    telling = [one for one in tells if one.does in (Does.HAPPENED, Does.REACTED, Does.GOES_ON)]
    if len(telling) < 2:
        return None
    late = telling[-max(2, len(telling) // 3) :]
    for one in reversed(late):
        if book.has("ended", one.sentence.folded):
            return _short(one.sentence.text)
    return _short(late[-1].sentence.text)


def _clause_start(sentence: Sentence, at: int) -> int:
    """Where the part of the sentence begins in which this stands."""
    cuts = [
        one.end()
        for one in re.finditer(r"[;:]\s+|,\s+(?:and|but|so|und|aber|et|mais|y|pero)\s+|\s-\s", sentence.folded[:at])
    ]
    return cuts[-1] if cuts else 0


def _clause(sentence: Sentence, start: int) -> str:
    return _short(sentence.text[start:])


def _short(words: str) -> str:
    return words[:_LONGEST].strip()
