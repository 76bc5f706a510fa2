"""How the mail that we answer is introduced: "On Saturday Eva wrote:", in the language in which she wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.dateformat import format as in_words

from makegood.base.tongue import tongue_of
from makegood.conversations.letter import Address


@dataclass(frozen=True, slots=True)
class Form:
    """A sentence with {date}, {time} and {name}, and how Django writes day and hour in it. `small`: months are."""

    sentence: str
    date: str = "j F Y"
    time: str = "H:i"
    small: bool = False


# Django knows the months; our own reader must know each sentence again (channels/mail/quotes).
FORMS = {
    "en": Form("On {date} at {time}, {name} wrote:", "D, j M Y"),
    "de": Form("Am {date} um {time} Uhr schrieb {name}:", "j. F Y"),
    "fr": Form("Le {date} à {time}, {name} a écrit :"),
    "es": Form("El {date} a las {time}, {name} escribió:", r"j \d\e F \d\e Y"),
    "it": Form("Il giorno {date} alle ore {time} {name} ha scritto:", small=True),
    "pt": Form("Em {date} às {time}, {name} escreveu:", r"j \d\e F \d\e Y", small=True),
    "nl": Form("Op {date} om {time} schreef {name}:"),
    "sv": Form("Den {date} kl. {time} skrev {name}:"),
    "da": Form("Den {date} kl. {time} skrev {name}:", "j. F Y"),
    "fi": Form("{date} klo {time} {name} kirjoitti:", "j. E Y", "G.i"),
    "pl": Form("W dniu {date} o {time} {name} napisał(a):", "j E Y"),
    "cs": Form("Dne {date} v {time} {name} napsal(a):", "j. E Y", "G:i"),
    "tr": Form("{name}, {date} {time} tarihinde şunu yazdı:"),
    "hu": Form("{date} {time} keltezéssel, {name} írta:", "Y. F j.", "G:i"),
    "ro": Form("Pe {date}, la {time}, {name} a scris:", small=True),
    "ru": Form("{date} г. в {time} {name} пишет:", "j E Y", "G:i"),
    "uk": Form("{date} р. о {time} {name} пише:", "j E Y"),
    "el": Form("Στις {date} στις {time}, ο/η {name} έγραψε:", "j/n/Y"),
    "ja": Form("{date} {time} {name}:", "Y年n月j日", "G:i"),
    "zh": Form("{name} 于{date} {time}写道：", "Y年n月j日"),
    "ko": Form("{date} {time}, {name}님이 작성:", "Y년 n월 j일"),
}
DJANGOS = {"zh": "zh-hans"}


def introduce(writer: Address, *, at: datetime, words: str) -> str:
    """The sentence above the quote, in the language of the words; in English when that is not clear.

    `at` is aware and in the zone in which it is told.
    """
    tongue = tongue_of(words)
    form = FORMS.get(tongue) or FORMS["en"]
    with translation.override(DJANGOS.get(tongue, tongue) if tongue in FORMS else "en"):
        date, time = in_words(at, form.date), in_words(at, form.time)
    name = f"{writer.name} <{writer.address}>" if writer.name else writer.address
    return form.sentence.format(date=date.lower() if form.small else date, time=time, name=name)
