"""Where somebody lives: streets with a number, places with a postal code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from makegood.stories.masking.finding import Finder, Found, Kind, Known, Why

WORD = r"[A-ZÄÖÜÉÀÈÇÑÁÍÓÚ][\w'’-]*"
CITY = rf"(?:,?\s+(?:\d{{5}}|[A-Z]{{1,2}}\d[A-Z\d]?\s?\d[A-Z]{{2}})\s+{WORD}(?:[ -]{WORD}){{0,2}})?"
ENGLISH = re.compile(
    rf"\b(?:(?:flat|apartment|apt\.?|unit|suite)\s\w{{1,4}},?\s)?\d{{1,5}}[a-zA-Z]?,?\s+(?:{WORD}\s+){{1,4}}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Square|Sq|Boulevard|Blvd|Way|Place|Pl|Close|Terrace|Crescent|Gardens|"
    r"Hill|Row|Mews|Park|Parkway|Highway|Quay|Walk|Grove|Circle)\b\.?"
    rf"(?:,?\s(?:flat|apartment|apt\.?|unit|suite|#)\s?\w{{1,4}})?(?:,\s{WORD}(?:\s{WORD}){{0,2}})?(?:,?\s[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?)?",
)
GERMAN = re.compile(
    rf"\b(?:{WORD}[ -]){{0,2}}(?:[A-ZÄÖÜ][\w-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer|chaussee|steig|pfad|markt|hof|graben|berg)"
    r"|(?:Straße|Strasse|Str\.|Weg|Platz|Allee|Gasse|Ring|Damm|Ufer|Markt)|(?:Am|An der|An den|Auf dem|Auf der|Im|In der|Zum|Zur|Unter den)\s[A-ZÄÖÜ][\w-]+)"
    rf"\s?(?:Nr\.\s?)?\d{{1,4}}(?:\s?[a-z]\b)?(?!\s?(?:Uhr|Tage|Jahre|Minuten|Stunden|Euro|€|%))\b{CITY}"
)
FRENCH = re.compile(
    r"\b\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|av\.|boulevard|bd\.?|place|chemin|allée|impasse|quai|route|cours|square|passage|rond-point)\s"
    rf"(?:(?:de|du|des|la|le|les|l['’]|d['’]|à|au|aux)\s?)*{WORD}(?:[ -](?:(?:de|du|des|la|le|et)\s)*{WORD}){{0,3}}{CITY}",
)
SPANISH = re.compile(
    r"\b(?:[Cc]alle|[Cc]/|[Aa]venida|[Aa]vda\.?|[Pp]laza|[Pp]aseo|[Cc]arrer|[Cc]amino|[Rr]onda|[Tt]ravesía)\s"
    rf"(?:(?:de|del|la|las|los|el)\s)*{WORD}(?:\s(?:(?:de|del|la|y)\s)*{WORD}){{0,3}},?\s(?:(?:n\.?º|núm\.|número)\s?)?\d{{1,4}}(?:,?\s\d{{1,2}}º\s?\w?)?{CITY}",
)
POSTAL = re.compile(
    rf"\b[A-Z]{{1,2}}\d[A-Z\d]?\s?\d[A-Z]{{2}}\b|\b(?:D-|A-|F-|E-)?\d{{5}}\s{WORD}(?:[ -](?:am|an|der|im|sur|de|la|{WORD})){{0,3}}|\b[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?\b"
)
BOX = re.compile(r"\b(?:P\.?\s?O\.?\sBox|Postfach|BP|Boîte postale|Apartado(?: de correos)?)\s\d[\d ]*", re.I)
FLAT = re.compile(
    r"\b(?:flat|apartment|apt\.?|appartement|wohnung|piso)\s(?:no\.?\s|nr\.?\s)?\d{1,4}\s?[A-Za-z]?\b", re.I
)


def _by(pattern: re.Pattern[str]) -> Finder:
    def finder(text: str, known: Known) -> Iterator[Found]:
        for one in pattern.finditer(text):
            yield Found(one.start(), one.end(), Kind.ADDRESS, Why.FORM, one[0])

    return finder


FINDERS: tuple[Finder, ...] = tuple(_by(one) for one in (ENGLISH, GERMAN, FRENCH, SPANISH, BOX, POSTAL, FLAT))
