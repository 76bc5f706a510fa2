"""What someone may type into the search field: words, "phrases", begun*, -without, filters such as from:eva. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from makegood.base.folding import has_word

MOST_TYPED = 400
MOST_TERMS = 20


class Key(StrEnum):
    """What can be asked for besides words."""

    FROM = "from"
    IN = "in"
    TAG = "tag"
    IS = "is"
    OWNER = "owner"
    BEFORE = "before"
    AFTER = "after"
    HAS = "has"


class Is(StrEnum):
    """How a conversation can stand."""

    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"
    UNCLAIMED = "unclaimed"
    MINE = "mine"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase. `is_prefix`: written with a star; `is_begun`: the last one typed, perhaps not yet whole."""

    text: str
    is_not: bool = False
    is_phrase: bool = False
    is_prefix: bool = False
    is_begun: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter. `day` is the first day meant by before: and after:, None for the others."""

    key: Key
    value: str
    is_not: bool = False
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, understood. `number`: of a conversation that may be meant."""

    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    number: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked."""
        return not self.terms and not self.filters


_PIECE = re.compile(r'(?P<minus>-)?(?:(?P<key>[A-Za-z]{2,8}):)?(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>\S+))')
_NUMBER = re.compile(r"#?([0-9]{1,15})")
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_QUOTES = str.maketrans("“”„«»", '"""""')
_KEYS = frozenset(one.value for one in Key)
_STANDINGS = frozenset(one.value for one in Is)
_FILES = ("file", "files", "attachment", "attachments")


def parse(text: str) -> Question:
    """What the text asks for. Never raises; a filter that is unknown or says nothing sensible is taken as words."""
    text = text[:MOST_TYPED].encode(errors="replace").decode().translate(_QUOTES)  # half characters reach no database
    read = [_read(one) for one in list(_PIECE.finditer(text))[:MOST_TERMS]]
    filters = tuple(one for one in read if isinstance(one, Filter))
    terms = [one for one in read if isinstance(one, Term) and has_word(one.text)]
    if terms and isinstance(read[-1], Term) and read[-1] is terms[-1]:
        terms[-1] = _perhaps_begun(terms[-1], text)
    return Question(tuple(terms), filters, _number(terms))


def _read(piece: re.Match[str]) -> Filter | Term:
    is_not, key = piece["minus"] is not None, (piece["key"] or "").lower()
    value = (piece["phrase"] if piece["phrase"] is not None else piece["word"]).strip()
    if key in _KEYS and (found := _filter(Key(key), value, is_not)):
        return found
    text = f"{piece['key']}:{value}" if key else value
    if piece["phrase"] is not None:
        return Term(text, is_not, is_phrase=True)
    is_prefix = text.endswith("*") and len(text.rstrip("*")) >= 2
    return Term(text.rstrip("*"), is_not, is_prefix=is_prefix)


def _filter(key: Key, value: str, is_not: bool) -> Filter | None:
    day = _day(value) if key in (Key.BEFORE, Key.AFTER) else None
    fits = {
        Key.IS: value.lower() in _STANDINGS,
        Key.HAS: value.lower() in _FILES,
        Key.BEFORE: day is not None,
        Key.AFTER: day is not None,
        Key.FROM: has_word(value),
    }
    return Filter(key, value, is_not, day) if value and fits.get(key, True) else None


def _day(value: str) -> date | None:
    """The first day of the day, month or year that is written as 2026-11-20, 2026-11 or 2026."""
    found = _DAY.fullmatch(value)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None


def _perhaps_begun(term: Term, text: str) -> Term:
    """While typing goes on, the last word may be unfinished. A space, a quotation mark or a star says it is whole."""
    is_whole = term.is_not or term.is_phrase or term.is_prefix or len(term.text) < 2 or text[-1].isspace()
    return term if is_whole else Term(term.text, is_begun=True)


def _number(terms: list[Term]) -> int | None:
    for one in terms:
        found = _NUMBER.fullmatch(one.text)
        if found and not one.is_not and not one.is_phrase:
            return int(found[1])
    return None
