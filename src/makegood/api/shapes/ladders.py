"""What was taken higher, and the ladders."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from makegood.api.shapes.common import Id, Plain, Said

Above = Literal["lead", "manager", "regional", "head_office"]


class NeedIn(Said):
    """What is to be granted: a kind of action of the policy in force, and its sum in the policy's currency."""

    kind: Annotated[str, Field(min_length=1, max_length=60), Plain]
    amount: Annotated[Decimal, Field(gt=0, lt=10_000_000, decimal_places=2)] | None = None


class NeedQuery(Schema):
    """The same, asked about; without a kind nothing in particular is to be granted."""

    kind: Annotated[str, Field(max_length=60), Plain] = ""
    amount: Annotated[Decimal, Field(gt=0, lt=10_000_000, decimal_places=2)] | None = None


class EscalateIn(Said):
    """What is needed; `about`: the id of an agent whom it is about. Who may not grant `need` is passed over."""

    reason: Annotated[str, Field(min_length=1, max_length=2000), Plain]
    about: Id | None = None
    need: NeedIn | None = None


class ClimbingOut(Schema):
    """What was taken higher. `asked` is "" while nobody is known to come; not `is_told`: they come later."""

    id: int
    cause: str = Field(examples=["late_answer"])
    reason: str
    needs: str = Field(description="What is to be granted, in words.", examples=["refund, 120.00 EUR"])
    rung: int
    asked: str = Field(examples=["Lea Example"])
    asked_id: int | None
    is_told: bool
    answer_by: datetime | None
    began_at: datetime
    may_end: bool = Field(description="Your reply, or closing, ends it.")


class AboveOut(Schema):
    """Somebody above. `at`: from when they are there, null when nobody knows. `suffices`: they may grant it."""

    agent: int
    name: str
    rank: str
    at: datetime | None
    suffices: bool


class StepIn(Said):
    """A step: a rank, and the minutes of working time that whoever is asked has."""

    rank: Above
    minutes: int = Field(ge=1, le=43_200)


class StepOut(Schema):
    """A step: a rank, and minutes of working time."""

    rank: str
    minutes: int


class LadderIn(Said):
    """The steps from the first up. `team` null: everyone's."""

    team: Id | None = None
    steps: list[StepIn] = Field(max_length=8)


class LimitsIn(Said):
    """What makes a conversation climb by what it has cost the customer; null: nothing of the kind."""

    team: Id | None = Field(default=None, description="Null: everyone's.")
    told: int | None = Field(default=None, ge=1, le=50, description="Times that they told it.")
    waited: int | None = Field(default=None, ge=1, le=8760, description="Hours that they waited for us.")
    transfers: int | None = Field(default=None, ge=1, le=50)


class LimitsOut(Schema):
    """The same, as it is set. All null: a team climbs by everyone's, everyone by none."""

    team: int | None
    told: int | None
    waited: int | None
    transfers: int | None


class LadderOut(Schema):
    """The steps from the first up. `team` null: everyone's."""

    team: int | None
    steps: list[StepOut]
