"""What stands around a name by the way: of streets and towns, which are no companies, of lands, and of German nouns."""

from __future__ import annotations

import re

from makegood.mentions.reading.text import fold
from makegood.mentions.reading.trading import KIND

_OF_SOUTH = re.compile(r"\b(?:de|du|à|au|en|al|del|a)\s+(?:la |el |l')?$")
_BOUGHT_AT = re.compile(
    r"\b(?:compr|ped|encarg|reserv|contrat|cen|com[ií]|alquil)\w* [^.!?]{0,60}\ben $|\b(?:achet|command|réserv|mang|dîn|lou|déjeun)\w* [^.!?]{0,60}\b(?:à|au|en|dans) $"
)
_TO_PLACE = re.compile(
    r"\b(?:got|get|getting|going|headed|bound|flew|flown|fly|flying|drove|drive|driving|went|moved|travel\w*|trip|train|bus|ferry|flight|coach|way|home|back|here|out|over|up|down) (?:it |them |us |me |back |home |out |over |up |down )?to $"
)
_FROM_TO = re.compile(r"^ to [A-Z]")
_STREET = re.compile(
    r"\b(?:Street|Road|Lane|Avenue|Terrace|Row|Close|Crescent|Boulevard|Quay|Hill|Day|Eve|Week|Month|Christmas|Easter|Monday|Sunday|Saturday)$|^(?:Rue|Avenue|Calle|Plaza)\b|(?:straße|gasse|platz|allee)$"
)
_DETERMINED = re.compile(
    r"\b(?:ein|eine|einen|einem|einer|eines|der|die|das|den|dem|des|kein\w*|mein\w*|unser\w*|ihr\w*|sein\w*|vom|zum|zur|im|am|beim|ins|ans) (?:[a-zäöüß]+(?:e|en|er|es|em) )?$"
)
_TOOK = re.compile(r"(?:^|[.!?]\s+|\b)(?:took|it took|taken|taking)\s+$", re.IGNORECASE)
_GENERIC = re.compile(
    rf"(?:(?:the|my|our|former|old|new|local|favou?rite|best|worst|last|first|next|big|little|small|great|good|bad|every|any|customer|front|head|public|internet|online)\s+)*{KIND.pattern}"
)


_PAGES = re.compile(
    r"\b(?:forums?|blog|community|magazine|gazette|newsletter|podcast|journal|herald|tribune|weekly|observer|courier|packet|zeitung|kurier|anzeiger|bote)\b"
)
_LANDS = frozenset(
    "united kingdom,united states,great britain,northern ireland,england,scotland,wales,ireland,britain,france,germany,spain,italy,portugal,"
    "austria,switzerland,australia,canada,new zealand,deutschland,österreich,schweiz,españa,méxico,belgique,suisse,europe".split(
        ","
    )
)


def by_the_way(phrase: str, low: str, after: str, *, has_kind: bool, is_company: bool, may_be_firm: bool) -> float:
    """What stands before it in other ways: a name of several words is likely one, a street, a town or a German noun is none."""
    words = len(phrase.split())
    score = _dealt_with(low, after, has_kind=has_kind, words=words)
    if words > 1 and may_be_firm:
        score += 0.7
    if words > 1 and _IN_GERMAN.search(low):
        score += 1.9
    if words == 1 and _THE_SOUTH.search(low) and not _TO_THE_SOUTH.search(low):
        score += 1.2
    return (
        score - _is_none(phrase, low, is_known=is_company or has_kind) - _is_town(phrase, low, after, has_kind=has_kind)
    )


_IN_GERMAN = re.compile(r"\b(?:im|ins|in der|in die|aus dem|aus der|in den) $")
_THE_SOUTH = re.compile(r"\b(?:le|la|les|el|los|las) $")
_TO_THE_SOUTH = re.compile(r"\b(?:à|a|en|de|sur|vers|dans) (?:le|la|les|el|los|las) $")
_WITH_THEM = re.compile(
    r"\b(?:fl(?:y|ew|own|ying)|sail(?:ed|ing)|travel(?:led|ed|ling)?|bank(?:ed|ing)?|insur(?:ed|ing|ance)|order(?:ed)?|book(?:ed)?) (?:\w+ )?(?:with|on|from) $"
)
_SO_LONG = re.compile(r"\s+(?:\w+\s+)?(?:#|\d+|\w+)\s+(?:days|weeks|months|years|hours|calls|attempts)\b")


def _dealt_with(low: str, after: str, *, has_kind: bool, words: int) -> float:
    score = 0.0
    if _OF_SOUTH.search(low):
        score += 2.0 if has_kind or words > 1 else 0.6
    if _BOUGHT_AT.search(low) or _WITH_THEM.search(low):
        score += 1.5
    return score + (2.5 if _TOOK.search(low) and _SO_LONG.match(after) else 0.0)


_THROUGH = re.compile(r"\b(?:from|by|with|thank|use|used) (?:the )?$")
_TO_FROM = re.compile(r"\bfrom (?:the )?[a-z][\w' -]{2,20} to $")


def _is_town(phrase: str, low: str, after: str, *, has_kind: bool) -> float:
    """How much speaks for a street or a town."""
    score = 4.0 if _STREET.search(phrase) and not _THROUGH.search(low) else 0.0
    is_end = _TO_PLACE.search(low) is not None and not has_kind and " " not in phrase
    if is_end or (low.endswith("from ") and _FROM_TO.match(after)):
        score += 2.5
    return score + (2.0 if _TO_FROM.search(low) else 0.0)


def _is_none(phrase: str, low: str, *, is_known: bool) -> float:
    """How much speaks for a thing, a land, or a page."""
    score = 2.0 if " der " in phrase and not is_known else 0.0
    if _DETERMINED.search(low) and " " not in phrase and not is_known:
        score += 3
    if _GENERIC.fullmatch(fold(phrase)):
        score += 5
    return score + (3.0 if _PAGES.search(fold(phrase)) or fold(phrase) in _LANDS else 0.0)


_THEIRS_AT = re.compile(r"\b(?:their|your|ihr\w*|leur|su) \w+ (?:at|in|à|en) $")
_JOURNEY = re.compile(
    r"\b(?:vuelos?|trenes|tren|autobús|vols?|trains?|flug|zug|flights?|fähre|ferry) (?:de|von|from|nach|para|pour|to) $"
)
_FROM_A = re.compile(
    r"\b(?:vuelo|tren|vol|train|flug|zug|flight|bus|coach|ferry) (?:de|von|from|out of) [\w' -]{2,20} (?:a|à|nach|to|para) $|"
    r"\b(?:coming|came|home|driving|drove|travelling|set out|set off|walked|journey|trip) (?:home |back |over |down |up )?from $"
)
_AT_FIRST = re.compile(r"(?:^|[.!?]\s+|\n\s*)at $")
_I_THERE = re.compile(r",? (?:i|we|my|our)\b")


def is_stop(low: str, after: str) -> bool:
    """A town where somebody was, or went: "Their chap at Malaga", "At Crewe I learned", "coming home from Exeter"."""
    is_first = _AT_FIRST.search(low) is not None and _I_THERE.match(after) is not None
    return is_first or any(one.search(low) for one in (_FROM_A, _THEIRS_AT, _JOURNEY))
