"""What a plan says, before anybody knows whether it can be so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from makegood.base.tables import Problem
from makegood.clocks.hours import Stretch

MOST_ROWS = 10_000
LONGEST_PLAN = timedelta(days=400)
MOST_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class Said:
    """A shift of somebody, in the words of the file. `stretch` None: the day is free. Times are UTC.

    `place` is where in the file it stands ("line 7"); `uid` is the file's own name for it, "" when it has none.
    """

    place: str
    who: str
    day: date
    stretch: Stretch | None = None
    breaks: tuple[Stretch, ...] = ()
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a file says."""

    said: Sequence[Said] = field(default=())
    problems: Sequence[Problem] = field(default=())
