"""Whether like cases were treated alike."""

from __future__ import annotations

from datetime import date

from ninja import Schema
from pydantic import Field


class ComparedOut(Schema):
    """How a group fared in one thing. `figure`: the median in minutes of working time, or a share from 0 to 1.

    `effect`: of times, in which share of pairs theirs was the longer (0.5: no difference); of shares, by how much
    theirs is greater (0: no difference); between `low` and `high` with 95 %. null: there was too little to compare.
    """

    what: str = Field(examples=["first_reply", "resolution", "remedy", "promises"])
    cases: int
    figure: float | None
    verdict: str = Field(examples=["more", "less", "alike", "unsure", "few"])
    effect: float | None
    low: float | None
    high: float | None


class FairGroupOut(Schema):
    """Cases that have one thing in common. `findings` is empty where there are too few to be shown."""

    key: str
    name: str
    findings: list[ComparedOut]


class FairOut(Schema):
    """The groups of one way to tell cases apart, the greatest first."""

    by: str = Field(examples=["channel", "location", "language", "value", "reach"])
    groups: list[FairGroupOut]


class FairnessOut(Schema):
    """The days, the last included; how many cases began in them, and how many of those, the newest, were compared."""

    since: date
    until: date
    cases: int
    compared: int
    found: list[FairOut]
