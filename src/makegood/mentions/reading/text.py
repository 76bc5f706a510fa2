"""A text folded for looking things up, each letter in its place, and cut into sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

LONGEST_SENTENCE = 700  # letters
SHORT = 200
_SAME = str.maketrans(
    {
        **dict.fromkeys("’‘‚‛ʼ´`", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("–—‐‑―−", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\t\u200b\ufeff", " "),
    }
)
_CONTROL = {code: " " for code in (*range(9), 11, 12, *range(14, 32), *range(127, 160))}
SIGN = "\ue00b"
"""Stands alone in a line where HTML says that what another wrote begins. No text holds one of its own."""
NAMED = "\ue00c"
"""Begins a line that HTML marks as the writer's name."""
_SIGNS = {ord(SIGN): " ", ord(NAMED): " "}
_SHORT = re.compile(
    r"(?:^|[\s(\"“])(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nr|vs|approx|etc|e\.g|i\.e|ca|bzw|z\.B|inkl|ggf|Hr|Fr|Mme|Mlle|Sr|Sra|"
    r"Srta|Ud|Uds|av|Inc|Ltd|Co|Corp|Jr|[A-Z]|a\.m|p\.m|U\.S|\d{1,2})\.$"
)
_ENDS = re.compile(
    r"(?:(?<![.!?…])[.!?…]+[\"”“»’')\]*]*(?:[ \u00a0\u202f]»)?|[:;]-?[)(D])(?=\s)\s+|(?:…\.+|\.{4,})(?=[^\W\d_])|[\u2600-\u27bf\U0001f300-\U0001faff]+\s+(?=[A-ZÀ-Þ])|\n\s*"
)
_BREAKS = re.compile(r"[,;:\s]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the text from `start` to `end`; `paragraph` counts from 0."""

    start: int
    end: int
    paragraph: int
    text: str
    folded: str


def clean(text: str) -> str:
    """The text without control characters and with one kind of line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL | _SIGNS)


def fold(text: str) -> str:
    """Small letters, straight quotes and plain spaces; exactly as long as the text."""
    return _fold_short(text) if len(text) <= SHORT else _fold(text)


@lru_cache(maxsize=8192)
def _fold_short(text: str) -> str:
    return _fold(text)


def _fold(text: str) -> str:
    same = text.translate(_SAME)
    small = same.lower()
    if len(small) == len(same):
        return small
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in same)


def sentences(text: str, start: int, end: int, paragraph: int) -> list[Sentence]:
    """The sentences of one paragraph, none longer than LONGEST_SENTENCE."""
    found: list[Sentence] = []
    at = start
    for match in _ENDS.finditer(text, start, end):
        if _goes_on(text, at, match, end):
            continue
        _keep(found, text, (at, match.start() + len(match.group().rstrip())), paragraph)
        at = match.end()
    _keep(found, text, (at, end), paragraph)
    return found


def _goes_on(text: str, start: int, match: re.Match[str], end: int) -> bool:
    if "\n" in match.group() and not re.match(r"[.!?…]", match.group()):
        return True  # a line that a program broke
    after = text[match.end() : match.end() + 1]
    if len(match.group()) > 1 and not match.group()[-1].isspace():
        return False  # "I agree…..we stayed"
    if match.end() >= end or not after:
        return False
    if after.islower() and text[match.start()] not in "!?":
        return True
    if after.islower() and match.group().rstrip()[-1] in "\"”“»’'":
        return True  # "Come in!" they said
    return bool(
        match.group().startswith(".") and _SHORT.search(text[max(start, match.start() - 8) : match.start() + 1])
    )


def _keep(found: list[Sentence], text: str, where: tuple[int, int], paragraph: int) -> None:
    start, end = where
    while start < end:
        while start < end and text[start].isspace():
            start += 1
        stop = min(end, start + LONGEST_SENTENCE)
        if stop < end:
            breaks = [one.start() for one in _BREAKS.finditer(text, start + LONGEST_SENTENCE // 2, stop)]
            stop = breaks[-1] + 1 if breaks else stop
        last = stop
        while last > start and text[last - 1].isspace():
            last -= 1
        if last > start:
            here = text[start:last]
            found.append(Sentence(start, last, paragraph, here, fold(here)))
        start = stop
