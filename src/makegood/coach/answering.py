"""Whether a reply answers anything of what was asked. Pure; in doubt it did."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from makegood.coach.book import Answering, Book
from makegood.coach.kinds import Flag, Kind
from makegood.coach.phrases import Phrases, Text, fold, stands
from makegood.coach.sentences import Reply, Sentence, reply

_WORD = re.compile(r"[^\W_]+")
_COMMA = re.compile(r"[,;:–—]")
_STEM = 5
_ASIDE = 2
_GREETING = 8
"""So many words at most."""
_NAME = 4
"""So many words at most, with no verb that we could tell, are a name under a letter or before it."""


def unanswered(words: Book, written: Reply, asked: str, flags: Iterable[Flag] = ()) -> Iterator[Flag]:
    """A reply of courtesies alone, or one that touches nothing of the question; the phrase is what was said instead.

    What recites a rule or asks for what we have did answer, badly: that is said of it under its own kind alone.
    """
    flags = list(flags)
    if any(flag.kind in _ANSWERS_BADLY for flag in flags):
        return
    how = words.answering
    spoken = [one for one in written.sentences if not _is_name_or_greeting(how, written, one)]
    if not spoken:
        return
    substance = [one for one in spoken if not _is_empty(how, written, one)]
    if asked.strip():
        substance = [one for one in substance if not _puts_off(how, written, one, asked, flags)]
    if (substance or not _is_courteous(how, written, spoken)) and not _misses(how, written, substance, asked):
        return
    habit, first = words.habits[Kind.UNANSWERED], spoken[0]
    said = written.text[first.start : first.end]
    start = first.start + len(said) - len(said.lstrip())
    yield Flag(Kind.UNANSWERED, said.strip(), habit.why, habit.better, start)


def _is_empty(how: Answering, written: Reply, one: Sentence) -> bool:
    """Every part of the sentence that is more than two words is a courtesy or says sorry."""
    ends = [*(found.start() for found in _COMMA.finditer(written.read, one.start, one.end)), one.end]
    begins = [one.start, *ends[:-1]]
    parts = [Sentence(begin, end, False) for begin, end in zip(begins, ends, strict=True)]
    spoken = [part for part in parts if len(_WORD.findall(written.read, part.start, part.end)) > _ASIDE]
    return all(_stands(how.empty, written.words, part) or _greets(how, written, part) for part in (one, *spoken))


def _greets(how: Answering, written: Reply, one: Sentence) -> bool:
    short = len(_WORD.findall(written.read, one.start, one.end)) <= _GREETING
    return short and _stands(how.greetings, written.words, one)


def _puts_off(how: Answering, written: Reply, one: Sentence, asked: str, flags: Iterable[Flag]) -> bool:
    """It sends away or puts off without a word of what was asked."""
    kinds = {flag.kind for flag in flags if one.start <= flag.start < one.end}
    if Kind.PROMISE_WITHOUT_TIME in kinds and _stands(how.deeds, written.words, one):
        return False
    touches = _stems(how, asked) & _stems(how, written.read[one.start : one.end])
    return bool(kinds & _PUTS_OFF) and not touches


_PUTS_OFF = {Kind.BRUSH_OFF, Kind.PROMISE_WITHOUT_TIME}
_ANSWERS_BADLY = {Kind.POLICY_RECITAL, Kind.KNOWN_QUESTION}


def _is_courteous(how: Answering, written: Reply, spoken: list[Sentence]) -> bool:
    read = written.words
    return any(_stands(how.courtesies, read, one) and not _stands(how.fillers, read, one) for one in spoken)


def _is_name_or_greeting(how: Answering, written: Reply, one: Sentence) -> bool:
    if _stands(how.greetings, written.words, one):
        said = _WORD.findall(written.read, one.start, one.end)
        return len(said) <= _NAME
    line = written.text[one.start : one.end].strip()
    return len(line.split()) <= _NAME and line[-1:] not in ".!?" and line.istitle()


def _stands(phrases: Phrases, read: Text, one: Sentence) -> bool:
    return stands(phrases, read, one.start, one.end)


def _misses(how: Answering, written: Reply, substance: list[Sentence], asked: str) -> bool:
    """Something was asked, and no sentence of substance has a word of it, nor what answers that way of asking."""
    if not asked.strip():
        return False
    questions = list(_questions(how, reply(asked)))
    if not questions:
        return False
    said = " \x00 ".join(written.read[one.start : one.end] for one in substance)
    return not any(_is_met(how, question, said) for question in questions)


def _questions(how: Answering, letter: Reply) -> Iterator[str]:
    for one in letter.sentences:
        if one.is_question or _stands(how.requests, letter.words, one):
            yield letter.read[one.start : one.end]


def _is_met(how: Answering, question: str, said: str) -> bool:
    if _stems(how, question) & _stems(how, said):
        return True
    for asks, answers in how.ways:
        if any(one.find(Text(question)) for one in asks):
            return any(one.find(Text(said)) for one in answers)
    return False


def _stems(how: Answering, text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(fold(text)) if len(word) > 2 and word not in how.small_words}
