"""What a whole page is about, and whom it speaks to by name."""

from __future__ import annotations

import re

from makegood.mentions.reading.accounts import Stretch
from makegood.mentions.reading.book import names
from makegood.mentions.reading.companies import companies
from makegood.mentions.reading.lines import Sort, lines_of
from makegood.mentions.reading.naming import is_person
from makegood.mentions.reading.text import fold
from makegood.mentions.reading.trading import KIND

_ABOUT = re.compile(
    r"(?i)\breviews?\b|\brezensionen\b|\bbewertungen\b|\bavis\b|\bopiniones\b|\bcustomer reviews\b|\breviews of\b|\bfeedback\b|\bvisitors?['’]? book\b|\bguest ?book\b|\bgästebuch\b|\blivre d['’]or\b|\blibro de visitas\b|\bexperiences? (?:with|at)\b"
)
_OWNER = re.compile(
    r"(?m)^\W*(?:Reply|Response|Antwort|Réponse|Respuesta) (?:from|by|von|de) (?P<name>(?!the |der |dem |du |del )[A-Z][\w&'’. -]{1,40}?)\s*(?:[:,|·(]|$)"
)
_TITLED = re.compile(r"^[A-Z][\w&'’.-]*(?: (?:[A-Z&][\w&'’.-]*|of|the|and)){0,4}$")
_VOCATIVE = re.compile(r",\s+(?P<name>[A-Z][a-z]+)[.!?]?$|^(?P<first>[A-Z][a-z]+),\s")


HEADS = (Sort.SHORT, Sort.WRITTEN, Sort.COUNT)


def subject_of(text: str, title: str, found: list[Stretch]) -> str:
    """The company that reviews or a thread are about, from the head of the page; "" when its parts are of several."""
    if len({id(one.section) for one in found}) < 2 and not any(one.section.stars is not None for one in found):
        return ""
    if owner := _OWNER.search(text):
        return owner["name"].strip()
    if any(one.section.stars is not None for one in found) and (name := _placed(text)):
        return name
    heads = [
        title,
        *(line.text for line in lines_of(text[:3000]) if line.sort in HEADS or line.how == "signed"),
    ][:6]
    for head in heads:
        if len(head) > 120:
            continue
        if _ABOUT.search(head) and (name := _of_reviews(head)):
            return name
    if any(one.section.stars is not None for one in found) and _TITLED.match(_first_name(heads)):
        return _first_name(heads)
    for head in heads[:3]:
        for named in companies(head)[:1]:
            if (named.score >= 2.5 and text.count(named.text) > 1) or (
                text.count(named.text) > 2 and len(named.text) > 3
            ):
                return named.text
    return ""


_PLACED = re.compile(
    r"(?P<name>[A-ZÀ-Þ][\w&'’.-]*(?: (?:[A-ZÀ-Þ&d][\w&'’.-]*|of|the|and|de|la|du|und|et|y|zum|zur|am)){0,5}), (?P<place>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){0,2})"
)


def _placed(text: str) -> str:
    """Whom the head of a page of reviews names with a town ("The Larder, Hexham"), or by its trade; "" when none."""
    heads: list[str] = []
    for line in lines_of(text[:3000]):
        if line.sort is Sort.RATING:
            break
        if line.sort in (Sort.SHORT, Sort.COUNT) or line.how == "signed":
            heads.append(line.text)
    for head in heads[:NEAR]:
        match = _PLACED.fullmatch(head)
        if match and not is_person(match["name"]):
            return match["name"]
    return next((head for head in heads[:NEAR] if _TITLED.match(head) and " " in head and _has_trade(head)), "")


def _has_trade(head: str) -> bool:
    return KIND.search(fold(head)) is not None and not _ABOUT.search(head) and not is_person(head)


NEAR = 5  # lines


def _first_name(heads: list[str]) -> str:
    """What the first head names, without what stands behind it: "The Larder, Hexham"."""
    first = next(filter(None, heads), "")
    return re.split(r",\s|\s[-–—|:·]\s", first)[0].strip()


def _of_reviews(head: str) -> str:
    rest = re.sub(
        r"(?i)\b(?:customer |guest |verified |all |latest )?(?:visitors?['’]? book|guest ?book|gästebuch|livre d['’]or|libro de visitas|reviews?|rezensionen|bewertungen|avis|opiniones|feedback|ratings?|durchschnitt|sternen?|average|moyenne|media|stars?|étoiles|estrellas)\b(?:\s+(?:of|for|about|from|on|zu|von|sur|de)\b)?|\bwhat (?:people|customers) (?:say|are saying) about\b|\bexperiences? (?:with|at)\b|\d[\d.,]*|[★☆⭐()]|\bread\b|\|.*$",
        " ",
        head,
    )
    rest = re.split(r"\s[-–—:|•·]\s|,|\s{3,}", rest.strip(" -–—:|•·"))[0].strip(" -–—:|•·,")
    return (
        rest if rest and len(rest.split()) <= 6 and rest[:1].isupper() and fold(rest) not in names("not_names") else ""
    )


def addressed(quotes: tuple[str, ...], one: Stretch) -> str:
    """The teller's name, when somebody of the company calls them by it in what they said; "" when nobody does."""
    for quote in quotes:
        match = _VOCATIVE.search(quote)
        name = (match["name"] or match["first"]) if match else ""
        if name and fold(name) in names("people"):
            return name
    return ""
