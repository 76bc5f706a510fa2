"""Which names a stretch holds: of companies, of places, of people who served."""

from __future__ import annotations

import re
from functools import lru_cache

from makegood.mentions.reading.book import names
from makegood.mentions.reading.text import fold

CAP = r"(?:(?:[A-Z]|St|Mr|Mrs|Ms|Dr)\.(?=\s)|[A-ZÀ-ÖØ-Þ0-9](?:[\w&'’+-]|\.(?=\w))*)"
_PHRASE = re.compile(
    rf"(?<![\w@#/])(?:the\s+)?(?:{CAP})(?:[ ](?:(?:of|the|and|&|de|la|le|du|des|und|van|von|der|del|el|zum|zur|am|y|et|n)[ ]){{0,2}}{CAP})*"
)
PLACE_AFTER = re.compile(r"^\s+(?:store|shop|branch|location|office|outlet|site|depot|showroom|station|airport)\b")
_MOST = 120
INTO = re.compile(r"\binto\s+(?:the\s+)?$")
ENTERS = re.compile(
    r"\b(?:walk|went|go|pop|popp|came|come|stopp|stepp|call|ran|rush|nipp)(?:ed|s|ing)?\s+into\s+(?:the\s+)?$"
)
"""One enters a shop so, and is otherwise carried into a town."""


@lru_cache(maxsize=1024)
def phrases_in(text: str) -> tuple[tuple[str, int], ...]:
    """Every run of words with capitals, without small beginnings of sentences; at most _MOST."""
    found: list[tuple[str, int]] = []
    for match in _PHRASE.finditer(text):
        phrase, start = _whole_in(text, match) or _bared(*_without_clock(text, match))
        if phrase:
            found.extend(_apart(phrase, start))
        if len(found) >= _MOST:
            break
    return tuple(found)


_MAY_LEAD = frozenset(
    "first next best better good great little big new old royal north south east west united one two three only simply happy home open top fresh main high".split()
)


def _whole_in(text: str, match: re.Match[str]) -> tuple[str, int] | None:
    """ "First Meridian", within a sentence: the small word is part of the name."""
    first, _, rest = match.group().partition(" ")
    is_within = re.search(r"[a-z,] $", text[max(0, match.start() - 2) : match.start()]) is not None
    if not is_within or fold(first) not in _MAY_LEAD or not rest[:1].isupper():
        return None
    phrase = re.sub(r"(?:['’]s)?[.,!?;:'’-]*$", "", match.group())
    return None if fold(rest.split()[0]).strip(".,'’") in names("not_names") else (phrase, match.start())


_NUMBER_OF = re.compile(r"\d+ (?:de|du|of|von|the|and|y|et|und|n) ")


def _without_clock(text: str, match: re.Match[str]) -> tuple[str, int]:
    """ "09:41 Brooke": the minutes are no part of the name."""
    phrase, start = match.group(), match.start()
    if number := _NUMBER_OF.match(phrase):
        return phrase[number.end() :], start + number.end()
    minutes = re.match(r"\d\d ", phrase) if text[max(0, start - 1) : start] == ":" else None
    return (phrase[minutes.end() :], start + minutes.end()) if minutes else (phrase, start)


_LEADS = frozenset(
    "hotel café cafe restaurant hostel pizzeria trattoria gasthof gasthaus hôtel auberge restaurante hostal librairie boulangerie"
    " banco banque autohaus farmacia osteria brasserie bistro villa".split()
)
"""Kinds of business that stand before the name."""
_NATIONS = frozenset(
    "british american german french italian spanish dutch irish scottish welsh canadian australian european nordic".split()
)


def _apart(phrase: str, start: int) -> list[tuple[str, int]]:
    """A person and their company are two: "Crispin Doyle of Doyle & Hound"."""
    first, between, second = phrase.partition(" of ")
    if " von " in phrase:
        first, _, second = phrase.partition(" von ")
        second = second.removeprefix("der ").removeprefix("den ")
        return [(first, start), (second, start + len(phrase) - len(second))]
    if not second:
        first, between, second = phrase.partition(" and ")
    are_two = is_person(second) if between == " and " and second else " " in first
    is_one = between == " and " and " " not in first and bool(second) and is_person(second)
    if not second or not (is_person(first) or is_one) or not are_two:
        return [(phrase, start)]
    return [(first, start), (second, start + len(phrase) - len(second))]


def _bared(phrase: str, start: int) -> tuple[str, int]:
    none = names("not_names")
    while phrase:
        first, _, rest = phrase.partition(" ")
        whole = fold(phrase.strip(".,!?;:'’"))
        if whole in names("companies") and whole not in none:
            break
        if rest and fold(first) in (_LEADS | _NATIONS) and rest[:1].isupper():
            break  # "Hotel Marjana", "British Hearth"
        if fold(first).strip(".,'’") in none or first == "the" or (re.fullmatch(r"\d\S*", first) and not rest):
            if not rest:
                return "", start
            start += len(phrase) - len(rest)
            phrase = rest
            continue
        break
    phrase = re.sub(r"(?:['’]s)?[.,!?;:'’-]*$", "", phrase) if not is_company(phrase) else phrase.rstrip(".,!?;:'’")
    phrase = _of_two(phrase)
    small = re.sub(r"(?: (?:of|the|and|de|la|le|und|I|\d+))+$", "", phrase)
    if fold(small) in none or (len(small) < 2 and small != small.upper()):
        return "", start
    return small, start


def _of_two(phrase: str) -> str:
    """The first of two companies that are named in one breath: "PayPal and TD Visa"."""
    first, _, second = phrase.partition(" and ")
    return first if is_company(first) and any(is_company(word) for word in second.split()) else phrase


def is_company(phrase: str) -> bool:
    whole = fold(phrase.strip(".,!?;:"))
    return whole in names("companies")


def is_person(phrase: str) -> bool:
    """It begins with a first name that we know, or with a title."""
    first = fold(phrase.split()[0]).strip(".,")
    return (first in names("people") or first in names("titles")) and not is_company(phrase)


def is_firm(phrase: str) -> bool:
    """Two names that trade as one: "Hobbs & Daughter", and not "Jo & Ravi"."""
    if re.search(r" and (?:Sons?|Co|Daughters?|Brothers)\b", phrase):
        return True
    first, _, second = phrase.partition(" & ")
    return bool(second) and not (is_person(first) and is_person(second))
