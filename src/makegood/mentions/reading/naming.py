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
        phrase, start = _bared(match.group(), match.start())
        if phrase:
            found.extend(_apart(phrase, start))
        if len(found) >= _MOST:
            break
    return tuple(found)


_LEADS = frozenset(
    "hotel café cafe restaurant hostel pizzeria trattoria gasthof gasthaus hôtel auberge restaurante hostal librairie boulangerie"
    " banco banque autohaus farmacia osteria brasserie bistro villa".split()
)
"""Kinds of business that stand before the name."""


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
    if not second or not is_person(first) or not are_two:
        return [(phrase, start)]
    return [(first, start), (second, start + len(phrase) - len(second))]


def _bared(phrase: str, start: int) -> tuple[str, int]:
    none = names("not_names")
    while phrase:
        first, _, rest = phrase.partition(" ")
        whole = fold(phrase.strip(".,!?;:'’"))
        if whole in names("companies") and whole not in none:
            break
        if rest and fold(first) in _LEADS and rest[:1].isupper():
            break  # "Hotel Marjana"
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
