"""The forms that lines have which say who wrote, when, and how many stars they gave."""

from __future__ import annotations

import re
from functools import cache

from makegood.mentions.reading.book import page_book
from makegood.mentions.reading.callings import NAME

_DAY = r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|wed|thu|sat|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
TIME = r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?|uhr|h)?"
_AGO = r"(?:\d+\s?|(?:an?|one|two|three|few|a few|einem|einer|einigen|un|une|hace)\s+)(?:sec|second|min|minute|hour|hr|day|week|month|year|yr|d|h|w|m|mo|y|tag|woche|monat|jahr|stunde|jour|semaine|mois|an|heure|día|semana|mes|año|hora)(?:s|en|n|e|es)?\.?"
STARS = re.compile(
    r"^(?:rated\s+|rating:?\s*|bewertung:?\s*|note\s*:?\s*|puntuación:?\s*|score:?\s*|my rating:?\s*)?"
    r"(?:(?P<glyph>[★⭐🟊✭✮\*]{1,5})(?P<empty>[☆✩✰]{0,4})|(?P<points>\d(?:[.,]\d)?)\s*(?:/|out of|von|sur|de|of)\s*(?P<of>5|10)"
    r"(?:\s*(?:stars?|sternen?|étoiles|estrellas|points?))?|(?:(?<=rating: )|(?<=stars: )|(?<=score: )|(?<=bewertung: ))(?P<bare>[1-5])$|(?P<plain>[1-5])[\s-]*(?:stars?|sterne?|étoiles?|estrellas?))"
    r"(?:\s*[-:|–]?\s*(?P<rest>.{0,80}))?$"
)  # fmt: skip
COUNT = re.compile(
    r"^\(?(?:no|\d+)\s+(?:comments?|responses?|replies|thoughts?|reviews?|answers?|kommentare?|antworten|bewertungen|"
    r"commentaires?|réponses?|avis|comentarios?|respuestas?|opiniones)\b.{0,80}$|^(?:comments?|kommentare|commentaires|comentarios|reader comments|readers' comments|responses)\s*\(?\d*\)?:?$"
)
NUMBER = re.compile(r"^(?:#\d+|\(?[\d.,]+[km]?\)?|[\d.,]+[km]? \w+|[•·|/\\<>«»^*_=~+\-–—.\s]+)$")
SIGNED = re.compile(
    rf"^\s*[-–—~]+\s?(?P<name>{NAME}(?: (?:and|und|et|y|&) {NAME})?)(?:,\s*(?P<place>[\w .'’-]{{2,40}}))?\.?$"
)
REVIEWER = re.compile(
    rf"^(?:(?P<name>{NAME}) (?:wrote a review\b|doesn['’]t recommend |does not recommend |recommends |empfiehlt |recommande |recomienda ).{{0,60}}|"
    rf"(?P<aged>{NAME}), \d\d(?:,[^:.!?]{{0,40}})?:?|"
    rf"From:\s+(?:[\w.-]+@[\w.-]+ \()?(?P<sender>{NAME})(?:\)| ?<[^>]+>)?)$"
)
LETTER = re.compile(
    r"^\(?(?P<name>(?:[A-Z]{1,2}\.? ?){2,4}|[A-Z][\w'’-]+(?: [A-Z][\w.'’-]+){1,3}),\s*(?:via e-?mail|by e-?mail|(?:Hon\. )?[A-Z][\w'’-]+(?:[ ,]+[\w'’-]+){0,3})\)?$"
)
DOTTED = re.compile(
    r"^(?P<name>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){1,3})\. [A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?(?: \([\w .]+\))?\.?$"
)


@cache
def date_form() -> re.Pattern[str]:
    month = page_book().finds["months"].pattern
    day = rf"(?:(?:{_DAY})\b,?\s*)?"
    full = (
        rf"{day}(?:{month}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s+(?:of\s+|de\s+)?{month}\.?,?(?:\s+(?:de\s+|del\s+)?\d{{4}})?|{month}\s+\d{{4}})"
        rf"|{day}\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}|(?:vor |il y a |hace )?{_AGO}(?:\s+ago)?|(?:yesterday|today|gestern|heute|hier|ayer)\b|(?:at\s+)?\d{{1,2}}[:.]\d{{2}}(?:\s*[ap]\.?m\.?)?$"
    )
    return re.compile(rf"(?<!\w)(?:{full})(?!\w)(?:[\s,|·at@um]*(?:\bà\b|a las)?\s*{TIME})?")


LEADS = re.compile(r"(?:>>+|»|#|\||•|\*|#\d+[.:]?)\s+")
READ_IN = re.compile(r"\s*[·|•,-]?\s*\b\d+ min(?:ute)?s?\.? read\b")
BY = re.compile(
    r"^(?:\d+ (?:points?|votes?|upvotes?)|posted|written|published|submitted|added|updated|reviewed|veröffentlicht|geschrieben|publié|écrit|publicado|escrito)\b.{0,20}?\b(?:by|von|par|por)\s+"
)
NAME_RATED = re.compile(r"(?P<name>[^\d★]{2,40}?)\s*[-–—|:(]\s*(?P<stars>[1-5])\s?(?:/\s?5|★|(?i:stars?))\)?$")
NAME_STARRED = re.compile(r"(?P<name>[A-ZÀ-Þ@][^\d★☆]{1,38}?)\s*[-–—|:(·]?\s*(?P<stars>[★⭐]{1,5})☆{0,4}\)?$")
POINTS = re.compile(r"\s\d+ (?:points?|upvotes?|likes?|karma|punkte)\b")
REPORTER = re.compile(r"^(?:our|a|the) (?:\w+ )?(?:reporter|correspondent|columnist|critic|writer|staff),?\s+")
WHEN = re.compile(r"\s+(?:at|on|in|en|um|am|à|le|el)(?:\s.*)?$")
APART = re.compile(r"\s{2,}|\t")
MEMBER = re.compile(
    r"(?:messages?|posts?|beiträge|mensajes|inscrite? le|joined|registriert|dabei seit|registrado|miembro desde)\s?:?\s\S"
)
IS_OPEN = re.compile(
    r"\b(?:open|opens|closes|geöffnet|öffnet|schließt|ouvert|ouvre|ferme|abierto|cierra)\b.{0,20}\d\d$"
)
