"""Whether a few words are the name of somebody who writes."""

from __future__ import annotations

import re

from makegood.mentions.reading.book import page_book
from makegood.mentions.reading.text import fold

EDGES = " \t.,:;|·•*-–—@()[]"
NAME = r"[^\W\d_][\w.'’&@-]*(?: (?:[^\W\d_][\w.'’&-]*|\d{1,4})){0,4}"
_NAME_ALONE = re.compile(rf"^@?{NAME}$")
_HANDLE = re.compile(r"(?<=\w)\s+\(?@\w+\)?(?=\s|$)|(?<=\w)\s+\(?(?:OP|TS|Author|Topic starter)\)?$")
"""What stands behind the name of one who writes there."""


_PICTURE = re.compile(r"\s?[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f]+\s?")


def name_in(text: str) -> str:
    """The name that the stretch is, without what stands around names; "" when it is none."""
    text = _PICTURE.sub(" ", text)
    text = re.split(
        r"\s[|·•]\s?|\s[-–—]\s|,|\(|\bon\b\s*$|\bat\b\s*$|\bam\b\s*$|\ble\b\s*$|\bel\b\s*$|»|>",
        _HANDLE.sub("", text.strip(EDGES + '"“”')),
    )[0]
    text = re.sub(r"\s+(?:on|at|am|um|le|à|el|in|from|aus|de)$", "", text.strip(EDGES))
    text = re.sub(r"^\d{1,3}[.)] (?=[A-Za-z])|\s+(?:schrieb|schreibt|wrote|says|a écrit|escribió|dijo)$", "", text)
    text = re.sub(r"^/?u/", "", text)
    text = re.sub(r"^(?:on|at|am|le|el|by)\s+", "", text)
    if not text or len(text) > 40 or not _NAME_ALONE.match(text) or len(text.split()) > 4:
        return ""
    folded = fold(text)
    if _TWO.fullmatch(text) or _FAMILY.fullmatch(text):
        return text
    if page_book().finds["whole"].fullmatch(folded) or any(one in _NO_NAME for one in folded.split()):
        return ""
    return text


_FAMILY = re.compile(
    r"The [A-Z][\w'’-]+s(?: family)?|(?:The )?[A-Z][\w'’-]+ [Ff]amily|Familie [A-Z]\w+|Famille [A-Z]\w+"
)
_TWO = re.compile(r"[A-Z][\w'’-]+ (?:and|und|et|y) [A-Z][\w'’-]+")
""" "Gwen and Alf" write together."""
_NO_NAME = frozenset(
    "disappointed excellent terrible awful great amazing perfect lovely avoid rubbish fantastic brilliant shocking disgusting superb wonderful"
    " overpriced overrated average okay ok meh good bad horrible pathetic hello hi hey dear to all date the this that and is are was were has have my your our a an of for with it i you we they not post posted comment comments"
    " review reviews reply views published updated what why how when more share der die das und ist nicht ich wir les des est"
    " una los que posté publié publicado enviado escrito geschrieben verfasst read web edited answered bearbeitet modifié editado updated sponsored promoted reviewed recommended useful helpful entry eintrag entrada letter part chapter".split()
)  # fmt: skip
