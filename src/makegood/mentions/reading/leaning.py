"""Which way a stretch leans: how it is judged, what was done, and how it ended, weighed against each other.

The weights were fitted to the pages in view, and to no others, by `python -m tests.mentions.weighing`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from makegood.mentions.reading.book import Book
from makegood.mentions.reading.kinds import Remedy, Valence
from makegood.mentions.reading.text import Sentence

GOOD_DEEDS = ("beyond", "gratis", "fast", "stays")
BAD_DEEDS = ("slow", "denied", "loss", "leaves")
"""Lists of each language's book: what was done, whatever words judge it."""
SMALL = (Remedy.VOUCHER, Remedy.GIFT, Remedy.STORE_CREDIT)
WEIGHTS: Mapping[str, tuple[float, float, float]] = {
    "said": (0.51, -0.43, -0.07),
    "said late": (0.69, -0.64, -0.05),
    "done": (0.68, -0.66, -0.01),
    "done late": (0.10, -0.43, 0.33),
    "last": (0.20, -0.50, 0.30),
    "both": (-0.18, -0.07, 0.26),
    "beyond": (0.60, -0.56, -0.04),
    "remedy": (0.29, -0.70, 0.41),
    "small remedy": (-0.27, -0.52, 0.79),
    "staff": (0.85, -0.95, 0.10),
    "grants": (-0.64, -0.05, 0.68),
    "denies": (0.20, -0.33, 0.13),
    "any": (-0.04, 1.36, -1.32),
}
"""For `positive`, `negative` and `mixed`: how much each of `signs` speaks for it."""
_NO = re.compile(
    r"\b(?:not|no|never|nobody|none|nothing|\w+n't|nicht|kein\w*|nie|niemand|pas|jamais|rien|aucun\w*|nunca|nada|nadie|ningún|ninguna)\b"
)
TURNS = re.compile(
    r"(?:\b(?:not|no|never|nobody|no one|no-one|isn't|wasn't|weren't|don't|didn't|hardly|nothing|far from|lack of|without|nor|\w+n't|nicht|kein\w*|pas|sin|ne|jamais|nunca|less than|anything but)\s+(?:[\w'-]+\s+){0,2})$"
)
_OWN = re.compile(
    r"\b(?:i|we|to|not|never|didn't|n't|nobody|no one|ich|wir|nicht|je|j'ai|nous|pas|yo|no)\s+(?:\w+ly\s+|had\s+|have\s+|habe\s+)?$"
)
_MOST = 12


def leaning(book: Book, sentences: Sequence[Sentence], remedy: Remedy | None, *, names_staff: bool) -> Valence:
    """How whoever tells it feels about it: as the first and the last sentence both say, else as the signs weigh."""
    if verdict := _verdict(book, sentences):
        return verdict
    seen = signs(book, sentences, remedy, names_staff=names_staff)
    sums = [sum(WEIGHTS[name][at] * much for name, much in seen.items()) for at in range(len(ORDER))]
    return ORDER[sums.index(max(sums))]


ORDER = (Valence.POSITIVE, Valence.NEGATIVE, Valence.MIXED)


def signs(book: Book, sentences: Sequence[Sentence], remedy: Remedy | None, *, names_staff: bool) -> dict[str, float]:
    """What there is to weigh, each about -1 to 1: "late" is of the last third, "last" of the last sentence."""
    said = [judged(book, one.folded) for one in sentences]
    done = [_deeds(book, one.folded) for one in sentences]
    late = [at for at in range(len(said)) if at >= len(said) - 2 or at > (len(said) - 1) * 0.7]
    sides = [said[at][0] - said[at][1] + done[at][0] - done[at][1] for at in range(len(said))]
    beyond = sum(len(_beyond(book, one.folded)[:2]) for one in sentences)
    return {
        "said": _balance(said),
        "said late": _balance([said[at] for at in late]),
        "done": _balance(done),
        "done late": _balance([done[at] for at in late]),
        "last": max(-2.0, min(2.0, sides[-1])) / 2 if sides else 0.0,
        "both": float(any(one >= 1 for one in sides) and any(one <= -1 for one in sides)),
        "beyond": min(beyond, 3) / 2,
        "remedy": float(remedy is not None and remedy not in SMALL),
        "small remedy": float(remedy in SMALL),
        "staff": float(names_staff),
        "grants": float(any(book.has("mixed", one.folded) for one in sentences)),
        "denies": min(sum(len(_NO.findall(one.folded)) for one in sentences) / max(1, len(sentences)), 2.0),
        "any": 1.0,
    }


