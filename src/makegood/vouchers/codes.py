"""The codes of vouchers: short enough to type, impossible to guess, and a slip of the finger is noticed. Pure.

Thirteen random letters of an alphabet of 29 (63 bits) and one that checks them. 29 is a prime and the weights differ,
so that every wrong letter and every two that changed places are found.
"""

from __future__ import annotations

import secrets

ALPHABET = "2346789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 and O, no 1, I and L, no 5, which is an S; no U, which is a V
RANDOM = 13
LENGTH = RANDOM + 1
GROUP = 4
_TAKEN_FOR = str.maketrans({"5": "S", "U": "V"})
_PLACE = {letter: place for place, letter in enumerate(ALPHABET)}


def draw() -> str:
    """A new code, without its dashes."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return letters + _check(letters)


def read(typed: str) -> str:
    """The code as it was typed or scanned, whatever stands between its letters; "" when it can be none of ours."""
    letters = "".join(letter for letter in typed[:200].upper() if letter.isalnum()).translate(_TAKEN_FOR)
    if len(letters) != LENGTH or not set(letters) <= _PLACE.keys():
        return ""
    return letters if _check(letters[:RANDOM]) == letters[RANDOM] else ""


def grouped(code: str) -> str:
    """As it is printed: 7Q4M-2KXR-9WTB-HF."""
    return "-".join(code[first : first + GROUP] for first in range(0, len(code), GROUP))


def looks_like_one(typed: str) -> bool:
    """Whether somebody meant to type a code, be it right or not: as long, and of letters and digits alike."""
    letters = "".join(letter for letter in typed[:200] if letter.isalnum())
    return len(letters) in (LENGTH - 1, LENGTH, LENGTH + 1) and "@" not in typed and not letters.isdecimal()


def _check(letters: str) -> str:
    total = sum(weight * _PLACE[letter] for weight, letter in enumerate(letters, start=1))
    return ALPHABET[total % len(ALPHABET)]
