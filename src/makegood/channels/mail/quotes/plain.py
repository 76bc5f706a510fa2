"""Telling quickly that a line is an ordinary one: most lines are, and cost hardly anything then."""

from __future__ import annotations

from makegood.channels.mail.quotes.attribution import BEHIND
from makegood.channels.mail.quotes.signatures import DEVICE, DISCLAIMER
from makegood.channels.mail.quotes.words.attributions import ENDS

_FIRST_WORDS = DEVICE.words | DISCLAIMER.words
_LAST_LETTERS = frozenset(verb.casefold()[-3:] for verb in ENDS)


def is_plain(line: str) -> bool:
    """True when the line is surely no quote, begins or introduces none, and is no part of a signature.

    Whatever it says of a line, the rules of the other modules say the same at length.
    """
    if not line or line.isspace():
        return True
    if not line.isascii() or not line[0].isalnum() or ":" in line or "@" in line:
        return False
    if line.split(" ", 1)[0].lower() in _FIRST_WORDS:
        return False
    return line[-40:].rstrip().rstrip(BEHIND)[-3:].lower() not in _LAST_LETTERS
