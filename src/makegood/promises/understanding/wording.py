"""What is left of a promise's sentence without its time: a relative day would be wrong tomorrow. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DANGLING = re.compile(
    r"\s*\b(?:by|before|until|till|on|at|in|within|no later than|at the latest|latest|from|between|"
    r"bis|vor|am|um|gegen|spätestens|innerhalb von|noch|im|the|der|des|zum)\s*$",
    re.IGNORECASE,
)
_EDGES = ' ,.;:!-–…"“”„'


def without(clause: str, spans: Sequence[tuple[int, int]], *, start: int) -> str:
    """The clause from where it promises, without those parts and what hung on them; whole when little would be left."""
    text, cut = clause, start if start < min((at for at, _ in spans), default=start) else 0
    for begin, end in reversed(_joined(clause, spans)):
        before, after = text[:begin], text[end:]
        while (shorter := _DANGLING.sub("", before)) != before:
            before = shorter
        text = f"{before} {after}"
    said = " ".join(text[cut:].split()).strip(_EDGES)
    said = re.sub(r"\s+([,.!;:])", r"\1", said)
    if len(said.split()) < 2:
        said = clause.strip(_EDGES)
    return said[:1].upper() + said[1:]


def _joined(clause: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order; two with nothing but a comma between them are one."""
    found: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if found and not clause[found[-1][1] : begin].strip(" ,"):
            begin = found.pop()[0]
        found.append((begin, end))
    return found
