"""What one person wrote on a page, and short posts that are one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from makegood.mentions.reading.lines import Line
from makegood.mentions.reading.naming import is_person
from makegood.mentions.reading.text import fold


@dataclass(slots=True)
class Section:
    """What one person wrote. `author` "": nobody says; `stars` of 5; `is_owner`: the company speaks for itself."""

    author: str = ""
    date: str = ""
    title: str = ""
    stars: float | None = None
    is_owner: bool = False
    is_comment: bool = False
    above: tuple[str, ...] = ()
    """The short lines that stand above it."""
    lines: list[Line] = field(default_factory=list)


_LETTER_TO = re.compile(
    r"(?:[Oo]pen letter to|[Oo]ffener Brief an|[Ll]ettre ouverte à|[Cc]arta abierta a)(?: the| die| der| la| le| el)? (?P<to>[A-ZÀ-Þ][\w&'’.-]*(?: (?:(?:of|and|&|the|de) )?[A-ZÀ-Þ][\w&'’.-]*)*)|"
    r"^(?:Dear|Liebe|Lieber|Chère|Cher|Querida|Querido|Estimados|Hey|To)(?: the)? (?P<dear>[A-ZÀ-Þ][\w&'’.-]*(?: (?:(?:of|and|&|the|de) )?[A-ZÀ-Þ][\w&'’.-]*)*)[,:!]?$"
)
_NO_COMPANY = frozenset(
    "editor sir madam sirs reader readers friends friend diary all customers customer everyone leser freunde lecteurs amis amigos whom team".split()
)


def letter_to(section: Section) -> str:
    """The company to which this is written as a letter that all may read; "" when it is none."""
    for head in (
        *section.above,
        section.title,
        *(line.text for line in section.lines[:2] if len(line.text) < LONGEST_HEAD),
    ):
        if match := _LETTER_TO.search(head.strip()):
            name = (match["to"] or match["dear"]).strip(" .,!:")
            if fold(name).split()[0] not in _NO_COMPANY and not is_person(name):
                return name
    return ""


LONGEST_HEAD = 80  # letters
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
