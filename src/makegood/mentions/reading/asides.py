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
    r"\b(?:flew|flown|fly|flying|drove|drive|driving|went|moved|travel\w*|trip|train|bus|ferry|flight|coach|way|home|back|here|out|over|up|down) (?:it |them |us |me |back |home |out |over |up |down )?to $"
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
    score, words = 0.0, phrase.split()
    if _OF_SOUTH.search(low):
        score += 2.0 if has_kind or len(words) > 1 else 0.6
    if _BOUGHT_AT.search(low):
        score += 1.5
    if len(words) > 1 and may_be_firm:
        score += 0.7
    if _STREET.search(phrase) and not re.search(r"\b(?:from|by|with|thank|use|used) (?:the )?$", low):
        score -= 4
    if (_TO_PLACE.search(low) and not has_kind and len(words) == 1) or (
        low.endswith("from ") and _FROM_TO.match(after)
    ):
        score -= 2.5
    if re.search(r"\bfrom (?:the )?[a-z][\w' -]{2,20} to $", low):
        score -= 2
    if re.search(
        r"\b(?:fl(?:y|ew|own|ying)|sail(?:ed|ing)|travel(?:led|ed|ling)?|bank(?:ed|ing)?|insur(?:ed|ing|ance)|order(?:ed)?|book(?:ed)?) (?:\w+ )?(?:with|on|from) $",
        low,
    ):
        score += 1.5
    if len(words) > 1 and re.search(r"\b(?:im|ins|in der|in die|aus dem|aus der|in den) $", low):
        score += 1.9
    if " der " in phrase and not has_kind:
        score -= 2
    if len(words) == 1 and re.search(r"\b(?:le|la|les|el|los|las) $", low) and not re.search(r"\b(?:à|a|en|de|sur|vers|dans) (?:le|la|les|el|los|las) $", low):
        score += 1.2
    if _DETERMINED.search(low) and len(words) == 1 and not is_company and not has_kind:
        score -= 3
    if _TOOK.search(low) and re.match(
        r"\s+(?:\w+\s+)?(?:#|\d+|\w+)\s+(?:days|weeks|months|years|hours|calls|attempts)\b", after
    ):
        score += 2.5
    if re.search(r"\b(?:vendor|seller|merchant|trader|dealer|shop|store) on $", low):
        score -= 4  # the market, not who sells there
    if _GENERIC.fullmatch(fold(phrase)):
        score -= 5
    if _PAGES.search(fold(phrase)) or fold(phrase) in _LANDS:
        score -= 3
    return score
