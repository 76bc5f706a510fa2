"""Where it happened: names that stand where places stand."""

from __future__ import annotations

import re

from makegood.mentions.reading.book import Book, names
from makegood.mentions.reading.naming import CAP, ENTERS, INTO, PLACE_AFTER, is_company, is_person, phrases_in
from makegood.mentions.reading.text import fold
from makegood.mentions.reading.trading import KIND

_BETWEEN = frozenset("the downtown central north south east west greater nearby der la le el los las".split())


def place_in(book: Book, text: str, about: str | None) -> str | None:
    """Where it happened: a name after "in" or "near", behind the company's name, or before "store"; None when none is named."""
    shunned = {fold(about)} if about else set()
    if about:
        at = text.find(about)
        behind = (
            re.match(
                rf"(?:['’]s)?,? (?:in|on|at|near|of)? ?(?:the )?({CAP}(?:[ -]{CAP}){{0,2}})", text[at + len(about) :]
            )
            if at >= 0
            else None
        )
        if behind and _may_be_place(behind[1], shunned):
            return behind[1].rstrip(".,!?;:'’")
    for phrase, start in phrases_in(text):
        low, after = fold(text[max(0, start - 24) : start]), fold(text[start + len(phrase) : start + len(phrase) + 14])
        is_before_store = PLACE_AFTER.match(after) is not None
        if not _may_be_place(phrase, shunned, is_before_store=is_before_store) or _is_home(low):
            continue
        is_entered = INTO.search(low) and not ENTERS.search(low) and len(phrase.split()) <= 2
        if is_entered or _is_place_after(book, low) or (PLACE_AFTER.match(after) and not is_company(phrase)):
            return phrase
    return None


def _is_place_after(book: Book, low: str) -> bool:
    words = [word for word in low.split() if word not in _BETWEEN][-1:] if low.endswith(" ") else []
    return (
        bool(words)
        and book.finds["in_place"].fullmatch(words[0]) is not None
        and low.split()[-1] in (words[0], *_BETWEEN)
    )


def _is_home(low: str) -> bool:
    """ "Margaret Hill, of Leeds": where somebody lives."""
    return re.search(r",\s+(?:of|from|aus|de)\s+$", low) is not None


def _may_be_place(phrase: str, shunned: set[str], *, is_before_store: bool = False) -> bool:
    bare = phrase.rstrip(".,!?;:'’")
    folded = fold(bare)
    return (
        folded not in names("not_names")
        and folded.split()[0] not in names("not_names")
        and not (is_company(bare) and not is_before_store)
        and not any(folded in one or one in folded for one in shunned)
        and not is_person(bare)
        and bare[:1].isupper()
        and (len(bare) > 3 or (bare.isupper() and len(bare) > 1))
        and not (bare.isupper() and len(bare) > 3)
        and not (" " in bare and KIND.search(folded))
    )
