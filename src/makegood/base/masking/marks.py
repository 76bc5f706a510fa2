"""Marks in a text where something private was. They are made of characters that nobody can type into a text of theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from makegood.base.masking.finding import Found, Known, find

BEGIN, END = "\ue000", "\ue001"
MARK = re.compile(f"{BEGIN}(\\d{{1,4}}){END}")
# Private use, controls, and what turns the direction of writing.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ue000-\uf8ff\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Masked:
    """Title and text with marks, and what each mark stands for, in order: the first is number 1."""

    title: str
    text: str
    found: Sequence[Found]


def cleaned(words: str, longest: int) -> str:
    """Whole, within bounds, without characters that deceive, and with at most one empty line at a time."""
    words = FORBIDDEN.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"\n[ \t]*\n\s*\n", "\n\n", words).strip()[:longest].strip()


def mask(title: str, text: str, known: Known, *, after: int = 0) -> Masked:
    """The same without what is private. Marks that are there already stay; new ones are numbered from `after` on."""
    in_title, in_text = find(title, known), find(text, known)
    marked = with_marks(title, in_title, after), with_marks(text, in_text, after + len(in_title))
    return Masked(*marked, [*in_title, *in_text])


def mark_of(number: int) -> str:
    """The mark of that number."""
    return f"{BEGIN}{number}{END}"


def shown(text: str, words: Mapping[int, str], *, otherwise: str, dress: Callable[[str], str] = str) -> str:
    """The text for people: each mark as its word, dressed."""
    return MARK.sub(lambda found: dress(words.get(int(found[1]), otherwise)), text)


def with_marks(text: str, found: Sequence[Found], before: int = 0) -> str:
    """The text with a mark in the place of each, numbered from `before` on."""
    parts, at = [], 0
    for number, one in enumerate(found, before + 1):
        parts += [text[at : one.start], mark_of(number)]
        at = one.end
    return "".join([*parts, text[at:]])
