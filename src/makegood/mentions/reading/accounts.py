"""Whether a stretch tells what happened between somebody and a company."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from makegood.mentions.reading.book import Book, page_book
from makegood.mentions.reading.companies import companies
from makegood.mentions.reading.kinds import Remedy
from makegood.mentions.reading.leaning import BAD_DEEDS, GOOD_DEEDS
from makegood.mentions.reading.posts import Section, letter_to
from makegood.mentions.reading.telling import Does, Told

LEAST = 3.0
"""Points: one thing that happened and something that was done about it."""
LEAST_REPLY = 4.1
LEAST_UNFELT = 3.5
LEAST_ADDED = 2.0
LEAST_WORDS = 12
LEAST_TRADELESS = 6.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sentences that tell one thing, and those of the whole section around them, by which it may be understood."""

    book: Book
    section: Section
    tells: tuple[Told, ...]
    part: tuple[Told, ...]
    """With what leads in and out."""
    all: tuple[Told, ...]

    @property
    def start(self) -> int:
        return self.tells[0].sentence.start

    @property
    def end(self) -> int:
        return self.tells[-1].sentence.end

    @property
    def points(self) -> float:
        """How much speaks for it."""
        return sum(one.points for one in self.tells)


def is_account(one: Stretch, chief: str) -> bool:
    """Somebody tells what happened between them and a company. `chief`, folded: of whom the page speaks most."""
    happened = [told for told in one.tells if told.does is Does.HAPPENED]
    reacted = [told for told in one.tells if told.does is Does.REACTED]
    first = one.all[0].sentence.folded
    if one.section.stars is not None:
        words = sum(len(told.sentence.text.split()) for told in one.tells)
        return one.points >= 1.5 and (bool(happened) or (len(reacted) > 0 and words >= LEAST_WORDS))
    if not (_is_of_trade(one) or _is_of_chief(one, chief)) or (not happened and len(reacted) < 2):
        return False
    felt = _is_felt(one) or any(_NAMED_DID.search(told.sentence.text) for told in one.tells)
    names_one = any(companies(told.sentence.text) for told in one.tells)
    is_reply = one.section.is_comment and not names_one and one.book.finds["replies"].match(first) is not None
    if felt and not is_reply and _is_full(one):
        return True
    return one.points >= (LEAST_REPLY if is_reply else LEAST if felt else LEAST_UNFELT)


def _is_of_chief(one: Stretch, chief: str) -> bool:
    """It names that company, or tells below an article on it what they did."""
    if not chief:
        return False
    reacted = any(told.does is Does.REACTED for told in one.tells)
    return (one.section.is_comment and reacted) or any(_head_of(chief) in told.sentence.folded for told in one.tells)


def _head_of(chief: str) -> str:
    """Its first word, if that alone is known: "at Regal"."""
    first = chief.split()[0]
    return first if len(first) >= LEAST_HEAD else chief


LEAST_HEAD = 5  # letters


def adds_to(one: Stretch, before: Sequence[Stretch]) -> bool:
    """Below an account less is enough: what they did to another ("they lost mine too"), or how it went on."""
    section = one.section
    if one.points < LEAST_ADDED:
        return False
    if not section.is_comment:
        return (
            any(other.section is section for other in before)
            and _SAME_ONES.search(one.tells[0].sentence.folded) is not None
        )
    first = " ".join(told.sentence.folded for told in one.all[:2])
    is_update = any(other.section.author == section.author for other in before if section.author)
    is_too = page_book().has("too", first)
    done_to = any(
        told.does in (Does.HAPPENED, Does.REACTED) and _THEY.search(told.sentence.folded) for told in one.tells
    )
    return bool(before) and (is_update or is_too or done_to) and _is_felt(one)


_THEY = re.compile(r"\b(?:they|he|she|the same \w+|sie|ils|elle|il|ellos|ella)\b")
_SAME_ONES = re.compile(
    r"\b(?:same|these|those|that) (?:\w+ )?(?:folks|people|lot|place|shop|store|company|outfit|crowd|bank|hotel|firm|guys|airline)\b"
)


def _is_felt(one: Stretch) -> bool:
    return any(one.book.has(name, told.sentence.folded) for told in one.tells for name in _FELT)


def _is_of_trade(one: Stretch) -> bool:
    """It names a company, or somebody whose trade it is; else it speaks of buying, serving or mending more than once."""
    at = one.part.index(one.tells[0])
    paragraph = one.tells[0].sentence.paragraph
    leads_in = [told for told in one.part[max(0, at - 1) : at] if told.sentence.paragraph == paragraph]
    if any(told.names_trade for told in (*leads_in, *one.tells)) or letter_to(one.section):
        return True
    trade = sum(told.is_trade and told.points > 1 for told in one.tells)
    return trade > 1 or (trade > 0 and one.points >= (LEAST_REPLY if one.section.is_comment else LEAST_TRADELESS))


def _is_full(one: Stretch) -> bool:
    """One sentence that tells it all: what happened, and with whom."""
    words = sum(len(told.sentence.text.split()) for told in one.tells)
    return one.points >= 2 and words >= LEAST_WORDS and any(told.names_trade for told in one.tells)


_NAMED_DID = re.compile(
    r"\b[A-Z][\w&'’-]+(?: (?:& |of |and |the )?[A-Z][\w&'’-]+)* (?:\w+ly |never |then |even |has |had |also )?(?:\w{3,}ed|sent|left|told|gave|lost|sold|kept|lent|made|took|put|got|broke|held|cut|hung|rang|fixed|ruined|stole|brought|wrote) (?:me|us|my|our|mine|ours)\b"
)
"""A name did something to the teller: "Hartley Formals sent my dad two left shoes"."""
_FELT = ("positive", "negative", "kind", "unkind", "trouble", *GOOD_DEEDS, *BAD_DEEDS, *(one.value for one in Remedy))
