"""Who works when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from makegood.api.shapes.common import Id, Line, Moment, Plain, Said
from makegood.people.duty.models import Absence, Shift, Substitute
from makegood.people.duty.rules import State, Status
from makegood.people.duty.rules.checks import line
from makegood.people.duty.rules.person import Line as RosterLine
from makegood.people.models import Gives

Minutes = Annotated[int, Field(ge=0, le=2880, examples=[480], description="After midnight on the wall.")]
Day = Annotated[date, Field(examples=["2026-11-23"])]
Zone = Annotated[str, Field(max_length=64, examples=["UTC"]), Plain]


class SpanIn(Said):
    """From and to in minutes after midnight; what ends past midnight ends above 1440."""

    start: Minutes
    end: Annotated[int, Field(ge=0, le=2880, examples=[1020])]


class LineIn(SpanIn):
    """Work on a day of the week, and the breaks in it."""

    breaks: list[SpanIn] = Field(default=[], max_length=6)

    def as_line(self) -> RosterLine:
        """The same as the acts know it. Raises Unfit."""
        return line((self.start, self.end), [(one.start, one.end) for one in self.breaks])


class RosterIn(Said):
    """A usual week, from Monday. `zone` "": that of the person's place."""

    week: list[list[LineIn]] = Field(min_length=7, max_length=7)
    zone: Annotated[str, Field(max_length=64), Plain] = ""


class StretchIn(Said):
    """From then until then."""

    begins_at: Moment
    ends_at: Annotated[Moment, Field(examples=["2026-11-23T17:00:00Z"])]


class ShiftIn(StretchIn):
    """Work on a date; it replaces the usual week on that day."""

    breaks: list[StretchIn] = Field(default=[], max_length=6)


class FreeDayIn(Said):
    """A day without work."""

    day: Day


class AbsenceIn(Said):
    """Away from then until then; no end: nobody knows. `why` is read by leads and above alone."""

    begins_at: Moment
    ends_at: Moment | None = None
    why: Annotated[str, Field(max_length=300), Plain] = ""


class UntilIn(Said):
    """Until when; null: nobody knows."""

    ends_at: Moment | None = Field(default=None)


class SubstituteIn(Said):
    """Who stands in; no end: until it is ended."""

    stand_in: Id
    begins_at: Moment
    ends_at: Moment | None = None


class SaidIn(Said):
    """ "I'm on" (true), or "I'm off"."""

    on: bool


class PlanIn(Said):
    """A shift plan, as the text of a calendar (.ics) or a table (.csv). `only_look`: nothing is changed."""

    content: Annotated[str, Field(max_length=1_000_000, examples=["who,day,from,to"]), Plain]
    zone: Zone = "UTC"
    only_look: bool = True


class GivesIn(Said):
    """How new work finds its owner in a team."""

    gives: Gives


class StatusOut(Schema):
    """Where somebody stands: until when they are on duty, or when they are back. Null: nobody knows, or no end."""

    agent: int
    state: State
    until: datetime | None
    back_at: datetime | None

    @classmethod
    def of(cls, status: Status) -> StatusOut:
        """The same for programs."""
        return cls(agent=status.agent, state=status.state, until=status.until, back_at=status.back_at)


class ShiftOut(Schema):
    """A dated shift. Without times the day is free."""

    id: int
    day: date
    begins_at: datetime | None
    ends_at: datetime | None
    source: str

    @classmethod
    def of(cls, shift: Shift) -> ShiftOut:
        """The same for programs."""
        times = {"begins_at": shift.begins_at, "ends_at": shift.ends_at}
        return cls(id=shift.pk, day=shift.day, source=shift.source, **times)


class AbsenceOut(Schema):
    """An absence. `why` is "" for whom it does not concern."""

    id: int
    begins_at: datetime
    ends_at: datetime | None
    why: str

    @classmethod
    def of(cls, absence: Absence, *, why: bool) -> AbsenceOut:
        """The same for programs."""
        said = absence.why if why else ""
        return cls(id=absence.pk, begins_at=absence.begins_at, ends_at=absence.ends_at, why=said)


class SubstituteOut(Schema):
    """Who stands in for whom."""

    id: int
    agent: int
    stand_in: int
    begins_at: datetime
    ends_at: datetime | None

    @classmethod
    def of(cls, one: Substitute) -> SubstituteOut:
        """The same for programs."""
        return cls(
            id=one.pk, agent=one.agent_id, stand_in=one.stand_in_id, begins_at=one.begins_at, ends_at=one.ends_at
        )


class PlannedOut(Schema):
    """All that is planned for somebody. `week` null: the office hours count."""

    status: StatusOut
    zone: str
    week: list[dict[str, str]] | None = Field(
        description='Seven days from Monday, as {"work": "08:00-17:00", "breaks": ""}.'
    )
    shifts: list[ShiftOut]
    absences: list[AbsenceOut]
    substitutes: list[SubstituteOut]
    stands_in: list[SubstituteOut]


class LeftOutOut(Schema):
    """Something of a plan that was not understood, and why."""

    place: Line
    words: str


class ImportedOut(Schema):
    """What an import did, or would find. `shifts` counts what was understood."""

    shifts: int
    people: int
    added: int
    changed: int
    removed: int
    left_out: list[LeftOutOut]
