"""Office hours, service targets, groups of customers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from makegood.api.shapes.common import Id, Line, Name, Plain, Said
from makegood.clocks.hours import MINUTES_A_DAY, Day, Hours, Span
from makegood.clocks.models import AtEnd, Unit, WarnIn
from makegood.clocks.targets import KINDS
from makegood.clocks.targets import Said as TargetSaid

LARGEST = 2**31 - 1
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["09:00"], description="On the wall.")]
Amount = Annotated[int, Field(ge=1, le=LARGEST, examples=[240])]
Left = Annotated[int, Field(ge=0, le=LARGEST, examples=[25])]
Word = Annotated[str, Field(max_length=60), Plain]


class OpeningIn(Said):
    """From when to when. A `closes` that is not later than `opens` is on the next day; the same time is all day."""

    opens: Clock
    closes: Clock

    def as_span(self) -> Span:
        """In minutes after midnight."""
        start, end = _minutes(self.opens), _minutes(self.closes)
        return start, end if end > start else end + MINUTES_A_DAY


class SpecialDayIn(Said):
    """A day that is not like others. Without openings it is closed."""

    day: date
    openings: list[OpeningIn] = Field(max_length=12)


class HoursIn(Said):
    """A week from Monday to Sunday; a week without any opening is always open."""

    name: Name
    zone: Line = Field(examples=["Europe/Berlin"])
    week: list[Annotated[list[OpeningIn], Field(max_length=12)]] = Field(min_length=7, max_length=7)
    special: list[SpecialDayIn] = Field(default=[], max_length=1000)
    country: Word = Field(default="", examples=["DE"], description="Closed on its public holidays.")
    subdivision: Word = Field(default="", examples=["BY"], description="And on those of its region.")

    def as_hours(self) -> Hours:
        """The same as the acts know it."""
        special = {one.day: _day(one.openings) for one in self.special}
        return Hours(
            zone=self.zone,
            week=tuple(_day(day) for day in self.week),
            special=tuple(sorted(special.items())),
            country=self.country,
            subdivision=self.subdivision,
        )


class OpeningOut(Schema):
    """From when to when on the wall; `closes` is on the next day when it is not later."""

    opens: str = Field(examples=["09:00"])
    closes: str = Field(examples=["17:00"])


class SpecialDayOut(Schema):
    """A day that is not like others."""

    day: date
    openings: list[OpeningOut]


class HoursOut(Schema):
    """A set of office hours, and how it stands there now. `next_open`: null when nothing opens within 14 days."""

    id: int
    name: str
    zone: str
    week: list[list[OpeningOut]]
    special: list[SpecialDayOut]
    country: str
    subdivision: str
    is_open: bool
    next_open: datetime | None


class KeptIn(Said):
    """The office hours to keep; null: a team has its location's, a location is always open."""

    hours: Id | None


class TargetIn(Said):
    """How soon something is owed, and to whom that applies: what is left out applies to all."""

    kind: Line = Field(examples=[KINDS[0].value], description=", ".join(one.value for one in KINDS))
    amount: Amount
    unit: Unit
    team: Id | None = None
    channel: Word = ""
    tag: Word = ""
    group: Id | None = None
    warn: Left = Field(default=0, description="So much before the end a warning is given; 0: none.")
    warn_in: WarnIn = WarnIn.PERCENT
    pauses: bool = Field(default=False, description="A solution alone: it stands still while we wait for the customer.")
    at_end: AtEnd = AtEnd.TELL

    def as_said(self) -> TargetSaid:
        """The same as the acts know it."""
        return TargetSaid(
            kind=self.kind,
            amount=self.amount,
            unit=self.unit.value,
            team_id=self.team,
            channel=self.channel,
            tag=" ".join(self.tag.lower().split()),
            group_id=self.group,
            warn=self.warn,
            warn_in=self.warn_in.value,
            pauses=self.pauses,
            at_end=self.at_end.value,
        )


class TargetOut(Schema):
    """A service target."""

    id: int
    kind: str
    amount: int
    unit: str
    team: int | None
    channel: str
    tag: str
    group: int | None
    warn: int
    warn_in: str
    pauses: bool
    at_end: str


class GroupIn(Said):
    """A group's name."""

    name: Annotated[str, Field(min_length=1, max_length=60), Plain]


class GroupOut(Schema):
    """A group of customers, which a target may name."""

    id: int
    name: str


def _minutes(text: str) -> int:
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute)


def _day(openings: list[OpeningIn]) -> Day:
    return tuple(sorted(one.as_span() for one in openings))
