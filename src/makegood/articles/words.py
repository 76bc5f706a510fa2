"""How a text becomes the stems by which it is found: the same on both databases. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

import snowballstemmer

from makegood.base.folding import folded, spaced
from makegood.base.tongue import tongue_of
from makegood.base.tongue.words import WORDS

MOST_STEMS = 20_000
LONGEST_WORD = 40
_WORD = re.compile(r"[^\W_]+")
_MARKUP = re.compile(r"\]\([^)\s]*\)|https?://\S+|\S+@\S+")
STEMMERS = {
    **{"en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian", "pt": "portuguese"},
    **{"nl": "dutch", "sv": "swedish", "da": "danish", "fi": "finnish", "hu": "hungarian", "ro": "romanian"},
    **{"ru": "russian", "tr": "turkish"},
}

# What nearly every letter says, whatever it is about.
OFTEN = {
    "en": "about after again all also am any anyone anything as ask because before being between both by could dear did"
    " each either else even ever every few get getting give given go going good got had has he help her here him his"
    " however into its just know let like look made make makes making many may maybe might more most much must need no"
    " nor now off once one only other our ours out over own per please possible question quite re really said same say"
    " see she should since so some someone something soon still such sure take than their them then there"
    " therefore they thing time times think those though through too try trying up us use used very want wanted wants"
    " way we well went"
    " while whom whose why will without wonder wondering write writing wrote yes ll ve didn doesn don isn won wasn"
    " hope able tell told team sir madam today tomorrow yesterday",
    "de": "aber alle als also andere auf aus bei beim bekomme bekommen bin bis bräuchte damit dann darf deshalb doch"
    " durch etwas frage fragen gern gerne gibt ging hab haben hatte hier hätte immer ja jetzt kein keine können könnte"
    " könnten machen mal man mehr möchte muss müssen nichts nun nur ob ohne oder seit sein seine sehr sich sie sind so"
    " soll sollte über um und unter viel vor war waren warum was weil welche wenn wer werde wieder will wir wirklich"
    " wollte würde zu zwei heute morgen gestern tage hilfe",
}


@cache
def _stop(language: str) -> frozenset[str]:
    """Words that tell nothing of a matter, folded."""
    said = f"{WORDS.get(language, '')} {OFTEN.get(language, '')}"
    return frozenset(folded(word) for word in said.split())


@cache
def _stemmer(language: str) -> snowballstemmer.stemmer | None:
    name = STEMMERS.get(language)
    return snowballstemmer.stemmer(name) if name else None


@lru_cache(maxsize=60_000)
def stem(word: str, language: str) -> str:
    """What all forms of the word have in common, without accents."""
    stemmer = _stemmer(language)
    return folded(stemmer.stemWord(word) if stemmer else word).replace(" ", "")


def language_of(text: str) -> str:
    """The language that the text is written in, English when it does not show."""
    return tongue_of(text) or "en"


def stems(text: str, language: str) -> list[str]:
    """The stems of what the text says, in order, without small words. Bounded."""
    return list(islice(_stems(text, language), MOST_STEMS))


def _stems(text: str, language: str) -> Iterator[str]:
    stop = _stop(language)
    for found in _WORD.finditer(_MARKUP.sub(" ", spaced(text).casefold())):
        word = found.group()
        if len(word) > LONGEST_WORD or folded(word) in stop or (len(word) == 1 and word.isascii()):
            continue
        if root := stem(word, language):
            yield root
