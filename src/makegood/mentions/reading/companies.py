"""Which names of a stretch are those of a company, a shop or a thing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from makegood.mentions.reading.naming import is_company, phrases_in
from makegood.mentions.reading.scoring import score_of
from makegood.mentions.reading.text import fold


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in the text, at its first place."""

    text: str
    start: int
    score: float


@lru_cache(maxsize=1024)
def companies(
    text: str, *, leave_out: frozenset[str] = frozenset(), known: frozenset[str] = frozenset(), least: float = 1.5
) -> tuple[Name, ...]:
    """Names that a company, shop or thing of the stretch may have, the likeliest first. `known`: the page spoke of them."""
    seen: dict[str, Name] = {}
    counts: Counter[str] = Counter()
    is_head = _is_head(text)
    is_german = len(_GERMAN.findall(text)) >= LEAST_GERMAN
    for phrase, start in (*phrases_in(text), *_handles(text)):
        key = _key(phrase)
        counts[key] += 1
        score = score_of(text, phrase, start) - (0.7 if is_head and " " in phrase else 0.0)
        if is_german and " " not in phrase and not is_company(phrase) and not _AT_ONE.search(fold(text[:start])[-12:]):
            score -= 1.5  # every noun has a capital
        if fold(phrase) in leave_out:
            score -= 9
        if phrase.isupper() and " " not in phrase and not is_company(phrase) and text.count(phrase) < 2:
            score -= 2.5
        elif phrase.upper() == phrase and len(phrase) > 5 and not is_company(phrase):
            score -= 2
        if _on_market(text, phrase):
            score -= 9
        if fold(phrase) in known:
            score += 2
        if key in seen:
            old = seen[key]
            longer = phrase if len(phrase) > len(old.text) and len(phrase.split()) <= 5 and score >= 3 else old.text
            seen[key] = Name(longer, old.start, max(old.score, score))
        else:
            seen[key] = Name(phrase, start, score)
    scored = [
        Name(one.text, one.start, one.score + 0.6 * min(counts[key] - 1, 4) - one.start / 4000)
        for key, one in seen.items()
    ]
    return tuple(sorted((one for one in scored if one.score >= least), key=lambda one: (-one.score, one.start)))


def _is_head(text: str) -> bool:
    """Each word of a title has a capital, and it says nothing."""
    words = [word for word in text.split() if word[:1].isalpha()]
    return len(text) < LONGEST_TITLE and 2 * sum(word[:1].isupper() for word in words) > len(words)


LONGEST_TITLE = 120  # letters


def _on_market(text: str, phrase: str) -> bool:
    """ "A vendor on Zamado": it is the market, and not who sells there."""
    return (
        re.search(
            rf"\b(?:vendor|seller|merchant|trader|dealer|shop|store) on {re.escape(phrase)}\b|\(not {re.escape(phrase)}\)",
            text,
        )
        is not None
    )


def _handles(text: str) -> list[tuple[str, int]]:
    """Who is called by a handle within a sentence; one at its beginning is spoken to."""
    return [(one[1], one.start(1)) for one in _AT.finditer(text)][:20]


_GERMAN = re.compile(r"\b(?:und|nicht|ich|wir|ist|das|mit|auf|für|wurde|hat|habe|nach|bei|dann|auch)\b")
LEAST_GERMAN = 3
_AT_ONE = re.compile(r"\b(?:bei|von|beim|mit|@) $")
_AT = re.compile(r"(?<=[a-z] )@([A-Z]\w{2,30})\b")


def _key(phrase: str) -> str:
    first = fold(phrase).split()[0]
    return re.sub(r"'?s?$", "", first)
