"""Which bad habits a reply has. Pure: the text and what is known around it in, flags out, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator

from makegood.base.tongue import tongue_of
from makegood.coach.answering import unanswered
from makegood.coach.book import LANGUAGES, Book, Habit, Rule, book
from makegood.coach.initials import initials
from makegood.coach.kinds import Around, Flag, Kind
from makegood.coach.length import too_long
from makegood.coach.loudness import shouted
from makegood.coach.phrases import BREAK, Phrases, Text, fold, stands
from makegood.coach.sentences import BLOT, Reply, reply

NOTHING = Around()
_WORDLESS = " \t\r\n.,;:!?…-–—()[]\"'“”„«»¡¿" + BREAK + BLOT


def check(text: str, around: Around = NOTHING) -> list[Flag]:
    """What to think again about before the reply is sent; each sentence is named once for each kind."""
    return max((_read(one, text, around) for one in languages_of(text, around)), key=len)


def _read(language: str, text: str, around: Around) -> list[Flag]:
    words, written = book(language), reply(text)
    asked = around.asked or written.quoted
    said = list(_said(words, written, around, Text(fold(asked))))
    found = [
        *said,
        *(() if any(one.kind is Kind.JARGON for one in said) else initials(words, written, asked)),
        *shouted(words, written),
        *too_long(words, written),
        *unanswered(words, written, asked, said),
    ]
    return sorted((one for one in found if one.kind not in around.leave_out), key=lambda one: one.start)


def languages_of(text: str, around: Around = NOTHING) -> list[str]:
    """Whose books are asked: the language named, else the text's; several when a short text could be of each."""
    named = around.language[:2].lower()
    if named in LANGUAGES:
        return [named]
    guess = tongue_of(text)
    return [guess] if guess in LANGUAGES else _by_small_words(text)


def _by_small_words(text: str) -> list[str]:
    words = fold(text[:2000]).replace("'", "' ").split()
    said = {word.strip(_WORDLESS) for word in words}
    known = {one: len(said & book(one).answering.small_words) for one in LANGUAGES}
    most = max(known.values())
    return ["en"] if not most else [one for one in LANGUAGES if known[one] == most]


def _said(words: Book, written: Reply, around: Around, asked: Text) -> Iterator[Flag]:
    numbers = {one.start: number for number, one in enumerate(written.sentences)}
    for kind, habit in words.habits.items():
        taken: set[int] = set()
        for rule in habit.rules:
            if rule.about and not _is_known(words, rule.about, around):
                continue
            if stands(habit.unless_asked, asked) or stands(rule.unless_asked, asked):
                continue
            if rule.only_asked and not stands(rule.only_asked, asked):
                continue
            for number, start, end in _places(rule.find, written, numbers):
                if number in taken or _is_excused(habit, rule, written, number):
                    continue
                if kind is Kind.JARGON and written.read[start:end] in asked.read:
                    continue  # their own word
                taken.add(number)
                end = _with_what_it_does(rule, written, number, end)
                stretch = _stretch(words, written, number, before=start)
                yield Flag(kind, written.text[start:end], habit.why, rule.better, start, instead_of=stretch)


def _places(find: Phrases, written: Reply, numbers: dict[int, int]) -> Iterator[tuple[int, int, int]]:
    """In which sentence any of the phrases stands, and where, without what is no word at its ends."""
    for one, where in written.words.likely(find):
        for number in _sentences(where, written, numbers):
            here = written.sentences[number]
            if found := one.find(written.words, here.start, here.end):
                yield (number, *_trimmed(written.read, *found.span()))


def _sentences(where: int, written: Reply, numbers: dict[int, int]) -> Iterator[int]:
    """The numbers of the sentences whose bits are set."""
    starts = written.words.starts
    while where:
        bit = (where & -where).bit_length() - 1
        where &= where - 1
        if starts[bit] in numbers:
            yield numbers[starts[bit]]


def _trimmed(read: str, start: int, end: int) -> tuple[int, int]:
    while start < end and read[start] in _WORDLESS:
        start += 1
    while end > start and read[end - 1] in _WORDLESS:
        end -= 1
    return start, end


def _is_excused(habit: Habit, rule: Rule, written: Reply, number: int) -> bool:
    read, here = written.words, written.sentences[number]
    before = written.sentences[max(0, number - 1)].start
    after = written.sentences[min(len(written.sentences) - 1, number + 1)].end
    return (
        bool(rule.only_with and not stands(rule.only_with, read, here.start, here.end))
        or stands(habit.unless, read, here.start, here.end)
        or stands(rule.unless, read, here.start, here.end)
        or stands(habit.unless_near, read, before, after)
        or stands(rule.unless_near, read, before, after)
        or stands(rule.unless_text, read)
    )


def _stretch(words: Book, written: Reply, number: int, *, before: int) -> str:
    """The sentence, without the greeting that it may begin with: “Dear Eva, …”."""
    here = written.sentences[number]
    comma = written.text.find(",", here.start, before)
    greets = comma >= 0 and stands(words.answering.greetings, written.words, here.start, comma)
    return written.text[comma + 1 if greets else here.start : here.end].strip()


def _with_what_it_does(rule: Rule, written: Reply, number: int, end: int) -> int:
    """Where the phrase ends together with the word that made it a habit: “our policy does not”, not “our policy”."""
    last = written.sentences[number].end
    ends = [found.end() for one in rule.only_with if (found := one.find(written.words, end, last))]
    return min(ends, default=end)


def _is_known(words: Book, fact: str, around: Around) -> bool:
    """We know the fact, or were told it; where nobody says what is known, everything is that a desk usually knows."""
    if around.known is None:
        return True
    if any(fact == fold(name) for name in around.known):
        return True
    told = Text(fold(" . ".join([*around.known, *around.known.values(), around.asked])))
    return stands(words.facts.get(fact, ()), told)


__all__ = ["Flag", "Kind", "check", "languages_of"]
