"""Finding "On Tuesday Ana wrote:" and its kin, also when wrapped over several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from makegood.channels.mail.quotes.words.attributions import ENDS, INSIDE, OPENERS, PRONOUNS

MOST_LINES = 4
_LONGEST = 400
_SHORT = 120
_LONGEST_WEEKDAY = 13


class Strength(Enum):
    """How sure it is that these lines introduce a quote."""

    NONE = 0
    ONLY_BEFORE_A_QUOTE = 1
    SURE = 2


def _any_of(words: Sequence[str]) -> str:
    return "|".join(sorted(set(words), key=len, reverse=True))


_AROUND = " \t*_|<({[-"
BEHIND = " \t*_:：)]}>-"
_BEHIND_A_QUOTE_BEGINS = (":", "：", "-", "*", ">", ")", "]")
_ADDRESS = r"[^\s<>@\"'():;,]{1,80}@[^\s<>@\"'():;,]{2,80}"
_OPENERS = frozenset(opener.split(" ")[0].casefold() for opener in OPENERS)
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]+")

_INSIDE = re.compile(rf"(?<!\w)(?:{_any_of(INSIDE)})\s+(?!(?:{_any_of(PRONOUNS)})\b).{{1,160}}[:：]\s*\*?$", re.I)
_DATED = re.compile(rf"\d[^@]{{0,120}}[<(\[\"' ]{_ADDRESS}[>)\]]?\s*[:：]?\s*\W{{0,3}}$")
_WHEN = re.compile(r"(?:19|20)\d\d(?!\d)|\d{1,2}[:.hH]\d\d|\d{1,2}[/.-]\d{1,2}[/.-]\d\d")
_NUMBER = re.compile(r"\d")
_WRITER_FIRST = re.compile(rf"[^,]{{0,80}}?{_ADDRESS}")
_QUOTING = re.compile(r"(?:Quoting|Zitat von|Citando a?|Citation de|Citerar|Citeren|Цитирую) .{1,100}:$", re.I)
_VIA = re.compile(r".{1,60} via .{1,60} (?:wrote|schrieb|a écrit|escribió):?$")
_BEGINS_INSIDE_AN_ADDRESS = re.compile(r"\s*<|[^<>]+>")


def may_end(line: str) -> bool:
    """False when this line certainly is no end of an attribution; quick."""
    end = _DIRECTIONS.sub("", line[-40:]).rstrip()
    if end.endswith((":", "：")):
        return True
    return ("@" in line and end.endswith((">", ")", "]", "*"))) or _ends_with_a_verb(end)


def may_be_one(lines: Sequence[str]) -> bool:
    """False when no run of these lines that ends with the last can be an attribution; quick."""
    return any(map(_NUMBER.search, lines)) or _ends_with_a_verb(lines[-1]) or _QUOTING.match(lines[-1]) is not None


def strength(lines: Sequence[str]) -> Strength:
    """Whether these one to four lines together introduce a quote."""
    text = " ".join(_DIRECTIONS.sub("", " ".join(lines)).split())
    if len(text) > _LONGEST or _BEGINS_INSIDE_AN_ADDRESS.match(text):
        return Strength.NONE
    if _ends_with_a_verb(text):
        return _of_a_verb(text)
    if _QUOTING.match(text):
        return Strength.SURE
    return _without_a_verb_at_the_end(text) if _WHEN.search(text) else Strength.NONE


def _of_a_verb(text: str) -> Strength:
    if "@" in text or _VIA.match(text):
        return Strength.SURE
    if not text.endswith(_BEHIND_A_QUOTE_BEGINS):
        return Strength.NONE  # a sentence that tells what somebody said
    opens = _opens(text)
    if opens and _WHEN.search(text):
        return Strength.SURE
    return Strength.ONLY_BEFORE_A_QUOTE if opens or len(text) < _SHORT else Strength.NONE


def _without_a_verb_at_the_end(text: str) -> Strength:
    """The verb stands inside, or there is none but a date and an address."""
    opens = _opens(text)
    if (opens or _WRITER_FIRST.match(text)) and _INSIDE.search(text):
        return Strength.SURE
    return Strength.SURE if opens and "@" in text and _DATED.search(text) else Strength.NONE


def _ends_with_a_verb(text: str) -> bool:
    end = text[-40:].rstrip(BEHIND).casefold()
    if not end.endswith(ENDS):
        return False
    verb = max((each for each in ENDS if end.endswith(each)), key=len)
    before = end[: -len(verb)][-1:]
    return not before.isalpha() or not verb[0].isascii() or not before.isascii()


def _opens(text: str) -> bool:
    """True when it begins with a word for "on", a number, or a short word (a weekday) and a number."""
    first, _, others = text.lstrip(_AROUND).partition(" ")
    return (
        first[:1].isdigit() or first.rstrip(",:").casefold() in _OPENERS or (len(first) < 13 and others[:1].isdigit())
    )
