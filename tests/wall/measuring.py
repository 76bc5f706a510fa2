"""How much of what is private the masking finds (recall), and how much of what it masks is private (precision).

python -m tests.wall.measuring build    # with what was missed and what was masked for nothing
python -m tests.wall.measuring held
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from makegood.base.masking import Known, find

MARKED = re.compile(r"\[\[(\w+):([^\]]*)\]\]")
TITLES = re.compile(r"(?:(?:Mrs?|Ms|Mme|Dr|Prof|Herr|Frau|Schwester|Old|Chef)\.?\s)+")  # which may stay
SHOP = Known(ours=frozenset({"Harbour", "Hill", "Front"}), region="")


@dataclass(frozen=True)
class Figures:
    """Private stretches and how many of them no letter or digit was left of; masked ones and how many were private."""

    private: Counter[str]
    found: Counter[str]
    masked: int
    rightly: int
    missed: tuple[str, ...]
    for_nothing: tuple[str, ...]

    @property
    def recall(self) -> float:
        return self.found.total() / self.private.total()

    @property
    def precision(self) -> float:
        return self.rightly / self.masked


def stories(name: str) -> list[tuple[str, list[tuple[int, int, str]]]]:
    """Each text without its labels, and where what is private stands in it."""
    told = (Path(__file__).parent / "labelled" / f"{name}.txt").read_text(encoding="utf-8")
    return [_unlabelled(part) for part in told.split("\n\n") if part.strip() and not part.startswith("#")]


def _unlabelled(told: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, spans, at = "", [], 0
    for one in MARKED.finditer(told):
        text += told[at : one.start()]
        spans.append((len(text), len(text) + len(one[2]), one[1]))
        text, at = text + one[2], one.end()
    return text + told[at:], spans


def figures(name: str) -> Figures:
    """All of one part."""
    private: Counter[str] = Counter()
    got: Counter[str] = Counter()
    masked = rightly = 0
    missed, nothing = [], []
    for text, spans in stories(name):
        hits = find(text, SHOP)
        covered = {at for one in hits for at in range(one.start, one.end)}
        for start, end, kind in spans:
            private[kind] += 1
            left = [text[at] for at in range(start, end) if at not in covered and text[at].isalnum()]
            title = TITLES.match(text, start, end)
            is_found = not left or (title is not None and all(at in covered for at in range(title.end(), end)))
            got[kind] += is_found
            missed += [] if is_found else [f"{kind}: {text[start:end]}"]
        for one in hits:
            is_right = any(start < one.end and one.start < end for start, end, _kind in spans)
            masked, rightly = masked + 1, rightly + is_right
            nothing += [] if is_right else [f"{one.kind} {one.why}: {one.word}"]
    return Figures(private, got, masked, rightly, tuple(missed), tuple(nothing))


if __name__ == "__main__":
    which = sys.argv[1]
    known = figures(which)
    print(f"{which}: recall {known.recall:.3f} ({known.found.total()} of {known.private.total()})")
    print(f"precision {known.precision:.3f} ({known.rightly} of {known.masked})")
    for kind, count in known.private.items():
        print(f"  {kind}: {known.found[kind]} of {count}")
    if which == "build":
        print(
            *("missed " + one for one in known.missed), *("for nothing " + one for one in known.for_nothing), sep="\n"
        )
