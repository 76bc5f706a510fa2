"""Where somebody lives: streets with a number, places with a postal code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from makegood.base.masking.finding import Finder, Found, Kind, Known, Why

WORD = r"[A-ZÄÖÜÉÀÈÇÑÁÍÓÚ][\w'’-]{0,30}"
CITY = rf"(?:,?\s+(?:\d{{5}}|[A-Z]{{1,2}}\d[A-Z\d]?\s?\d[A-Z]{{2}})\s+{WORD}(?:[ -]{WORD}){{0,2}})?"
ENGLISH = re.compile(
    rf"\b(?:(?:flat|apartment|apt\.?|unit|suite)\s\w{{1,4}},?\s)?\d{{1,5}}[a-zA-Z]?,?\s{{1,3}}(?:{WORD}\s{{1,3}}){{1,4}}"
    r"(?:Street|St|Road|Rd|View|Rise|Bank|Bridge|Green|Meadows?|Wharf|Yard|Mount|Vale|Field|Fields|End|Common|Approach|Trail|Alley|Path|Turnpike|Expressway|Esplanade|Parade|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Square|Sq|Boulevard|Blvd|Way|Place|Pl|Close|Terrace|Crescent|Gardens|"
    r"Hill|Row|Mews|Park|Parkway|Highway|Quay|Walk|Grove|Circle)\b\.?"
    rf"(?:,?\s(?:[Ff]lat|[Aa]partment|[Aa]pt\.?|[Uu]nit|[Ss]uite|#)\s?\w{{1,4}})?(?:,\s{WORD}(?:\s{WORD}){{0,2}})?(?:,?\s[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?)?",
)
# Streets of one word ("84 Kingsway"), and numbers that follow ("Queens Park Road 114").
ONE_WORD = re.compile(
    r"\b\d{1,4}[a-zA-Z]?\s[A-Z][a-z]{1,20}(?:way|gate|side|wood|field|lands?|ton|bury|hill|view|dale|row|street|road|walk|bank|mead)\b"
    rf"(?:,?\s(?:[Ff]lat|[Aa]partment|[Aa]pt\.?|[Uu]nit|[Ss]uite|#)\s?\w{{1,4}})?(?:,\s{WORD}(?:\s{WORD}){{0,2}})?(?:,?\s[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?)?"
)
AFTER = re.compile(
    rf"\b(?:{WORD}\s){{1,3}}(?:Street|Road|Avenue|Lane|Drive|Court|Square|Boulevard|Place|Close|Terrace|Crescent|Gardens|Row|Park|Way)\s\d{{1,4}}[a-z]?\b"
)
GERMAN = re.compile(
    rf"\b(?:{WORD}[ -]){{0,2}}(?:[A-ZÄÖÜ][\w-]{{0,30}}(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer|chaussee|steig|pfad|markt|hof|graben|berg)"
    r"|(?:Straße|Strasse|Str\.|Weg|Platz|Allee|Gasse|Ring|Damm|Ufer|Markt)|(?:Am|An der|An den|Auf dem|Auf der|Im|In der|Zum|Zur|Unter den)\s[A-ZÄÖÜ][\w-]{1,30})"
    rf"\s?(?:Nr\.\s?)?\d{{1,4}}(?:\s?[a-z]\b)?(?!\s?(?:Uhr|Tage|Jahre|Minuten|Stunden|Euro|€|%))\b{CITY}"
)
FRENCH = re.compile(
    r"\b\d{1,4}(?:\s?(?:bis|ter))?,?\s{1,3}(?:rue|avenue|av\.|boulevard|bd\.?|place|chemin|allée|impasse|quai|route|cours|square|passage|rond-point)\s"
    rf"(?:(?:de|du|des|la|le|les|l['’]|d['’]|à|au|aux)\s?){{0,4}}{WORD}(?:[ -](?:(?:de|du|des|la|le|et)\s){{0,3}}{WORD}){{0,3}}{CITY}",
)
SPANISH = re.compile(
    r"\b(?:[Cc]alle|[Cc]/|[Aa]venida|[Aa]vda\.?|[Pp]laza|[Pp]aseo|[Cc]arrer|[Cc]amino|[Rr]onda|[Tt]ravesía)\s"
    rf"(?:(?:de|del|la|las|los|el)\s){{0,3}}{WORD}(?:\s(?:(?:de|del|la|y)\s){{0,3}}{WORD}){{0,3}},?\s(?:(?:n\.?º|núm\.|número)\s?)?\d{{1,4}}(?:,?\s\d{{1,2}}º\s?\w?)?{CITY}",
)
POSTAL = re.compile(
    rf"\b[A-Z]{{1,2}}\d[A-Z\d]?\s?\d[A-Z]{{2}}\b|\b(?:D-|A-|F-|E-)?\d{{5}}\s{WORD}(?:[ -](?:am|an|der|im|sur|de|la|{WORD})){{0,3}}|\b[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?\b"
)
BOX = re.compile(r"\b(?:P\.?\s?O\.?\sBox|Postfach|BP|Boîte postale|Apartado(?: de correos)?)\s\d[\d ]{0,8}", re.I)
FLAT = re.compile(
    r"\b(?:flat|apartment|apt\.?|appartement|wohnung|piso)\s(?:no\.?\s|nr\.?\s)?\d{1,4}\s?[A-Za-z]?\b", re.I
)


def _by(pattern: re.Pattern[str]) -> Finder:
    def finder(text: str, known: Known) -> Iterator[Found]:
        for one in pattern.finditer(text):
            yield Found(one.start(), one.end(), Kind.ADDRESS, Why.FORM, one[0])

    return finder


FINDERS: tuple[Finder, ...] = tuple(
    _by(one) for one in (ENGLISH, ONE_WORD, AFTER, GERMAN, FRENCH, SPANISH, BOX, POSTAL, FLAT)
)
