"""From which sentence to which a story goes: what leads in, what ends it, and what is said behind it."""

from __future__ import annotations

import re

from makegood.mentions.reading.companies import companies
from makegood.mentions.reading.naming import phrases_in
from makegood.mentions.reading.telling import Does, Told
from makegood.mentions.reading.text import fold

MOST_AFTER = 2
"""So many judgements behind the last thing that happened still belong to it."""
MOST_SHORT = 3
SHORT_SENTENCE = 12  # words


def names_the_same(one: Told, before: list[Told]) -> bool:
    """A name of which something was told comes again."""
    said = " ".join(other.sentence.folded for other in before if other.points)
    last = (fold(phrase).split()[-1] for phrase, _ in phrases_in(one.sentence.text))
    return any(len(word) > 3 and re.search(rf"\b{re.escape(word)}\b", said) for word in last)


def trimmed(run: list[Told]) -> list[Told]:
    """From the first to the last sentence that tells; a judgement or two behind it belong to it."""
    telling = [at for at, one in enumerate(run) if one.does in (Does.HAPPENED, Does.REACTED)]
    if not telling:
        return []
    while len(telling) > 1 and _is_advice(run, telling[-1]):
        telling.pop()
    first, last = _first(run, telling), telling[-1]
    while first > 0 and (_goes_before(run[first - 1], run[first]) or _leads_in(run[first - 1], run[first])):
        first -= 1
    after = 0
    while last + 1 < len(run) and after < MOST_AFTER:
        following = run[last + 1]
        is_near = following.sentence.paragraph == run[last].sentence.paragraph
        goes_on = following.does in (Does.GOES_ON, Does.JUDGES) or (
            following.does is Does.NOTHING and following.goes_on
        )
        if not goes_on or not (is_near or following.goes_on or len(following.sentence.text.split()) <= 2):
            break
        last += 1
        after += following.does is Does.JUDGES
    return run[first : _last(run, _with_portrait(run, last)) + 1]


def _with_portrait(run: list[Told], last: int) -> int:
    """Where what is said of who served ends, when the story ends with naming them: "Our porter, … He remembers …"."""
    end = last
    for at in range(last + 1, min(len(run), last + 1 + MOST_SHORT * 2)):
        if run[at].does not in (Does.NOTHING, Does.JUDGES, Does.GOES_ON):
            break
        end = at if _OF_THEM.match(run[at].sentence.folded) else end
    return end if run[last].names_trade else last


_OF_THEM = re.compile(r"(?:and )?(?:she|he) (?!was|had|did|said)\w+s\b")


def _is_advice(run: list[Told], at: int) -> bool:
    """Behind two sentences to the reader, what leans on them is no more of the story."""
    return run[at].does is Does.REACTED and at > 1 and all(one.does is Does.SPEAKS for one in run[at - 2 : at])


def _last(run: list[Told], last: int) -> int:
    """What is short, behind the end in its paragraph, ends it: "It's been thirteen. Phone rings out."."""
    for at in range(last + 1, min(len(run), last + 1 + MOST_SHORT)):
        one = run[at]
        is_near = one.sentence.paragraph == run[last].sentence.paragraph
        if not is_near or one.does not in (Does.NOTHING, Does.JUDGES, Does.GOES_ON):
            break
        if is_long(one) and not one.goes_on and not names_the_same(one, run[:at]):
            break
        last = at
    return last


def is_long(one: Told) -> bool:
    return len(one.sentence.text.split()) > SHORT_SENTENCE


def _first(run: list[Told], telling: list[int]) -> int:
    """Where it begins: a paragraph of the world at large, which opens nothing and names nobody, comes before."""
    opening = {run[at].sentence.paragraph for at in telling if _is_beginning(run[at])}
    return next((at for at in telling if run[at].sentence.paragraph in opening), telling[0])


def _is_beginning(one: Told) -> bool:
    return one.is_opening or one.is_marked or one.of_another or one.names_trade


def _goes_before(one: Told, following: Told) -> bool:
    is_near = one.sentence.paragraph == following.sentence.paragraph
    return one.does is Does.GOES_ON and (is_near or following.goes_on)


def _leads_in(one: Told, following: Told) -> bool:
    """It says of whom the next sentence tells."""
    is_near = one.sentence.paragraph == following.sentence.paragraph
    if one.does not in (Does.NOTHING, Does.JUDGES) or (not is_near and not following.goes_on):
        return False
    return bool(companies(one.sentence.text)) and not companies(following.sentence.text)
