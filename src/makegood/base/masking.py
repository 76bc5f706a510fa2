"""What would say who somebody is, taken out of a text: names that are known, addresses, numbers. Pure.

A second look by a person is still needed, and whoever uses this says so."""

from __future__ import annotations

import re
from collections.abc import Iterable

NAME, MAIL, PHONE, STREET, NUMBER, LINK = "[name]", "[address]", "[phone]", "[street]", "[number]", "[link]"
LEAST = 3
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_LINK = re.compile(r"https?://[^\s<>\"]{1,2000}")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_STREET = re.compile(
    r"\b[^\W\d_][\w'.-]{2,30}(?:straße|strasse|str\.|weg|platz|allee|gasse|laan|straat) \d{1,4} ?[a-z]?\b"
    r"|\b\d{1,5} (?:[A-Z][\w'.-]{1,30} ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Way|Square|Court|Close)\b"
    r"|\b(?:rue|avenue|calle|via|boulevard) (?:[\w'.-]{1,30} ){0,3}[\w'.-]{2,30},? \d{1,4}\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w.])(?:\+|00|\(?0)\d[\d ()/.-]{5,18}\d\b")
# Of an order, an invoice, a voucher: letters and digits in one, or many digits.
_NUMBER = re.compile(r"#\d{3,}\b|\b(?=[\w-]{5,40}\b)(?=[\w-]*\d)[A-Z]{1,6}[-_]?[\w-]*\d[\w-]*\b|\b\d{5,}\b")
_GREETED = re.compile(
    r"(?m)^((?i:(?:dear|hello|hi|hey|good (?:morning|day|evening)|hallo|liebe[r]?|sehr geehrte[r]?|guten (?:tag|morgen)"
    r"|bonjour|chère|cher|hola|estimad[oa]|beste|geachte|ciao|gentile)\s+(?:(?:mr|mrs|ms|dr|herr|frau|madame)\.?\s+)?+))"
    r"([A-ZÀ-Þ][^\W\d_][\w'-]*(?:\s+[A-ZÀ-Þ][\w'-]+){0,2})"
)


def masked(text: str, *, names: Iterable[str] = ()) -> str:
    """The text with marks instead of what names a person: who is greeted and `names`, whole and each word of them."""
    for pattern, mark in ((_LINK, LINK), (_MAIL, MAIL), (_IBAN, NUMBER), (_STREET, STREET), (_PHONE, PHONE)):
        text = pattern.sub(mark, text)
    text = _NUMBER.sub(NUMBER, text)
    text = _without(text, names)
    return _GREETED.sub(rf"\1{NAME}", text)


def _without(text: str, names: Iterable[str]) -> str:
    whole = {" ".join(name.split()) for name in names}
    words = whole | {word for name in whole for word in re.split(r"[\s@._-]+", name)}
    known = sorted((one for one in words if len(one) >= LEAST), key=len, reverse=True)
    if not known:
        return text
    any_of = "|".join(re.escape(one) for one in known)
    return re.sub(rf"(?<!\w)(?:{any_of})(?:'s|s)?(?!\w)", NAME, text, flags=re.IGNORECASE)
