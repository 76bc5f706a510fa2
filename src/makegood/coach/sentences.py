"""A reply made ready for reading: what is quoted is blotted out, and each letter stays in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from makegood.coach.phrases import BREAK, Text, fold

BLOT = "\x01"
MOST_READ = 20_000

_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+\.\w+")
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_INTRODUCED = re.compile(
    r"^(?:On .{6,120} wrote:|Am .{6,120} schrieb.{0,80}:|Le .{6,120} a écrit :?|El .{6,120} escribió:|"
    r"-{3,} ?(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original) ?-{3,})\s*$",
    re.MULTILINE | re.IGNORECASE,
)
_SIGNED = re.compile(r"^-- ?$", re.MULTILINE)
# An inch or a foot stands behind a number; a quotation opens before a word and closes behind one.
_QUOTES = re.compile(
    r"(?<!\w)[“„\"](?=\S)[^“”„\"]{1,600}?(?<=\S)[”“\"](?!\w)|«[^«»]{1,600}»|»[^«»]{1,600}«|‹[^‹›]{1,600}›|"
    r"(?<![\w'])[‘'](?=[A-ZÄÖÜ])[^‘’'\n]{1,300}?(?<=[\w.!?])[’'](?!\w)"
)
_SHORT = (
    r"(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nr|Art|Tel|Str|Hr|Fr|bzw|ca|usw|etc|vs|approx|inkl|zzgl|evtl|ggf|Mme|Mlle|Sr|Sra|"
    r"Srta|Ud|Uds|av|n|[A-Za-z]|\d{1,2})"
)
_ENDS = re.compile(r"[.!?…][\"”“»')\]\x01]*(\s+)")
_IS_SHORT = re.compile(rf"(?:^|[\s(]){_SHORT}\.$")
_LINE = 50
"""A line that is longer was broken by a mail program, not by its writer."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the reply. `is_question`: it ends with a question mark."""

    start: int
    end: int
    is_question: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """What was written: `text` as it stands, `read` folded and blotted, with a break between sentences."""

    text: str
    clear: str
    """As `text`, but what is quoted, signed or an address is blotted out."""
    read: str
    words: Text
    """The same, to look for phrases in."""
    sentences: tuple[Sentence, ...]
    quoted: str
    """What is quoted of the customer's, below or within the reply; "" when nothing is."""


def reply(text: str) -> Reply:
    """The reply, of which no more than twenty thousand letters are read."""
    text = text[:MOST_READ]
    clear, quoted = _blotted(text)
    breaks = _breaks(clear)
    read = list(fold(clear))
    for start, end in breaks:
        read[start:end] = BREAK * (end - start)
    folded = "".join(read)
    return Reply(text, clear, folded, Text(folded), tuple(_sentences(clear, breaks)), quoted)


def _blotted(text: str) -> tuple[str, str]:
    """The text with everything that is not ours blotted out, and what the customer is quoted with."""
    quoted: list[str] = []

    def blot(found: re.Match[str]) -> str:
        return re.sub(r"[^\n]", BLOT, found[0])

    def keep(found: re.Match[str]) -> str:
        quoted.append(found[0].strip().lstrip("> "))
        return blot(found)

    if found := _INTRODUCED.search(text):
        quoted.append(text[found.end() :])
        text = text[: found.start()] + blot_all(text[found.start() :])
    if found := _SIGNED.search(text):
        text = text[: found.start()] + blot_all(text[found.start() :])
    text = _QUOTED_LINE.sub(keep, text)
    text = _ADDRESS.sub(blot, text)
    within = _QUOTES.sub(blot, text)
    # A whole reply that stands in quotation marks is still ours.
    return (within if _letters(within) * 5 > _letters(text) else text), "\n".join(quoted)


def blot_all(text: str) -> str:
    """Nothing but blots, line by line."""
    return re.sub(r"[^\n]", BLOT, text)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _breaks(text: str) -> list[tuple[int, int]]:
    """The white space between two sentences, in order."""
    found = [one.span(1) for one in _ENDS.finditer(text) if not _is_short(text, one.start())]
    for one in re.finditer(r"[ \t]*\n\s*", text):
        line = text[text.rfind("\n", 0, one.start()) + 1 : one.start()]
        goes_on = one[0].count("\n") == 1 and len(line) > _LINE and text[one.end() : one.end() + 1].islower()
        if not goes_on and one.end() < len(text):
            found.append(one.span())
    return sorted(found)


def _is_short(text: str, dot: int) -> bool:
    """The dot ends an abbreviation or a number, and no sentence."""
    return _IS_SHORT.search(text[max(0, dot - 8) : dot + 1]) is not None


def _sentences(text: str, breaks: list[tuple[int, int]]) -> list[Sentence]:
    at, found = 0, []
    for start, end in [*breaks, (len(text), len(text))]:
        if any(letter.isalnum() for letter in text[at:start]):
            found.append(Sentence(at, start, "?" in text[max(at, start - 4) : start]))
        at = max(at, end)
    return found
