"""Where what one person wrote turns from one story to another: by its words, its time, or whom it names."""

from __future__ import annotations

import re

from makegood.mentions.reading.companies import companies
from makegood.mentions.reading.naming import is_person, phrases_in
from makegood.mentions.reading.telling import Does, Told, content_words
from makegood.mentions.reading.text import fold
from makegood.mentions.reading.trimming import names_the_same


def begins(one: Told, before: list[Told], known: set[str], *, is_first: bool) -> bool:
    """Another story begins with this sentence, below those `before`, which spoke of what is `known`."""
    if one.is_marked and is_first and not one.sentence.folded.startswith("update"):
        return True
    if not any(other.does in (Does.HAPPENED, Does.REACTED) for other in before):
        return False
    if one.is_marked and one.does is not Does.SPEAKS:
        return not one.sentence.folded.startswith("update") or sum(other.points > 1 for other in before) > 2
    if is_first and one.points > 0 and _ANOTHER_TIME.match(one.sentence.folded):
        return True
    if is_first and one.points > 0 and ON_A_DAY.match(one.sentence.folded) and _day_before(before):
        return True
    if is_first and _TURNS_TO.search(one.sentence.folded) and _is_of_another(one, before):
        return True
    if names_the_same(one, before):
        return False
    words = content_words(one.sentence.folded)
    if is_first and one.is_opening and _opens_alike(one, before) and len(words & known) < 0.4 * len(words):
        return True
    is_far = len(words & known) <= max(0, (len(words) - 1) // 5)
    moves = _MOVES.match(one.sentence.folded) is not None
    if not is_far or (not moves and (one.goes_on or _leans(one))):
        return False
    if is_first and (one.is_opening or (one.points > 0 and _names_another(one, before))):
        return True
    return one.points > 0 and moves and _names_another(one, before)


_ANOTHER_TIME = re.compile(
    r"(?:(?:and|but|now|then),? )?(?:(?:earlier|later) (?:in the|this|that) (?:year|summer|spring|autumn|winter)|(?:about |some |a few |several |many |\w+ )?years (?:ago|back)|"
    r"now (?:the|for|to|about) |i was (?:thinking|reminded) of this|(?:this|it) reminds? me of|reminded me of|back in (?:the )?\d{2,4}s?\b|another time|on another occasion|the (?:year|summer|winter) before)"
)
"""What is told next happened at another time."""


ON_A_DAY = re.compile(r"(?:on|last|this) (?:mon|tues|wednes|thurs|fri|satur|sun)day\b")


def _day_before(before: list[Told]) -> bool:
    """It began on a day: "On Monday I … On Thursday I …"."""
    return any(ON_A_DAY.match(other.sentence.folded) for other in before if other.points > 1)


_TURNS_TO = re.compile(
    r"\b(?:i|we) (?:\w+ )?(?:drove|went|walked|called|rang|phoned|tried|took|ordered|bought|booked|turned|switched|popped|wrote|emailed|flew|stayed)\b"
)


def _is_of_another(one: Told, before: list[Told]) -> bool:
    """One company was told of, and now the teller goes to another."""
    said = " ".join(other.sentence.text for other in before)
    named = [each for each in companies(one.sentence.text) if each.score >= 1.9]
    return bool(named) and named[0].text.split()[0] not in said and any(each.score >= 2.5 for each in companies(said))


def _opens_alike(one: Told, before: list[Told]) -> bool:
    """ "I left a book …", "I left a bag …": one tale beside another."""
    first = next(other for other in before if other.points > 1)
    return first.is_opening and first.sentence.folded.split()[:3] == one.sentence.folded.split()[:3]


_LEANS = re.compile(
    r"(?:(?!(?:i|we|my|our|ich|wir|je|nous)\b)[\w'-]+,? ){0,8}?(?:she|he|they|it|them|their|her|his|sie|er|elle|il|ils|ella|ellos)\b"
)
"""What is spoken of first has no name here: it was named before."""
_LEANS_ON = re.compile(r"\b(?:with|to|from|by|at|for|of|against|on) (?:them|him|her)\b")


def _leans(one: Told) -> bool:
    """It speaks of somebody who was named before: "They …", "I have flown with them since"."""
    folded = one.sentence.folded
    if _LEANS.match(folded):
        return True
    on = _LEANS_ON.search(folded)
    return on is not None and not companies(one.sentence.text[: on.start()]) and not one.business


_MOVES = re.compile(
    r"(?:for (?:pudding|dessert|lunch|dinner|coffee|breakfast)|round the corner|around the corner|across (?:the|town)|over the road|next door|"
    r"down the (?:road|street)|i then (?:telephoned|went|called|tried|took|found|rang|phoned|turned)|later(?: that)?|afterwards|luckily|thankfully|in contrast|meanwhile|the (?:hostel|hotel|shop|next) |nebenan|à côté|al lado)\b"
)


def _names_another(one: Told, before: list[Told]) -> bool:
    """It names a company or a person of whom nothing was said so far."""
    said = " ".join(other.sentence.folded for other in before)
    named = [each for each in companies(one.sentence.text) if each.score >= 1.9]
    if one.business and one.business not in said and _MOVES.match(one.sentence.folded):
        return True
    return any(fold(each.text) not in said for each in named) or (
        one.of_another and _new_person(one.sentence.text, said)
    )


def _new_person(text: str, said: str) -> bool:
    return any(is_person(phrase) and fold(phrase).split()[0] not in said for phrase, _ in phrases_in(text))
