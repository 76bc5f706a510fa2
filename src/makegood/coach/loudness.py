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
            yield from _if_loud(words, run)
            run = []
        run.append(found)
    yield from _if_loud(words, run)


def _if_loud(words: Book, run: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """The run is loud when it has a word that people shout, or is long and more than abbreviations."""
    said = [fold(one[0]) for one in run]
    if any(one in words.shouted for one in said) or _is_long(words, said):
        yield run[0].start(), run[-1].end()


def _is_long(words: Book, said: list[str]) -> bool:
    spoken = [one for one in said if one not in words.abbreviations and len(one) > LONG_RUN]
    return len(said) >= LONG_RUN and len(spoken) > 1
