"""Where it happened: names that stand where places stand."""

from __future__ import annotations

import re

from makegood.mentions.reading.book import Book, names
from makegood.mentions.reading.naming import CAP, ENTERS, INTO, PLACE_AFTER, is_company, is_person, phrases_in
from makegood.mentions.reading.text import fold
from makegood.mentions.reading.trading import KIND

_BETWEEN = frozenset("the downtown central north south east west greater nearby der la le el los las".split())


def place_in(book: Book, text: str, about: str | None) -> str | None:
    """Where it happened: a name after "in" or "near", behind the company's name, or before "store"; None when none is named."""
    shunned = {fold(about)} if about else set()
    if about:
        at = text.find(about)
        lead = (
            r"(?:['’]s)?,? (?:in|on|at|near|of)? ?(?:the |\()?"
            if about[:1].isupper()
            else r",? (?:in|at|near) (?:the )?"
        )
        behind = re.match(rf"{lead}({CAP}(?:[ -]{CAP}){{0,2}})", text[at + len(about) :]) if at >= 0 else None
        if behind and _may_be_place(behind[1], shunned, is_within=behind.group().startswith(" in ")):
            return re.sub(r" I$", "", behind[1].rstrip(".,!?;:'’"))
    tail = re.match(rf"(?P<head>.+) of (?:the )?(?P<place>{CAP})$", about or "")
    if tail and not KIND.search(fold(tail["head"])) and _may_be_place(tail["place"], set()):
        return tail["place"]
    street = stop = None
    for phrase, start in phrases_in(text):
        low, after = fold(text[max(0, start - 24) : start]), fold(text[start + len(phrase) : start + len(phrase) + 14])
        is_before_store = PLACE_AFTER.match(after) is not None
        is_within = low.endswith(" in ") and after[:1] != "'"
        if not _may_be_place(phrase, shunned, is_before_store=is_before_store, is_within=is_within) or _is_home(low):
            continue
        is_entered = INTO.search(low) and not ENTERS.search(low) and len(phrase.split()) <= 2
        is_site = _OF_SITE.search(fold(text[max(0, start - 40) : start])) is not None
        is_there = is_entered or is_site or _is_place_after(book, low)
        if is_there or (PLACE_AFTER.match(after) and not is_company(phrase)):
            if not _STREET.search(phrase):
                return re.sub(r" I$", "", phrase)
            street = street or phrase
        elif (
            about
            and _AT.search(low)
            and not _STREET.search(phrase)
            and not KIND.search(fold(phrase))
            and not is_company(phrase)
        ):
            stop = stop or phrase
    return street or stop


_AT = re.compile(r"\b(?:at|beyond|out of) $")
_STREET = re.compile(
    r"\b(?:Street|Road|Lane|Avenue|Terrace|Row|Close|Crescent|Boulevard)$|(?:straße|gasse|platz|allee)$|^(?:Rue|Calle) "
)
_OF_SITE = re.compile(
    r"\b(?:(?:station|platform|airport|terminal|branch|shop|store|depot|warehouse|office|counter|desk|stop|services|showroom|surgery|clinic|campus|site|port|harbour) (?:at|of|near)"
    r"|(?:flight|flights|train|bus|ferry|coach|taxi|tram|sleeper|express|cab) (?:from|to|for|out of)|(?:collected|picked up|fetched) (?:it |them |her |him |us )?(?:from|at)"
    r"|(?:bahnhof|flughafen|filiale|niederlassung|standort|werk)(?: in| von)?"
    r"|(?:gare|aéroport|magasin|agence|guichet|boutique|place|port|centre|rue des? [\w'-]+|rue [\w'-]+|marché|hôpital) (?:de|du|à|d')"
    r"|(?:estación|aeropuerto|tienda|sucursal|plaza|oficina|hotel|taller|bar|calle [\w'-]+|centro|pueblo|barrio|mercado|hospital) (?:de|del))\s*$"
)
""" "The platform at Crewe", "the train to Celle"."""


def place_beside(text: str, about: str) -> str | None:
    """Where a page says that the company is, anywhere: "The Old Pier Hotel, Sandwick Bay"; None when it does not."""
    name = re.escape(re.sub(r"^[Tt]he ", "", about))
    behind = rf"(?:, (?:in |at )?|,? in | at | of | \(| [-–|·] ){_NOT_WORD}(?P<place>{CAP}(?:[ -]{CAP}){{0,2}})"
    for match in re.finditer(rf"\b{name}{behind}", text):
        place = match["place"].rstrip(".,!?;:'’")
        if (
            text[match.end() : match.end() + 1] != ":"
            and _may_be_place(place, {fold(about)})
            and not _HAS_NUMBER.search(place)
        ):
            return place
    below = re.search(rf"(?m)^{name}\n+[^\n.]{{0,30}}\b(?:in|à|en) (?P<place>{CAP})", text[:HEAD])
    return below["place"] if below and _may_be_place(below["place"], {fold(about)}) else None


HEAD = 1_000  # letters


_HAS_NUMBER = re.compile(r"\d")
_NOT_WORD = r"(?!(?:Reviews?|Bewertung\w*|Avis|Opiniones|Guest|Customer|Thread|I|We|My|The|A|Our|Rated|Home|Page)\b)"


_NO_PLACE = frozenset(
    "folie ruhe ordnung zukunft bearbeitung rechnung arbeit eile panik wahrheit kürze betrieb urlaub rente not form sicht frage reparatur auftrag aktion deutsch english spanish french".split()
)
"""What stands behind "in" in German, and is no place."""


def _is_place_after(book: Book, low: str) -> bool:
    words = [word for word in low.split() if word not in _BETWEEN][-1:] if low.endswith(" ") else []
    if book.language == "de" and low.split()[-1:] != words:
        return False  # "aus der Schublade"
    return (
        bool(words)
        and book.finds["in_place"].fullmatch(words[0]) is not None
        and low.split()[-1] in (words[0], *_BETWEEN)
    )


def _is_home(low: str) -> bool:
    """ "Margaret Hill, of Leeds": where somebody lives."""
    return _HOME.search(low) is not None


_HOME = re.compile(
    r",\s+(?:of|from|aus|de)\s+$|\b(?:live|lives|lived|living|sister|brother|mum|mother|dad|father|friend|cousin|aunt|grew up|born|wohne|wohnt|habite|vive|vivo) (?:in|near|outside|à|en)\s+$"
)


def _may_be_place(phrase: str, shunned: set[str], *, is_before_store: bool = False, is_within: bool = False) -> bool:
    """`is_within`: "in" stands right before it, and makes a town of a first name ("in Marietta")."""
    bare = phrase.rstrip(".,!?;:'’")
    if fold(bare) in _NO_PLACE:
        return False
    folded = re.sub(r"^bad (?=\w)", "", fold(bare))
    return (
        folded not in names("not_names")
        and folded.split()[0] not in names("not_names")
        and not (is_company(bare) and not is_before_store)
        and not any(folded in one or one in folded for one in shunned)
        and not (is_person(bare) and not (is_within and " " not in bare))
        and bare[:1].isupper()
        and (len(bare) > 2 or (bare.isupper() and len(bare) > 1))
        and not (bare.isupper() and len(bare) > 3)
        and not (" " in bare and KIND.search(folded))
    )
