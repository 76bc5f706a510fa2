"""Reads a promise out of the words of a reply: "I'll call you tomorrow before noon". English and German, offline.

Only what we ourselves firmly say, with a time that can be told, is understood; a doubtful sentence says nothing.
Nothing is ever promised by it: a person says yes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from makegood.clocks.hours import ALWAYS, Hours
from makegood.promises.understanding.commitment import clauses, commitment
from makegood.promises.understanding.moments import Day, moment_in
from makegood.promises.understanding.wording import without


@dataclass(frozen=True, slots=True)
class Offer:
    """What a sentence promises, without its time, and by when (UTC)."""

    what: str
    due_at: datetime


def understood(text: str, *, now: datetime, zone: tzinfo, hours: Hours = ALWAYS) -> list[Offer]:
    """The promises in the text, in order, each once. `zone` is whose day and noon are meant; `hours` are ours."""
    day = Day(now=now.astimezone(zone), hours=hours)
    found: dict[str, Offer] = {}
    for clause in clauses(text):
        offer = _offer(clause, day, now)
        if offer:
            found.setdefault(offer.what.lower(), offer)
    return list(found.values())


def _offer(clause: str, day: Day, now: datetime) -> Offer | None:
    start = commitment(clause)
    if start is None:
        return None
    moment = moment_in(clause, day)
    if moment is None or moment.at <= now:
        return None
    return Offer(without(clause, moment.spans, start=start), moment.at.astimezone(UTC))
