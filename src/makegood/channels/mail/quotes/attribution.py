"""Finding "On Tuesday Ana wrote:" and its kin, also when wrapped over several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from makegood.channels.mail.quotes.words.attributions import ENDS, INSIDE, OPENERS, PRONOUNS

MOST_LINES = 4
_LONGEST = 400


class Strength(Enum):
    """How sure it is that these lines introduce a quote."""

    NONE = 0
    ONLY_BEFORE_A_QUOTE = 1
    SURE = 2


def _any_of(words: Sequence[str]) -> str:
    return "|".join(sorted(set(words), key=len, reverse=True))


_EDGE = r"[\s*_>|<({\[-]*"
_COLON = r"[\s*_:：.。)\]}>-]*$"
_ADDRESS = r"[^\s<>@\"'():;,]{1,80}@[^\s<>@\"'():;,]{2,80}"

_OPENS = re.compile(rf"{_EDGE}(?:(?:{_any_of(OPENERS)})(?=[\s,:]|\d|-)|\d|\w{{2,12}}\.?,?\s+(?:den\s+)?\d)", re.I)
_ENDS = re.compile(rf"(?<!\w)(?:{_any_of(ENDS)}){_COLON}|(?:のメール|写道|寫道|写到|作성|작성){_COLON}", re.I)
_INSIDE = re.compile(rf"(?<!\w)(?:{_any_of(INSIDE)})\s+(?!(?:{_any_of(PRONOUNS)})\b).{{1,160}}[:：]\s*\*?$", re.I)
_DATED = re.compile(rf"\d.{{0,120}}?[<(\[\"]?{_ADDRESS}[>)\]]?\s*[:：]?\s*(?:\W{{1,3}})?$")
_EVIDENCE = re.compile(
    rf"\b(?:19|20)\d\d\b|(?:19|20)\d\d\s*[年년]|\d{{1,2}}[:.hH]\d\d|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d\d|{_ADDRESS}"
)
_YEAR_OR_TIME = re.compile(r"(?:19|20)\d\d|\d{1,2}[:.h]\d\d|\d{1,2}[/.-]\d{1,2}[/.-]\d\d")
_WRITER_FIRST = re.compile(rf"{_EDGE}[^\n]{{0,80}}?[<(\[]?{_ADDRESS}[>)\]]?[^\n]{{0,40}}$")
_QUOTING = re.compile(rf"(?:Quoting|Zitat von|Citando a?|Citation de|Citerar|Citeren|Цитирую) .{{1,100}}:$", re.I)
_VIA = re.compile(r".{1,60} via .{1,60} (?:wrote|schrieb|a écrit|escribió):?$")
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_BEGINS_INSIDE_AN_ADDRESS = re.compile(r"\s*<|[^<>]+>")
_INTERESTING = re.compile(r"[:：>)\]*-]\s*$|(?:wrote|writes|写道|寫道|작성|schrieb|écrit|писал|пишет)\W*$", re.I)


def may_end(line: str) -> bool:
    """False when this line certainly is no end of an attribution; quick."""
    return bool(_INTERESTING.search(_DIRECTIONS.sub("", line[-40:])))


def strength(lines: Sequence[str]) -> Strength:
    """Whether these one to four lines together introduce a quote."""
    text = _DIRECTIONS.sub("", " ".join(line.strip() for line in lines)).strip()
    if len(text) > _LONGEST or _BEGINS_INSIDE_AN_ADDRESS.match(text):
        return Strength.NONE
    opens = bool(_OPENS.match(text))
    if _QUOTING.match(text) or _VIA.match(text):
        return Strength.SURE
    if _ENDS.search(text):
        return _of_an_ending(text, opens=opens)
    if opens and _INSIDE.search(text) and _EVIDENCE.search(text):
        return Strength.SURE
    if _INSIDE.search(text) and _WRITER_FIRST.match(text.split(",")[0][:200]) and _EVIDENCE.search(text):
        return Strength.SURE
    if opens and _DATED.search(text) and _YEAR_OR_TIME.search(text):
        return Strength.SURE
    return Strength.NONE


def _of_an_ending(text: str, *, opens: bool) -> Strength:
    evidence = _EVIDENCE.search(text)
    if evidence and (opens or "@" in evidence[0] or "@" in text):
        return Strength.SURE
    return Strength.ONLY_BEFORE_A_QUOTE if opens or len(text) < 120 else Strength.NONE