def _verdict(book: Book, sentences: Sequence[Sentence]) -> Valence | None:
    """What both the first and the last sentence say of it, and nothing else; None when they do not."""
    if len(sentences) < LEAST_SENTENCES:
        return None
    (good, bad), (well, badly) = judged(book, sentences[0].folded), judged(book, sentences[-1].folded)
    if min(good, well) >= 1 and not bad and not badly:
        return Valence.POSITIVE
    return Valence.NEGATIVE if min(bad, badly) >= 1 and not good and not well else None


LEAST_SENTENCES = 3


def speaks_ill(book: Book, sentences: Sequence[Sentence]) -> bool:
    """Something of it was said or done badly, however it ended."""
    return any(judged(book, one.folded)[1] > 0 or _deeds(book, one.folded)[1] > 0 for one in sentences)


def _balance(pairs: Sequence[tuple[float, float]]) -> float:
    good, bad = sum(one for one, _ in pairs), sum(one for _, one in pairs)
    return (good - bad) / (good + bad + 1)


def _beyond(book: Book, folded: str) -> list[re.Match[str]]:
    """What was given instead of help ("gave me a leaflet") is none of it."""
    return _first(book, "beyond", book.finds["denied"].sub(" ", folded))


def _deeds(book: Book, folded: str) -> tuple[float, float]:
    """Good and bad ones of one sentence, at most two of a kind."""
    bare = book.finds["denied"].sub(" ", folded)
    good = sum(min(len(_first(book, name, bare)), 2) * 0.5 for name in GOOD_DEEDS)
    bad = sum(min(len(_first(book, name, folded)), 2) * 0.5 for name in BAD_DEEDS)
    return good, bad


def judged(book: Book, folded: str) -> tuple[float, float]:
    """How well and how badly one sentence speaks of it.

    What is kind or unkind though its words say something else is counted first, and taken out.
    """
    kind = _first(book, "kind", folded)
    folded = book.finds["kind"].sub(" ", folded)
    unkind = _first(book, "unkind", folded)
    folded = book.finds["unkind"].sub(" ", folded)
    good, bad = float(len(kind)), float(len(unkind))
    for match in _first(book, "positive", folded):
        is_turned = TURNS.search(folded[max(0, match.start() - 40) : match.start()])
        good, bad = (good, bad + 0.7) if is_turned else (good + 1, bad)
    for match in _first(book, "negative", folded):
        is_turned = TURNS.search(folded[max(0, match.start() - 40) : match.start()])
        good, bad = (good + 0.7, bad) if is_turned else (good, bad + 1)
    good += 0.5 * _of_others(book, "did_well", folded)
    bad += 0.5 * _of_others(book, "did_badly", folded)
    return min(good, 3.0), min(bad, 3.0)


def _of_others(book: Book, name: str, folded: str) -> int:
    """How many of these were done by somebody else than the teller."""
    told = [match for match in _first(book, name, folded) if match.start() > 0]
    # "Sent it back": who begins so, speaks of themselves
    return sum(1 for match in told if not _OWN.search(folded[max(0, match.start() - 24) : match.start()]))


def _first(book: Book, name: str, folded: str) -> list[re.Match[str]]:
    return [one for one, _ in zip(book.finds[name].finditer(folded), range(_MOST), strict=False)]
