"""How well the coach does on labelled replies: `python -m tests.coach.measuring build|measure [wrong]`."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from makegood.coach.kinds import Around, Kind
from makegood.coach.rules import check

FOLDER = Path(__file__).parent / "replies"


@dataclass(frozen=True)
class Labelled:
    """A reply, and the kinds that a person saw in it."""

    language: str
    kinds: frozenset[str]
    text: str
    asked: str


@dataclass(frozen=True)
class Score:
    """Of one kind: found rightly, found wrongly, missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what was found, the part that is there."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, the part that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def labelled(half: str) -> list[Labelled]:
    """All replies of one half, `build` or `measure`."""
    return [
        _labelled(line, file.name.split(".")[1])
        for file in sorted(FOLDER.glob(f"{half}.*.txt"))
        for line in file.read_text("utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]


def _labelled(line: str, language: str) -> Labelled:
    kinds, _, rest = line.partition("|")
    text, _, asked = rest.partition("<<")
    named = frozenset(one.strip() for one in kinds.split(",")) - {"good"}
    return Labelled(language, named, text.strip().replace("\\n", "\n"), asked.strip())


def found_in(one: Labelled) -> frozenset[str]:
    """The kinds that the coach sees."""
    return frozenset(flag.kind.value for flag in check(one.text, Around(asked=one.asked)))


def scores(replies: list[Labelled]) -> dict[str, Score]:
    """Of each kind, over all languages."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for one in replies:
        found = found_in(one)
        right.update(found & one.kinds)
        wrong.update(found - one.kinds)
        missed.update(one.kinds - found)
    return {kind.value: Score(right[kind.value], wrong[kind.value], missed[kind.value]) for kind in Kind}


def main(half: str, *more: str) -> None:
    """Prints the table; with `wrong` also every reply that was read otherwise than it is labelled."""
    replies = labelled(half)
    for kind, score in scores(replies).items():
        print(f"{kind:<22} precision {score.precision:.2f}  recall {score.recall:.2f}  of {score.right + score.missed}")
    if more:
        for one in replies:
            if (found := found_in(one)) != one.kinds:
                print(
                    one.language,
                    "more:",
                    *sorted(found - one.kinds),
                    "less:",
                    *sorted(one.kinds - found),
                    "|",
                    one.text,
                )


if __name__ == "__main__":
    main(*sys.argv[1:])
