"""What one person wrote, split into stretches that each tell one thing that happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from makegood.mentions.reading.accounts import Stretch, adds_to, is_account
from makegood.mentions.reading.beginning import ON_A_DAY, begins
from makegood.mentions.reading.book import book, language_of
from makegood.mentions.reading.companies import companies
from makegood.mentions.reading.lines import Line, Sort
from makegood.mentions.reading.posts import Section, letter_to
from makegood.mentions.reading.telling import Does, Told, content_words, told
from makegood.mentions.reading.text import Sentence, fold, sentences
from makegood.mentions.reading.trimming import is_long, names_the_same, trimmed

MOST_SENTENCES = 4_000
GAP = 3
"""So many sentences in a row that tell nothing end a story, unless it is taken up again."""
WIDE_GAP = 5
"""So many, where nearly each sentence stands in a line of its own."""


def stretches(section: Section, text: str, before: Sequence[Stretch] = (), chief: str = "") -> list[Stretch]:
    """What the section tells, in order, below what was told `before` on a page that speaks most of `chief`.

    Opinion, advice and selling tell nothing.
    """
    if section.is_owner or not section.lines:
        return []
    language = book(language_of(" ".join(one.text for one in section.lines[:40])))
    is_letter = bool(letter_to(section))
    every = [
        told(language, one, to_company=is_letter, in_review=section.stars is not None)
        for one in _sentences(section, text)
    ]
    gap = WIDE_GAP if _is_broken(every) else GAP
    found: list[Stretch] = []
    entries = frozenset(line.start for line in section.lines if line.sort is Sort.WRITTEN and line.date)
    entries = entries if len(entries) > 1 else frozenset()
    for part in _parts(every, entries, _headings(section)):
        for core in filter(None, map(trimmed, _runs(part, gap))):
            one = Stretch(language, section, tuple(core), _near(part, core), tuple(every))
            if is_account(one, fold(chief)) or adds_to(one, [*before, *found]):
                found.append(one)
    return found


def _near(part: list[Told], core: list[Told]) -> tuple[Told, ...]:
    """The core with the two sentences that lead in to it and the one that leads out."""
    first, last = part.index(core[0]), part.index(core[-1])
    return tuple(part[max(0, first - 2) : last + 2])


def _sentences(section: Section, text: str) -> list[Sentence]:
    found: list[Sentence] = []
    for number, (start, end) in enumerate(_paragraphs(section.lines)):
        found.extend(sentences(text, start, end, number))
        if len(found) > MOST_SENTENCES:
            break
    return found[:MOST_SENTENCES]


def _paragraphs(lines: list[Line]) -> list[tuple[int, int]]:
    """Where paragraphs stand: a line that a program broke goes on in the next."""
    found: list[tuple[int, int]] = []
    last = ""
    for line in lines:
        is_broken = (
            bool(last)
            and not line.after_blank
            and not _ITEM.match(line.text)
            and not re.search(r"[.!?:…][\"'”’)]*$", last)
        )
        if is_broken and (line.text[:1].islower() or len(last) >= 55):
            found[-1] = (found[-1][0], line.end)
        else:
            found.append((line.start, line.end))
        last = line.text
    return found


_ITEM = re.compile(r"(?:\d{1,2}[.)]|[-*•·])\s+\S")
""" "3. Marlow's bakery gave me …" in a list."""


def _headings(section: Section) -> frozenset[int]:
    """Where short lines stand between what was written, and end like titles."""
    lines = section.lines
    return frozenset(
        one.start
        for one, after in pairwise(lines)
        if one.sort is Sort.SHORT
        and after.sort is Sort.WRITTEN
        and one.after_blank
        and after.after_blank
        and len(one.text.split()) <= LONGEST_HEADING
        and one.text[-1:] not in '.!?…,;:"”'
        and one.text[:1].isupper()
        and not _GOES_ON.match(one.folded)
    )


LONGEST_HEADING = 8  # words
_GOES_ON = re.compile(r"(?:edit|update|ps|p\.s|tl;dr|nachtrag)\b")


def _parts(every: list[Told], entries: frozenset[int], heads: frozenset[int]) -> list[list[Told]]:
    """Cut where another story begins; `entries`: where a diary says another day; `heads`: where headings stand."""
    parts: list[list[Told]] = [[]]
    known: set[str] = set()
    paragraph = -1
    is_broken = _is_broken(every)
    labels = [at for at, one in enumerate(every) if _is_label(every, at)]
    labels = labels if len(labels) >= LEAST_LABELS else []
    for at, one in enumerate(every):
        is_first = one.sentence.paragraph != paragraph
        if is_broken and one.is_marked and not is_long(one):
            one = replace(one, is_marked=False)
        if is_broken and not (one.is_marked or _AT_A_TIME.match(one.sentence.folded)):
            is_first = False
        paragraph = one.sentence.paragraph
        is_entry = one.sentence.start in entries and not names_the_same(one, parts[-1])
        is_entry = is_entry or (one.sentence.start in heads and _turns(every[at:], parts[-1], heads))
        is_label = at in labels and is_first and _turns(every[at : at + SOON], parts[-1], frozenset())
        is_entry = is_entry or is_label
        is_day = (
            is_first
            and ON_A_DAY.match(one.sentence.folded)
            and not _turns(every[at : at + SOON], parts[-1], frozenset())
        )
        if parts[-1] and (is_entry or (not is_day and begins(one, parts[-1], known, is_first=is_first))):
            parts.append([])
            known = set()
        parts[-1].append(one)
        if one.points:
            known |= content_words(one.sentence.folded)
    return parts


def _is_label(every: list[Told], at: int) -> bool:
    """Words with capitals, which tell nothing, stand in front of a paragraph: "Wexley Lighting. I bought a lamp …"."""
    one = every[at]
    has_more = at + 1 < len(every) and every[at + 1].sentence.paragraph == one.sentence.paragraph
    is_first = not at or every[at - 1].sentence.paragraph != one.sentence.paragraph
    words = one.sentence.text.strip("*_ ").split()
    is_named = 1 < len(words) <= LONGEST_LABEL and all(not word[:1].islower() for word in words)
    return is_first and has_more and not one.points and is_named


LONGEST_LABEL, LEAST_LABELS = 4, 2


def _turns(coming: list[Told], before: list[Told], heads: frozenset[int]) -> bool:
    """Up to the next heading it speaks of a company, or of a kind of one, that was not spoken of."""
    said = " ".join(other.sentence.folded for other in before)
    for at, one in enumerate(coming):
        if at and one.sentence.start in heads:
            break
        if one.business and one.business not in said:
            return True
        if any(each.score >= SURE and fold(each.text).split()[0] not in said for each in companies(one.sentence.text)):
            return True
    return False


SURE = 1.9
SOON = 5  # sentences
LEAST_BROKEN = 8


def _is_broken(every: list[Told]) -> bool:
    """Nearly each sentence stands in a line of its own, so that a new line says nothing."""
    paragraphs = len({one.sentence.paragraph for one in every})
    return paragraphs >= LEAST_BROKEN and len(every) < 1.5 * paragraphs


_AT_A_TIME = re.compile(
    r"(?:back )?(?:in|on|last|this|the other|one|a few|a couple of|some|two|three) (?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"\w+day|week|month|year|spring|summer|autumn|fall|winter|days|weeks|months|years|morning|evening|night)\b|yesterday\b|years ago|and then, there was"
)


def _runs(part: list[Told], gap: int) -> list[list[Told]]:
    """Cut where nothing is told for a while; taken up again where the same things are spoken of."""
    runs: list[list[Told]] = [[]]
    silent = 0
    for one in part:
        is_silent = one.does in (Does.SPEAKS, Does.OF_PAGE) or (one.does in (Does.NOTHING, Does.JUDGES) and silent > 0)
        silent = silent + (2 if one.does is Does.OF_PAGE else 1) if is_silent else silent
        if not is_silent:
            if silent >= gap and runs[-1] and not _is_taken_up(runs[-1], one):
                runs.append([])
            silent = 0
        runs[-1].append(one)
    return runs


def _is_taken_up(run: list[Told], one: Told) -> bool:
    known: set[str] = set()
    for other in run:
        if other.points:
            known |= content_words(other.sentence.folded)
    return len(content_words(one.sentence.folded) & known) >= 2
