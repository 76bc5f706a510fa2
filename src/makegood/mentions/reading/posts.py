"""What one person wrote on a page, and short posts that are one."""

from __future__ import annotations

from dataclasses import dataclass, field

from makegood.mentions.reading.lines import Line


@dataclass(slots=True)
class Section:
    """What one person wrote. `author` "": nobody says; `stars` of 5; `is_owner`: the company speaks for itself."""

    author: str = ""
    date: str = ""
    title: str = ""
    stars: float | None = None
    is_owner: bool = False
    is_comment: bool = False
    place: str = ""
    """Where its writer lives, as a letter says below the name."""
    above: tuple[str, ...] = ()
    """The short lines that stand above it."""
    lines: list[Line] = field(default_factory=list)


SHORT_POST = 60
"""Words: so short are the posts in which one tells one thing in a row."""


def joined(sections: list[Section]) -> list[Section]:
    """Short posts of one writer that follow each other are one."""
    found: list[Section] = []
    for one in sections:
        last = found[-1] if found else None
        if (
            last
            and last.author
            and last.author == one.author
            and last.stars is one.stars is None
            and _is_short(last, one)
        ):
            last.lines.extend(one.lines)
        else:
            found.append(one)
    return found


def _is_short(*sections: Section) -> bool:
    return all(sum(len(line.text.split()) for line in one.lines[-8:]) <= SHORT_POST for one in sections)
