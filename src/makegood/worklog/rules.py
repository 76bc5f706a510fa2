"""What can be written into a work log, and what an entry may still become. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from makegood.base.money import Money, total
from makegood.conversations.letter import Attachment

LONGEST = 2000
LONGEST_USED = 600
MOST_MINUTES = 24 * 60
MOST_RECEIPTS = 20
LARGEST_RECEIPT = 20 * 1024 * 1024
AHEAD = timedelta(days=1)
"""Somewhere it is tomorrow already."""
BACK = timedelta(days=366)
SETTLES_IN = timedelta(minutes=15)
"""How long an entry can be corrected before its mail leaves; several of one visit go in one mail."""


@dataclass(frozen=True, slots=True)
class Work:
    """What was done, on which day, in how many minutes, with what, at what cost; None and "": nobody said."""

    did: str
    on: date
    minutes: int | None = None
    used: str = ""
    cost: Money | None = None
    receipts: tuple[Attachment, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Total:
    """What all entries that were not struck come to; a sum for each currency."""

    minutes: int
    costs: tuple[Money, ...]


def cleaned(text: str) -> str:
    """Whole, without empty ends."""
    return text.replace("\0", "").replace("\r\n", "\n").strip()


def why_not_this(work: Work, *, now: datetime) -> str:
    """Empty when it can stand in a log; else what is wrong with it, in words."""
    if not cleaned(work.did):
        return _("What was done? Write it as you would tell the customer.")
    if len(cleaned(work.did)) > LONGEST or len(cleaned(work.used)) > LONGEST_USED:
        return _("That is too long for a log. Say it shorter, or in two entries.")
    if not now.date() - BACK <= work.on <= now.date() + AHEAD:
        return _("On which day was it done? It cannot be in the future, nor more than a year ago.")
    if work.minutes is not None and not 1 <= work.minutes <= MOST_MINUTES:
        return _("How long did it take? Write a day of more than 24 hours as two entries.")
    if work.cost is not None and work.cost.minor < 0:
        return _("What it cost cannot be less than nothing.")
    return why_not_receipts(work.receipts, there=0)


def why_not_receipts(receipts: Iterable[Attachment], *, there: int) -> str:
    """Empty when an entry that has so many can take these, too."""
    new = list(receipts)
    if there + len(new) > MOST_RECEIPTS:
        return _("An entry takes %(count)d receipts at most.") % {"count": MOST_RECEIPTS}
    if any(one.size > LARGEST_RECEIPT for one in new):
        return _("A receipt is larger than %(size)d MB. Take a smaller picture.") % {
            "size": LARGEST_RECEIPT // 1024 // 1024
        }
    return _("A receipt is empty. Choose it again.") if any(not one.size for one in new) else ""


def why_not_correct(*, is_shown: bool, is_struck: bool, is_theirs: bool = False) -> str:
    """Empty while its words can be changed; else what helps instead. `is_theirs`: a partner wrote it."""
    if is_struck:
        return _("This was struck out. Write a new entry.")
    if is_theirs:
        return _("A partner wrote this, and their words stay theirs. Strike it out, and say why.")
    if is_shown:
        return _("The customer may have read this already. Strike it out, and write it anew.")
    return ""


def why_not_strike(why: str, *, is_shown: bool) -> str:
    """Empty when it can be struck out; what the customer may have read takes a reason."""
    if is_shown and not why.strip():
        return _("Why is it struck out? The customer reads it beside the entry.")
    return ""


def total_of(parts: Iterable[tuple[int | None, Money | None]]) -> Total:
    """The sum of these minutes and costs, currencies in the order of the alphabet."""
    known = list(parts)
    costs = [cost for _minutes, cost in known if cost is not None]
    currencies = sorted({one.currency for one in costs})
    sums = tuple(total((one for one in costs if one.currency == code), code) for code in currencies)
    return Total(sum(minutes or 0 for minutes, _cost in known), sums)
