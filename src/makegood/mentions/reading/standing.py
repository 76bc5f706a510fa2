"""Names that stand alone, all above what each wrote or all below it."""

from __future__ import annotations

import re
from dataclasses import replace

from makegood.mentions.reading.book import names
from makegood.mentions.reading.callings import name_in
from makegood.mentions.reading.lines import Line, Sort
from makegood.mentions.reading.signing import is_name
from makegood.mentions.reading.text import fold

LEAST = 2
_MARKS = re.compile(r"^(?:#{1,4}|\*\*|__)\s*|\s*(?:\*\*|__)$")
_CALLED = re.compile(
    r"(?P<name>(?:(?:Mrs?|Ms|Miss|Dr|Rev|Frau|Herr|Mme|Sra?)\.? )?[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){0,2})(?:,\s[^,.!?]{2,30}| \([^()]{2,30}\))?"
)


def standing(lines: list[Line]) -> list[Line]:
    """The lines; where two or more names stand alone, each above what was written, or each below, they say who wrote it."""
    named = {at: name for at, line in enumerate(lines) if (name := _name_of(line))}
    above = [at for at in named if at + 1 < len(lines) and lines[at + 1].sort is Sort.WRITTEN]
    below = [at for at in named if at and lines[at - 1].sort is Sort.WRITTEN]
    written = [at for at, line in enumerate(lines) if line.sort is Sort.WRITTEN]
    first, last = (written[0], written[-1]) if written else (0, 0)
    if _are_all(above, named):
        return _as_heads(lines, {at: named[at] for at in above})
    if _are_all(below, named) and last + 1 in named and min(below) > first:
        return _as_feet(lines, {at: named[at] for at in below})
    return lines


def _are_all(some: list[int], named: dict[int, str]) -> bool:
    """Two people at least, and no name stands otherwise."""
    return len(some) == len(named) and len({named[at] for at in some}) >= LEAST


def _name_of(line: Line) -> str:
    """Who is named by a line that is no more than that; "" when it is none."""
    is_signed = line.sort is Sort.AUTHOR and line.how == "signed" and line.text[:1] not in "-–—~"
    if line.sort is not Sort.SHORT and not is_signed:
        return ""
    match = _CALLED.fullmatch(_MARKS.sub("", line.text).strip())
    name = name_in(match["name"]) if match else ""
    return name if name and (fold(name.split()[0]) in names("people") or is_name(name, 2)) else ""


def _as_heads(lines: list[Line], heads: dict[int, str]) -> list[Line]:
    return [
        replace(line, sort=Sort.AUTHOR, author=heads[at], how="said") if at in heads else line
        for at, line in enumerate(lines)
    ]


def _as_feet(lines: list[Line], feet: dict[int, str]) -> list[Line]:
    return [
        replace(line, sort=Sort.AUTHOR, author=feet[at], how="signed", text=f"– {feet[at]}") if at in feet else line
        for at, line in enumerate(lines)
    ]
