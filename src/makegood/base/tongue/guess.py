"""The guess. A word counts for each language that has it, and the less the more have it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from makegood.base.tongue.words import LETTERS, WORDS

MOST_READ = 4000
LEAST = 1.5  # one word that only this language has, and one that it shares with another
LEAD = 1.5
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"\S+@\S+|\w+://\S+|\bwww\.\S+")
_LETTER = re.compile("|".join(f"(?P<{name}>[{letters}])" for name, letters in LETTERS))


def _weights() -> dict[str, list[tuple[str, float]]]:
    having: dict[str, list[str]] = {}
    for tongue, words in WORDS.items():
        for word in dict.fromkeys(words.split()):
            having.setdefault(word, []).append(tongue)
    return {word: [(one, 1 / len(tongues)) for one in tongues] for word, tongues in having.items()}


_WEIGHTS = _weights()


def tongue_of(text: str) -> str:
    """The language of the text as "de", "fr", "ja" and so on; "" when it does not show clearly."""
    text = _ADDRESS.sub(" ", text[:MOST_READ])
    script = _script(text)
    if script != "latin":
        return script if script not in ("cyrillic", "other") else _best(text, ("ru", "uk", "bg", "sr"))
    return _best(text, WORDS)


def _script(text: str) -> str:
    """Whose letters most are; of a mixture with kana Japanese, which writes in two kinds."""
    found = Counter(match.lastgroup or "" for match in _LETTER.finditer(text))
    if found["ja"] and found["ja"] * 20 > found["zh"]:
        found["ja"] += found.pop("zh", 0)
    [(most, _count)] = found.most_common(1) or [("", 0)]
    return most


def _best(text: str, among: Iterable[str]) -> str:
    scores = dict.fromkeys(among, 0.0)
    # Each word counts three times at most: a name may be somebody's small word.
    for word, times in Counter(_WORD.findall(text.casefold())).items():
        for tongue, weight in _WEIGHTS.get(word, ()):
            if tongue in scores:
                scores[tongue] += weight * min(times, 3)
    (first, most), (_second, next_most) = sorted(scores.items(), key=lambda one: -one[1])[:2]
    return first if most >= LEAST and most >= LEAD * next_most else ""
