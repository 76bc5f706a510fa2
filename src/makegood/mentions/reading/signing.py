"""Who wrote it: by a name that stands alone, below what was written, or in its first words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from makegood.mentions.reading.book import names
from makegood.mentions.reading.callings import name_in
from makegood.mentions.reading.lines import Line, Sort
from makegood.mentions.reading.text import fold

LONGEST_HEAD = 160  # letters
EDGE = 5
"""So many lines at the head and the foot of a page."""
SHORTEST_NAME = 4  # letters
_I_AM = re.compile(
    r"(?:^|\b)(?:[Hh](?:ello|i|ey)[,!.]? I['’]m|[Mm]y name['’]s|[Hh](?:ello|i|ey) from|[Mm]y name is|[Ii]t['’]s your host,?|your host,?|[Ii]ch heiße|[Jj]e m['’]appelle|[Mm]e llamo)\s+(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)"
)
_WITH = re.compile(
    r"\b(?:with|by|von|par|por)\s+(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w.'’-]+){1,2})(?:, [A-Z][\w'’ -]{2,20})?$"
)


_WRITES = re.compile(
    r"^(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w.'’-]+){0,2})(?:: |['’]s? (?:\w+ )?(?i:blog|weblog|diary|notes|journal|notebook|newsletter|letter|column|page|corner|kitchen|garden|table|life|world|ramblings|musings|thoughts|adventures|travels|log|pages|scribbles|stories|desk|notizbuch|"
    r"tagebuch|notizen|carnet|cuaderno)\b)"
)
_FROM_WRITER = re.compile(
    r"\b(?:from|with|by|von|par|por) (?P<name>[A-Z][\w'’-]+(?: [A-Z][\w.'’-]+){1,2})(?:, (?:\w+ )?(?:speaker|author|founder|editor|writer|columnist|consultant|coach|host|ceo|autor|auteur)|$)"
)


_FULL_NAME = re.compile(r"[A-Z][\w'’-]+ (?:[A-Z]\. )?[A-Z][\w'’-]{2,}")
_BIO = re.compile(
    r"^(?P<name>[A-Z][\w'’-]+ (?:[A-Z]\. )?[A-Z][\w'’-]+)(?:,[^,.]{3,40},)? (?:is|was|lives|writes|works|blogs|teaches|taught|runs|drives|grows|cooks|bakes|travels|edits|keeps|spends|schreibt|lebt|ist|vit|est|écrit|vive|es|escribe)\b"
)


def told_of_writer(line: Line) -> str:
    """Whom a line below what was written introduces: "Marta Lund is a writer who …"; "" when it does not."""
    match = _BIO.match(line.text)
    return match["name"] if match and fold(match["name"].split()[0]) in names("people") else ""


def whole_name(name: str, lines: list[Line], above: Sequence[str]) -> str:
    """First and last name, where a line above says both of who signs with the first alone."""
    heads = "\n".join([*above, *(line.text for line in lines[:2] if len(line.text) <= LONGEST_HEAD)])
    match = re.search(rf"\b{re.escape(name)} [A-Z][\w'’-]+\b", heads) if name and " " not in name else None
    return match[0] if match else name


def introduced(title: str, lines: list[Line], above: Sequence[str] = ()) -> str:
    """Who says their own name at the beginning, or whom the title or a line above it names as its writer."""
    for line in lines[:3]:
        if match := _I_AM.search(line.text[:300]):
            return match["name"]
    near = [title, *above, *(line.text for line in lines[:2] if len(line.text) <= LONGEST_HEAD)]
    heads = [part.strip() for head in near for part in re.split(r"\s[|·•]\s", head)]
    for head in heads:
        if _FULL_NAME.fullmatch(head) and fold(head.split()[0]) in names("people"):
            return head
        for pattern in (_WITH, _WRITES, _FROM_WRITER):
            match = pattern.search(head)
            if match and fold(match["name"].split()[0]) in names("people"):
                return match["name"]
    return ""


def at_the_edge(lines: list[Line], writers: Sequence[str]) -> str:
    """Who of those that answer below an article stands in the head or the foot of the page; "" when nobody does."""
    head = "\n".join(one.text for one in lines[:EDGE])
    foot = [one.text for one in lines[-EDGE:] if one.sort is not Sort.AUTHOR]
    for name in (one for one in writers if len(one) >= SHORTEST_NAME):
        is_below = " " in name and any(line.startswith(name) for line in foot)
        if is_below or re.search(rf"\b{re.escape(name)}\b", head):
            return name
    return ""


_INITIALS = re.compile(r"(?:\((?:Mrs?|Ms|Miss|Dr|Rev|Prof)\.?\) )?(?:[A-Z]\.? ?){1,3} ?[A-Z][\w'’-]+")


def signature_in(shorts: Sequence[str]) -> str:
    """Whose name is the last of these short lines, as below a letter; "" when it is none."""
    for text in reversed(shorts):
        bare = _TITLED.sub("", text).strip()
        if _INITIALS.fullmatch(text) or bare != text.strip():
            return bare
        if is_name(bare, 3) and " " in bare:
            return bare
    return ""


def rest_of(line: Line) -> list[Line]:
    words = re.sub(r"^[\s\d★☆⭐./,]*(?:out of \d|stars?)?[\s:|–-]*", "", line.text).strip()
    is_more = words and line.text.endswith(words) and not _AGO.fullmatch(words)
    return [Line(line.end - len(words), line.end, words, fold(words))] if is_more else []


_AGO = re.compile(r"\w+ ago")


def author_among(shorts: list[Line]) -> str:
    """Who of the short lines is the writer: a known first name, then a handle, then what looks like a name."""
    for least in (3, 2):
        for one in shorts:
            if is_name(one.text, least):
                return name_in(one.text)
    return ""


def is_name(words: str, least: int) -> bool:
    name = name_in(words)
    if not name or name != words.strip().lstrip("@").rstrip("."):
        return False
    parts = name.split()
    first = fold(parts[0]).strip(".")
    if first in names("people") or (len(parts) > 1 and first in names("titles")):
        return len(parts) <= 3
    if least >= 3:
        return False
    if len(parts) == 1 and (re.search(r"[\d_]", name) or name[0].islower() or re.search(r"[a-z][A-Z]", name)):
        return True
    if len(parts) in (2, 3) and (re.fullmatch(r"[A-Z]\.?", parts[-1]) or re.fullmatch(r"[A-Z]\.", parts[0])):
        return True
    return least < 2 and len(parts) <= 3 and all(part[:1].isupper() for part in parts)


_FAREWELL = re.compile(
    r"(?i)^(?:cheers|thanks|thank you|love|regards|best|best wishes|best regards|kind regards|yours|sincerely|until next time|till next time|take care|xx?x?|xoxo|peace|later|warmly|lg|liebe grüße|viele grüße|grüße|mfg|bises|bisous|amicalement|saludos|un saludo|un abrazo|besos)\b[^.]{0,20}$"
)
_SIGNED = re.compile(
    r"(?:^|[,\s~*–—-])(?P<name>(?:[A-Z]\.? )?[^\W\d_][\w'’-]*(?: (?:[A-Z][\w'’-]*|[A-Z]\.))?)[\s.!~*xX]*$"
)
_COUPLE = re.compile(
    r"^(?:[-–—~]\s*)?(?P<name>(?:The )?[A-Z][\w'’-]+(?: (?:and|&|und|et|y) [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?| [A-Z][\w'’-]+)? ?(?:[Ff]amily)?)(?:,\s+[A-Z][\w ]{2,30})?\.?$"
)


LAST = 6
LONGEST_FAREWELL = 6  # words
_ALONE = re.compile(r"(?:[-–—] ?)?[A-Z][\w'’-]+(?: [A-Z][\w.'’-]*)?(?: \((?:Mrs?|Ms|Miss|Dr)\.?\))?")
_PREFIX_LATE = re.compile(r" \((?:Mrs?|Ms|Miss|Dr)\.?\)$")
_SIGNS_OFF = re.compile(
    r"(?:[Xx]+[Oo]*[Xx]*[Oo]*|[Ll]ove|[Hh]ugs|[Cc]heers|[Bb]est|[Yy]ours(?: \w+)?),\s+(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)[.!]?$"
)


def signed_by(lines: list[Line]) -> str:
    """The name below what was written: "Cheers, Tom", "– Tom", "K."; "" when there is none."""
    for line in lines[-2:] if len(lines) > 1 else []:
        if writer := told_of_writer(line):
            return writer
    for line in lines[-LAST:]:
        if farewell := _SIGNS_OFF.match(line.text):
            return farewell["name"]
    tail = lines[-LAST:]
    for line, following in pairwise(tail):
        if line.text.endswith(",") and len(line.text.split()) <= LONGEST_FAREWELL and _ALONE.fullmatch(following.text):
            return _PREFIX_LATE.sub("", following.text.strip("- –—"))
    written = [one for one in lines if one.text][-2:]
    if not written or len(lines) < 2:
        return ""
    last, before = written[-1].text.strip(), written[0].text
    if above := _above_its_place(before.strip(), last):
        return above
    if len(last) > 60 or len(last.split()) > 6:
        match = re.search(r"(?:[.!?…]\s*[-–—~]+\s*|[.!?]\s+[-–—~]\s*)([A-Z][\w'’-]*(?: [A-Z][\w'’.-]*)?)\s*$", last)
        return match[1] if match else ""
    couple = _COUPLE.match(last)
    if (
        couple
        and (_FAREWELL.match(before) or re.search(r" (?:and|&|und|et|y) |family", last))
        and _starts_known(couple["name"], before)
    ):
        return couple["name"].strip()
    ending = _SIGNED.search(last)
    if not ending or not (
        ending["name"][:1].isupper() or (_FAREWELL.match(last) and ending["name"].split()[-1][:1].isupper())
    ):
        return ""
    return _signature(ending["name"], last, before)


_TITLED = re.compile(r"^\(?(?:Mrs?|Ms|Miss|Dr|Rev|Prof|Sir|Frau|Herr|Mme|M|Sra?)\b\.?\)?\s+", re.IGNORECASE)


def _above_its_place(name: str, place: str) -> str:
    """The name of a letter's writer, which stands above where they live; "" when it is none."""
    bare, is_short = _TITLED.sub("", name), len(place.split()) <= 4 and not re.search(r"[.!?…]$", place)
    parts = bare.split()
    is_name = len(parts) in (2, 3) and all(part[:1].isupper() and part[-1:].isalpha() for part in parts)
    if not is_short or not is_name or not all(_is_big(part) for part in place.split()):
        return ""
    return bare if fold(parts[0]) in names("people") or bare != name else ""


def _is_big(word: str) -> bool:
    return not word[:1].islower() or word in ("of", "on", "upon", "the", "in", "de", "la", "am", "an", "der")


def _starts_known(name: str, before: str) -> bool:
    return name.startswith("The ") or fold(name.split()[0]) in names("people") or _FAREWELL.match(before) is not None


def _signature(name: str, last: str, before: str) -> str:
    """The name, when it stands alone in the last line, or behind a farewell or a comma."""
    if name[:1].islower():
        name = name.split()[-1]
    is_known = fold(name.split()[0]).strip(".") in names("people")
    is_alone = re.sub(r"\s+[xX]+$", "", last.strip(" .-–—~*!")).strip() == name.strip(" .")
    if is_alone and (is_known or _FAREWELL.match(before) or re.fullmatch(r"[A-Z]\.? [A-Z][\w'’-]+", name)):
        return name
    if is_alone and re.fullmatch(r"[A-Z]", name) and len(last) <= 4:
        return name
    if _FAREWELL.match(last) and not is_alone:
        return name
    return name if is_known and re.search(rf",\s+{re.escape(name)}\W*$", last) and not last.endswith("!") else ""
