"""How long things took, and what became of promises."""

from __future__ import annotations

from datetime import date

from ninja import Schema
from pydantic import Field

Seconds = int


class SpreadOut(Schema):
    """Half took no longer than `half` seconds, nine in ten no longer than `nine`; null: nothing was done."""

    half: Seconds | None
    nine: Seconds | None


class TimesOut(Schema):
    """What was done, and how long it took in the hours of whoever had it, and by the calendar.

    `in_time`: of `done`, before the time that was set. `otherwise`: ended without it. `waiting`: wait for it now.
    """

    measure: str = Field(examples=["first_reply"])
    done: int
    in_time: int
    working: SpreadOut
    calendar: SpreadOut
    otherwise: int
    waiting: int


class WordOut(Schema):
    """Promises that came due. `moved`: kept at a time agreed before the first was due. `made_good` are in `broken`."""

    kept: int
    moved: int
    broken: int
    made_good: int
    withdrawn: int


class PlaceTimesOut(Schema):
    """One team or location; all together has the id 0 and no name."""

    id: int
    name: str
    times: list[TimesOut]
    promises: WordOut


class ReportOut(Schema):
    """The days, the last included, all together, and each place in which anything happened."""

    since: date
    until: date
    total: PlaceTimesOut
    places: list[PlaceTimesOut]
