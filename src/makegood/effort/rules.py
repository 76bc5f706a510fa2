"""What a matter has cost the customer, counted from what was said and done: pure, no database. Times are UTC.

- **Contact**: they wrote, called, or took it higher on their page. Machines and strangers do not count.
- **Told**: once, and again whenever they come back and we owed them an answer (an hour after their last word, or while
  something climbs), or somebody else has it since, or it was closed as done. Thanks that need no answer are not told.
- **Transfer**: another person, team, place or partner has it, or a part of it, than before. The first one is none.
- **Waited**: in wall time, from their word to our answer or to the end of the matter; and while a promise is open, a
  partner has a part, or something climbs. What overlaps counts once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from makegood.effort.models import Measure

HOUR = timedelta(hours=1)
Span = tuple[datetime, datetime]


class Row(NamedTuple):  # quicker to make than a dataclass, and a long talk has hundreds
    """Something that was said or done, or is owed. `what` says which, and what the rest means (queries.ROWS)."""

    what: str
    at: datetime
    conversation: int
    pk: int
    kind: str
    by: int | None
    name: str
    about: Mapping[str, Any]
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Effort:
    """What it has cost the customer. `contacts` by channel; `told` 0: they never said anything.

    `waits`: the ball is with us now, so that `waited` grows. `people`: who wrote to them or called, the first first.
    """

    contacts: Mapping[str, int]
    told: int
    transfers: int
    waited: timedelta
    waits: bool
    people: tuple[str, ...]

    @property
    def contact_count(self) -> int:
        """On all channels together."""
        return sum(self.contacts.values())

    @property
    def channels(self) -> tuple[str, ...]:
        """Those that they used, the most used first."""
        return tuple(sorted(self.contacts, key=lambda one: (-self.contacts[one], one)))


@dataclass(slots=True)
class Account:
    """What was counted of one matter, with the stretches of time in which they waited; `closed_at` ends them all."""

    contacts: Counter[str] = field(default_factory=Counter)
    again: int = 0
    transfers: int = 0
    waits: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    people: dict[int, str] = field(default_factory=dict)
    closed_at: datetime | None = None


def effort(some: Iterable[Account], *, now: datetime) -> Effort:
    """Of one matter, or of several together: time in which they waited for two at once counts once."""
    all_of_them = list(some)
    contacts: Counter[str] = sum((one.contacts for one in all_of_them), Counter())
    spans = [span for one in all_of_them for span in _spans(one, now)]
    people = {pk: name for one in all_of_them for pk, name in one.people.items()}
    again = sum(one.again for one in all_of_them)
    matters = sum(1 for one in all_of_them if one.contacts)
    waits = any(until is None and one.closed_at is None for one in all_of_them for _since, until in one.waits)
    transfers = sum(one.transfers for one in all_of_them)
    return Effort(dict(contacts), matters + again, transfers, length(spans), waits, tuple(people.values()))


def _spans(account: Account, now: datetime) -> list[Span]:
    end = account.closed_at or now
    return [(since, min(until or end, end)) for since, until in account.waits if since < min(until or end, end)]


def length(spans: Iterable[Span]) -> timedelta:
    """The time that the spans cover together."""
    total, covered = timedelta(), None
    for since, until in sorted(spans):
        begin = since if covered is None else max(since, covered)
        if until > begin:
            total, covered = total + (until - begin), until
    return total


def reached(effort: Effort, thresholds: Mapping[Measure, int]) -> list[tuple[Measure, int]]:
    """Those that the customer has borne."""
    borne = {
        Measure.TOLD: effort.told,
        Measure.TRANSFERS: effort.transfers,
        Measure.WAITED: int(effort.waited / HOUR),
    }
    return [(measure, amount) for measure, amount in sorted(thresholds.items()) if borne[measure] >= amount]


def waits_until(
    effort: Effort, thresholds: Mapping[Measure, int], *, known: Collection[tuple[Measure, int]], now: datetime
) -> datetime | None:
    """When they will have waited long enough, if nothing comes between; None: they do not wait, or it is known."""
    hours = thresholds.get(Measure.WAITED)
    if hours is None or not effort.waits or (Measure.WAITED, hours) in known or effort.waited >= hours * HOUR:
        return None
    return now + hours * HOUR - effort.waited
