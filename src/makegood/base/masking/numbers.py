"""Addresses of mail and web, telephone numbers, and numbers by which somebody can be found."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from makegood.base.masking.finding import Finder, Found, Kind, Known, Why

AT = r"\s?(?:@|\(at\)|\[at\])\s?"
DOT = r"(?:\.|\s?(?:\(dot\)|\[dot\])\s?)"
SPOKEN = r"(?<![\w.+-])[\w.+-]{1,64}\sat\s[\w-]{1,63}(?:\sdot\s[\w-]{1,63}){1,4}"
MAIL = re.compile(rf"(?<![\w.+'-])[\w.+'-]{{1,64}}{AT}[\w-]{{1,63}}(?:{DOT}[\w-]{{1,63}}){{1,8}}|{SPOKEN}", re.I)
ENDINGS = "com|net|org|de|fr|es|uk|at|ch|eu|io|info|example"
LINK = re.compile(
    rf"\b(?:https?://|www\.)\S{{0,500}}[\w/]|(?<![\w.-])(?:[\w-]{{1,63}}\.){{1,8}}(?:{ENDINGS})(?:/\S{{0,500}}[\w/])?\b|(?<!\w)@\w[\w.]{{2,60}}",
    re.I,
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){3,8}\b")
CARD = re.compile(r"(?<![\d-])(?:\d[ -]?){13,19}(?!\d)")
INSURANCE = re.compile(
    r"\b(?:\d{3}-\d{2}-\d{4}|[A-Z]\d{9}|\d{2}\s?\d{6}\s?[A-Z]\s?\d{3}|[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]"
    r"|[12]\s?\d{2}\s?\d{2}\s?\d{2}\s?\d{3}\s?\d{3}(?:\s?\d{2})?|\d{8}[A-HJ-NP-TV-Z])\b"
)
CALLED = re.compile(
    r"\b(?:order|booking|reservation|invoice|receipt|ticket|case|customer|client|member(?:ship)?|policy|insurance|account|voucher|"
    r"gift\s?card|coupon|certificate|card|code|serial|tracking|parcel|reference|ref|passport|licen[cs]e|id|pin|password|iban|"
    r"bestell|auftrags?|kunden|rechnungs|gutschein|vertrags?|versicherungs?|policen?|konto|mitglieds|sendungs|paket|vorgangs|serien|ausweis|"
    r"bestellung|rechnung|gutschein(?:code)?|auftrag|paket|sendung|kennwort|passwort|aktenzeichen|"
    r"commande|facture|client|dossier|contrat|réservation|colis|carte|bon|pedido|factura|cliente|reserva|contrato|póliza|vale|tarjeta|envío)"
    r"(?:\s?(?:number|no\.?|num\.?|nr\.?|n°|nº|nummer|id|code|numéro|número|de\s+(?:client|commande|pedido|cliente)))*"
    r"(?:\s+(?:is|was|lautet|ist|war|es|est|with))?\s*[:#]?\s*#?\s*"
    r"(?=[\w/-]{0,40}\d)([A-Z0-9][A-Z0-9/-]{3,40}[A-Z0-9])\b",
    re.I,
)
CODE = re.compile(
    r"\b[A-Z0-9]{3,6}(?:-[A-Z0-9]{3,6}){2,8}\b|\b(?=[A-Z0-9/-]{0,40}[A-Z])(?=(?:[A-Z/-]{0,20}\d){3})[A-Z0-9]{1,40}(?:[/-][A-Z0-9]{1,40}){0,6}\b|#\s?\d{3,}\b"
)
MONTH = r"[A-Za-zäéûúñ]{3,10}\.?"
BIRTH = re.compile(
    r"\b(?:born|birthday|birth|geboren(?:\s+am)?|geb\.|geburtstag|née?s? le|nació|nacid[oa]|nací|nacimiento)\b[^.\n\d]{0,24}"
    rf"(\d{{1,2}}[./-]\s?\d{{1,2}}[./-]\s?\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}(?:\.|st|nd|rd|th|er)?\s(?:(?:of|de)\s)?{MONTH},?\s(?:(?:de|del)\s)?\d{{4}}"
    rf"|{MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}})",
    re.I,
)
DIGITS = re.compile(r"(?<![\w.,€$£])\+?\(?\d(?:[ ./()-]{0,2}\d){5,40}(?![\d€%])")
DATE = re.compile(
    r"\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|(?:19|20)\d\d\s?[-/]\s?(?:19|20)\d\d|\d{1,3}(?:[. ]\d{3})+"
)
REGIONS = ("US", "GB", "DE", "FR", "ES")


def _mails(text: str, known: Known) -> Iterator[Found]:
    return (_found(one, Kind.MAIL, Why.FORM) for one in MAIL.finditer(text))


def _links(text: str, known: Known) -> Iterator[Found]:
    return (_found(one, Kind.LINK, Why.FORM) for one in LINK.finditer(text))


def _ibans(text: str, known: Known) -> Iterator[Found]:
    for one in IBAN.finditer(text):
        plain = re.sub(r"[ -]", "", one[0])
        turned = "".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])
        yield _found(one, Kind.IBAN, Why.CHECKED if int(turned) % 97 == 1 else Why.FORM)


def _cards(text: str, known: Known) -> Iterator[Found]:
    for one in CARD.finditer(text):
        digits = [int(digit) for digit in one[0] if digit.isdecimal()]
        doubled = [sum(divmod(digit * 2, 10)) for digit in digits[-2::-2]]
        is_card = (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
        if is_card:
            end = one.start() + len(one[0].rstrip(" -"))
            yield Found(one.start(), end, Kind.CARD, Why.CHECKED, text[one.start() : end])


def _insurance(text: str, known: Known) -> Iterator[Found]:
    return (_found(one, Kind.INSURANCE, Why.FORM) for one in INSURANCE.finditer(text))


def _births(text: str, known: Known) -> Iterator[Found]:
    return (_found(one, Kind.BIRTH, Why.CALLED, group=1) for one in BIRTH.finditer(text))


def _called(text: str, known: Known) -> Iterator[Found]:
    return (_found(one, Kind.NUMBER, Why.CALLED, group=1) for one in CALLED.finditer(text))


def _phones(text: str, known: Known) -> Iterator[Found]:
    for region in dict.fromkeys([known.region or None, *REGIONS]):
        matcher = phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID)
        for one in matcher:
            if not DATE.fullmatch(one.raw_string):
                yield Found(one.start, one.end, Kind.PHONE, Why.CHECKED, one.raw_string)


def _codes(text: str, known: Known) -> Iterator[Found]:
    return (_found(one, Kind.NUMBER, Why.FORM) for one in CODE.finditer(text) if any(map(str.isdecimal, one[0])))


def _digits(text: str, known: Known) -> Iterator[Found]:
    for one in DIGITS.finditer(text):
        if not DATE.fullmatch(one[0].strip("()")):
            yield _found(one, Kind.NUMBER, Why.DIGITS)


def _found(one: re.Match[str], kind: Kind, why: Why, *, group: int = 0) -> Found:
    return Found(one.start(group), one.end(group), kind, why, one[group])


FINDERS: tuple[Finder, ...] = (
    _mails, _links, _ibans, _births, _insurance, _cards, _called, _phones, _codes, _digits,
)  # fmt: skip
