"""Names that stand in front of what was said: of who calls in, who writes in a group, who comments."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from makegood.mentions.reading.callings import name_in
from makegood.mentions.reading.lines import Line, Sort
from makegood.mentions.reading.signing import is_name
from makegood.mentions.reading.text import fold

LEAST_SPEAKERS = 2
_LABEL = re.compile(
    r"(?P<when>\[?\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[APap]\.?[Mm]\.?)?\]?\s*(?:-\s*)?|\[?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\]?\s+)?"
    r"(?:<(?P<nick>[\w-]{2,20})>|(?P<name>[A-ZÀ-Þ][\w'’.-]+(?: [A-ZÀ-Þ][\w'’.-]*){0,2})(?:, (?P<place>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)| \([^()]{2,30}\))?\s?(?P<colon>:|[—–]))\s+(?=\S)|@(?P<handle>\w{3,20}):\s+(?=\S)"
)
_HOST = frozenset(
    "host presenter interviewer moderator announcer narrator q moderatorin animateur presentadora".split()
)
_CHAT = frozenset(
    "me you i agent bot assistant support customer advisor adviser chatbot system ich kunde moi yo cliente".split()
)
"""Between a customer and a company: one account, however many speak."""


def parted(lines: list[Line]) -> list[Line]:
    """The lines; where several speak by turns, the name in front of each is a line of its own."""
    lines = [part for line in lines for part in _written_in(line)]
    found = [
        _LABEL.match(line.text) if line.sort in (Sort.WRITTEN, Sort.SHORT, Sort.AUTHOR) else None for line in lines
    ]
    said = Counter(_name(one) for one in found if one and _is_speaker(one))
    is_chat = any(word in _CHAT for name in said for word in fold(name).split())
    if len(said) < LEAST_SPEAKERS or is_chat:
        return lines
    parts: list[Line] = []
    for line, match in zip(lines, found, strict=True):
        parts.extend(_apart(line, match) if match and _is_speaker(match) else [line])
    return parts


_WRITES_IN = re.compile(
    r"(?:[A-Z][^,:.]{0,40}, )?(?P<name>(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?[A-Z][\w'’-]+(?: [A-Z][\w'’.-]*){0,2})(?:,[^,:]{2,40},|,)? (?:writes|adds|tells us|schreibt|écrit|escribe):\s+(?=\S)"
)


def _written_in(line: Line) -> list[Line]:
    """ "Our treasurer, Mr. Alan Fipps, writes: In June I …": a line that says who, and what they write."""
    match = _WRITES_IN.match(line.text) if line.sort is Sort.WRITTEN else None
    if not match or len(line.text) - match.end() < LEAST_AFTER:
        return [line]
    at, words = line.start + match.end(), line.text[match.end() :]
    return [
        replace(line, end=at, text=line.text[: match.end()], sort=Sort.AUTHOR, author=match["name"], how="said"),
        replace(line, start=at, text=words, folded=fold(words)),
    ]


LEAST_AFTER = 40  # letters


def _name(match: re.Match[str]) -> str:
    return match["nick"] or match["handle"] or match["name"]


def _is_speaker(match: re.Match[str]) -> bool:
    """A name in capitals or behind a time, or a name with a place behind it."""
    name = _name(match)
    if match["nick"] or match["handle"]:
        return True
    if is_name(name, 3) and len(match.string) - match.end() > LEAST_AFTER:
        return True
    if match["colon"] != ":":
        return False
    if match["when"] and len(match["when"]) > CLOCK:
        return True
    is_loud = name.isupper() and len(name) > 1 and len(name.split()) <= 2
    is_placed = match["place"] is not None and is_name(name, 3)
    return is_loud or is_placed or (bool(match["when"]) and bool(name_in(name)))


CLOCK = 8  # letters


def _apart(line: Line, match: re.Match[str]) -> list[Line]:
    name = _name(match)
    at = line.start + match.end()
    words = line.text[match.end() :]
    name = name.title() if name.isupper() and len(name) > SHORT_NAME else name
    is_host = any(word in _HOST for word in fold(name).split())
    return [
        replace(line, end=at, text=line.text[: match.end()], sort=Sort.AUTHOR, author=name, how="said"),
        replace(line, start=at, text=words, folded=fold(words), sort=Sort.CLUTTER if is_host else Sort.WRITTEN),
    ]


SHORT_NAME = 2
