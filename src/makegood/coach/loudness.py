"""Words that shout: in capitals, or with more than one mark behind them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from makegood.coach.book import Book
from makegood.coach.kinds import Flag, Kind
from makegood.coach.phrases import fold
from makegood.coach.sentences import Reply

# A word in capitals that is not part of a number or code such as M-20418 or DESSERT-44.
_CAPITALS = re.compile(
    r"(?<![\w/-])(?:[^\W\d_]['’])?(?:(?=[^\W\d_])[^a-zß-öø-ÿ\W\d_]){2,}(?:['’][^a-z\W\d_]+)?(?![\w/]|-\w)"
)
_SPOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ROW = re.compile(r"[!?]{2,}|[¡¿]{2,}")
_BETWEEN = re.compile(r"[\s,:;.!?¿¡-]*")
_MARKS = re.compile(r"[^\W_]*[ \t\u00a0\u202f]?(?:[!?]{2,})|[¡¿]{2,}\w*")
LONG_RUN = 3
_BEFORE = re.compile(r"(\w+)[^\w\n]+(?:(\w+)[^\w\n]+)?$")
_CODE = re.compile(r"[A-Z]+-?\d+[A-Z]*[ \u00a0]$")
"""Behind the number of a model stand its colours and sizes: “the CX-40 BLUE”."""
_AFTER = re.compile(r"[^\w\n]+(\w+)")
NEAR = 60
"""So many letters before a word hold the two words before it."""


def shouted(words: Book, written: Reply) -> Iterator[Flag]:
    """Each run of words in capitals that are no abbreviations, and each row of marks."""
    habit = words.habits[Kind.SHOUTING]
    taken: list[tuple[int, int]] = []
    for start, end in (*_runs(words, written.clear), *_marks(written.clear)):
        line = _sentence(written, start)
        if line not in taken:
            taken.append(line)
            loud = written.text[start:end]
            begins = any(one.start == start for one in written.sentences)
            yield Flag(Kind.SHOUTING, loud, habit.why, _calm(words, loud, begins=begins), start, loud)


def _calm(words: Book, loud: str, *, begins: bool) -> str:
    """The same words as one says them; abbreviations stay."""

    def small(found: re.Match[str]) -> str:
        word = found[0]
        if fold(word) in words.abbreviations or not word.isupper():
            return word
        # A German noun keeps its capital; of the words that people shout few are nouns.
        is_noun = words.language == "de" and fold(word) not in words.shouted
        return word.capitalize() if is_noun else word.lower()

    quiet = _SPOKEN.sub(small, loud)
    quiet = _ROW.sub(lambda found: "?" if "?" in found[0] else "¡" if "¡" in found[0] else ".", quiet)
    return quiet[:1].upper() + quiet[1:] if begins else quiet


def _sentence(written: Reply, start: int) -> tuple[int, int]:
    return next(((one.start, one.end) for one in written.sentences if one.start <= start < one.end), (start, start))


def _marks(text: str) -> Iterator[tuple[int, int]]:
    for found in _MARKS.finditer(text):
        yield found.span()


def _runs(words: Book, text: str) -> Iterator[tuple[int, int]]:
    run: list[re.Match[str]] = []
    for found in _CAPITALS.finditer(text):
        if run and not _BETWEEN.fullmatch(text, run[-1].end(), found.start()):
            yield from _if_loud(words, run, text)
            run = []
        run.append(found)
    yield from _if_loud(words, run, text)


def _if_loud(words: Book, run: list[re.Match[str]], text: str) -> Iterator[tuple[int, int]]:
    """The run is loud when it has a word that people shout, or is long and more than abbreviations."""
    said = [fold(one[0]) for one in run]
    if not (any(one in words.shouted for one in said) or _is_long(words, said) or _is_said_low(said, text)):
        return
    start, end = run[0].start(), run[-1].end()
    if not _stands_on_a_thing(words, said, text, start, end) and not _is_heading(words, said, text, start, end):
        yield start, end


def _is_long(words: Book, said: list[str]) -> bool:
    spoken = [one for one in said if one not in words.abbreviations and len(one) > LONG_RUN]
    return len(said) > LONG_RUN and len(spoken) > 1


def _is_said_low(said: list[str], text: str) -> bool:
    """The same word stands in small letters elsewhere: it is no name."""
    return any(len(one) > LONG_RUN and re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text) for one in said)


def _stands_on_a_thing(words: Book, said: list[str], text: str, start: int, end: int) -> bool:
    """A button, a sign: “press RESET”, “the POWER lamp”."""
    if len(said) > LONG_RUN:
        return False
    before, after = _BEFORE.search(text[max(0, start - NEAR) : start]), _AFTER.match(text, end)
    if before is not None and any(one and fold(one) in words.labels for one in before.groups()):
        return True
    if _CODE.search(text, max(0, start - NEAR), start):
        return True
    return after is not None and fold(after[1]) in words.things


def _is_heading(words: Book, said: list[str], text: str, start: int, end: int) -> bool:
    """A line of its own above others, with no mark behind it."""
    ends = text.find("\n", end)
    line = text[text.rfind("\n", 0, start) + 1 : ends] if ends >= 0 else ""
    alone = line.strip(" *#=-_:") == text[start:end].strip(" *#=-_:") or line.strip()[-1:].isdigit()
    return bool(line) and alone and all(one in words.headings for one in said if one in words.shouted)
