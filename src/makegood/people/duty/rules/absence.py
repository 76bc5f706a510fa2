"""How long an absence may be before what somebody owns goes to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from makegood.clocks.hours import Hours
from makegood.people.duty.rules.person import DAY, Away

LIMIT_DAYS = 2
LOOK = 60  # days; where so few of them are open, calendar days count


def limit_ends(since: datetime, hours: Sequence[Hours]) -> datetime:
    """When an absence that begins then becomes longer than two working days: at the first working time of a third.

    Counted from the first day with working time left, in the hours of the person's teams.
    """
    for number, opened in enumerate(_working_days(since, hours)):
        if number == LIMIT_DAYS:
            return opened
    return since + LIMIT_DAYS * DAY


def _working_days(since: datetime, hours: Sequence[Hours]) -> Iterator[datetime]:
    """When each day that has working time opens, from `since` on."""
    for step in range(LOOK if hours else 0):
        opened = [at for one in hours if (at := _opens_on(one, since, step)) is not None]
        if opened:
            yield min(opened)


def _opens_on(hours: Hours, since: datetime, step: int) -> datetime | None:
    """When that place opens so many days after `since`, on its own wall; None: not on that day."""
    midnight = since.astimezone(hours.tz).replace(hour=0, minute=0, second=0, microsecond=0) + step * DAY
    opened = hours.next_open(max(since, midnight.astimezone(UTC)))
    return opened if opened is not None and opened < midnight + DAY else None


def passes_on_at(away: Away, hours: Sequence[Hours]) -> datetime | None:
    """When what the person owns goes to another; None: the absence is too short for that.

    One that is known to be long passes it on when it begins. One without an end passes it on once it has been long:
    until then those who cover have it, and who is ill for a day finds everything as it was.
    """
    limit = limit_ends(away.since, hours)
    if away.until is None:
        return limit
    return away.since if away.until > limit else None
