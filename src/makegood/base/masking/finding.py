"""Everything that is found in one text, each place once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

OLD = re.compile("\ue000\\d{1,4}\ue001")


class Kind(StrEnum):
    """What was private."""

    MAIL = "mail"
    LINK = "link"
    PHONE = "phone"
    CARD = "card"
    IBAN = "iban"
    INSURANCE = "insurance"
    NUMBER = "number"
    BIRTH = "birth"
    ADDRESS = "address"
    STAFF = "staff"
    CUSTOMER = "customer"
    NAME = "name"


class Why(StrEnum):
    """By what it was found."""

    FORM = "form"  # it has the form of one
    CHECKED = "checked"  # and its check digits fit
    CALLED = "called"  # the words before it say so
    DIGITS = "digits"  # a long row of digits, whatever it is
    OURS = "ours"  # one of us has this name
    THEIRS = "theirs"  # a customer has this name
    TITLE = "title"
    INTRODUCED = "introduced"
    LISTED = "listed"  # a known first name
    ACTS = "acts"  # it does what people do
    SIGNED = "signed"
    LOOKS = "looks"
    AGAIN = "again"  # found elsewhere in the text


@dataclass(frozen=True, slots=True)
class Found:
    """A private thing and where it stands. `agent`: the one of us who bears the name; None: nobody, or several."""

    start: int
    end: int
    kind: Kind
    why: Why
    word: str
    agent: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What our own books know. `staff`: names of ours, each with whose it is (None: several); `customers`: their names.

    `ours`: words that name no person here, as our company and its places. `region`: of numbers without a country.
    """

    staff: Mapping[str, int | None] = field(default_factory=dict)
    customers: frozenset[str] = frozenset()
    ours: frozenset[str] = frozenset()
    region: str = ""


Finder = Callable[[str, Known], Iterator[Found]]


def find(text: str, known: Known) -> list[Found]:
    """What is private in it, in order, no two in one place. Of two that meet, the first finder has it, and all of it."""
    from makegood.base.masking import names, numbers, places

    taken: list[Found] = []
    had = bytearray(len(text))
    for old in OLD.finditer(text):
        had[old.start() : old.end()] = b"\1" * len(old[0])
    for finder in (*numbers.FINDERS, *places.FINDERS, *names.FINDERS):
        for one in finder(text, known):
            if not any(had[one.start : one.end]):
                had[one.start : one.end] = b"\1" * (one.end - one.start)
                taken.append(one)
    taken += [one for one in names.again(text, taken, known) if not any(had[one.start : one.end])]
    return sorted(taken, key=lambda one: one.start)
