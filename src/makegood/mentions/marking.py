"""A mention's text with its episodes marked: which stretch belongs to which. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some of the text. `episodes` are the ids of those that tell it; none: it belongs to no episode."""

    text: str
    episodes: tuple[int, ...]


def marked(text: str, passages: Sequence[tuple[int, str]]) -> list[list[Stretch]]:
    """The text in paragraphs, each in stretches. All of it is there, in order, and nothing else."""
    spans = [(start, start + len(said), pk) for pk, said in passages if said and (start := text.find(said)) >= 0]
    cuts = sorted({0, len(text), *(cut for start, end, _ in spans for cut in (start, end))})
    paragraphs: list[list[Stretch]] = [[]]
    for start, end in itertools.pairwise(cuts):
        told = tuple(pk for first, last, pk in spans if first <= start and end <= last)
        for number, part in enumerate(text[start:end].split("\n\n")):
            if number:
                paragraphs.append([])
            if part.strip("\n"):
                paragraphs[-1].append(Stretch(part.strip("\n"), told))
    return [one for one in paragraphs if one]
