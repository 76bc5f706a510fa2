"""What a notice may be, and whom it leaves out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from makegood.conversations.rules import is_address
from makegood.notices.models import State

LONGEST = 10_000
MOST = 20_000
MOST_WAVE, MOST_MINUTES = 1000, 24 * 60


class By(StrEnum):
    """By what those concerned are chosen."""

    ORDER = "order"
    PRODUCT = "product"
    LOCATION = "location"
    TAG = "tag"
    LIST = "list"


class Why(StrEnum):
    """Why somebody is left out."""

    NO_ADDRESS = "no_address"
    QUIET = "quiet"
    BLOCKED = "blocked"
    TOLD = "told"


WHYS = {
    Why.NO_ADDRESS: lazy("no mail address is known"),
    Why.QUIET: lazy("asked for no mails unless something changes"),
    Why.BLOCKED: lazy("is blocked"),
    Why.TOLD: lazy("is among those of this notice already"),
}

# The verb, from which states, and to which.
MOVES: Mapping[str, tuple[tuple[State, ...], State]] = {
    "start": ((State.DRAFT, State.PAUSED), State.SENDING),
    "pause": ((State.SENDING,), State.PAUSED),
    "stop": ((State.DRAFT, State.SENDING, State.PAUSED), State.STOPPED),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom it concerns: `said` are numbers, articles, tags or addresses, one a line, or the ids of locations.

    `since`: what was ordered or said before that day does not count; None: all.
    """

    by: By
    said: str
    since: date | None = None

    @property
    def words(self) -> list[str]:
        """What was said, each once."""
        return list(dict.fromkeys(line.strip() for line in self.said.splitlines() if line.strip()))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom it may concern. `customer` None: nobody is known by the address."""

    customer: int | None
    name: str
    address: str
    order: int | None = None
    is_blocked: bool = False
    wants_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is told, and who is left out, and why. Nobody stands in it twice."""

    told: Sequence[Person]
    left_out: Sequence[tuple[Person, Why]]


def choose(people: Iterable[Person], *, customers: set[int], addresses: set[str]) -> Chosen:
    """Each person once. `customers` and `addresses` are those that the notice has already."""
    told, left_out = [], []
    seen_customers, seen_addresses = set(customers), set(addresses)
    known: set[tuple[int | None, str]] = set()
    for one in people:
        if (one.customer, one.address) in known:
            continue
        known.add((one.customer, one.address))
        is_there = one.customer in seen_customers or (one.address and one.address in seen_addresses)
        if why := Why.TOLD if is_there else why_not(one):
            if one.customer in customers or one.address in addresses or why is not Why.TOLD:
                left_out.append((one, why))
            continue
        told.append(one)
        seen_customers |= {one.customer} if one.customer else set()
        seen_addresses.add(one.address)
    return Chosen(told, left_out)


def why_not(person: Person) -> Why | None:
    """Why they are left out; None: they are told."""
    if person.is_blocked:
        return Why.BLOCKED
    if not is_address(person.address):
        return Why.NO_ADDRESS
    return Why.QUIET if person.wants_quiet else None


def why_not_make(subject: str, words: Mapping[str, str], *, wave: int, minutes: int) -> str:
    """Empty when it can be a notice; else why not, in words."""
    if not subject.strip() or len(subject) > 200:
        return _("What is it about? A subject of at most 200 characters.")
    if not any(text.strip() for text in words.values()):
        return _("There is nothing to say yet. Write it in one language at least.")
    if any(len(text) > LONGEST for text in words.values()):
        return _("That is too long. %(count)d characters at most.") % {"count": LONGEST}
    if not (1 <= wave <= MOST_WAVE and 1 <= minutes <= MOST_MINUTES):
        return _("A wave tells 1 to %(most)d people, every 1 to %(minutes)d minutes.") % {
            "most": MOST_WAVE,
            "minutes": MOST_MINUTES,
        }
    return ""


def text_for(words: Mapping[str, str], language: str) -> str:
    """What is said in that language; where it was not written in it, in the first that it was."""
    said = words.get(language, "").strip()
    return said or next((text.strip() for text in words.values() if text.strip()), "")


_ADDRESS = re.compile(r"[^\s,;<>\"']+@[^\s,;<>\"']+")


def addresses_in(text: str) -> list[tuple[str, str]]:
    """Names and addresses of a list or a table: whatever stands before the address in its line is the name."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if match := _ADDRESS.search(line):
            name = line[: match.start()].strip(" ,;<>\"'\t")
            found.setdefault(match[0].lower(), re.split("[,;\t]", name)[-1].strip(" \"'"))
    return [(name, address) for address, name in found.items()]
