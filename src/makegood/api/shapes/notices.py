"""Notices, as programs write and see them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from makegood.api.shapes.common import Id, Plain, Said
from makegood.notices.rules import LONGEST, MOST_MINUTES, MOST_WAVE, By, Choice

Text = Annotated[str, Field(max_length=LONGEST), Plain]


class ChoiceIn(Said):
    """Whom it concerns: order numbers, articles, tags, addresses ("Eva, eva@post.example"), or ids of locations."""

    by: Literal["order", "product", "location", "tag", "list"] = Field(examples=["list"])
    said: Annotated[list[Annotated[str, Field(max_length=500), Plain]], Field(max_length=20_000)] = Field(
        examples=[["eva@post.example"]]
    )
    since: date | None = Field(default=None, description="What was ordered or said before does not count.")

    def as_choice(self) -> Choice:
        """As the acts take it."""
        return Choice(By(self.by), "\n".join(self.said), self.since)


class NoticeIn(Said):
    """What they are told, by language, in whose name, how many at a time."""

    team: Id
    subject: Annotated[str, Field(min_length=1, max_length=200, examples=["A late batch"]), Plain]
    words: dict[Annotated[str, Field(max_length=12)], Text] = Field(examples=[{"en": "The batch is late."}])
    choice: ChoiceIn
    wave: Annotated[int, Field(ge=1, le=MOST_WAVE)] = 50
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)] = 10


class ConcernedOut(Schema):
    """Somebody whom it would concern; `why` says why they are left out, empty: they are told."""

    name: str
    address: str
    why: str = Field(description="Empty, or no_address, quiet, blocked, told.")


class NoticeOut(Schema):
    """A notice and how far it has come."""

    id: int
    subject: str
    team: int
    state: str = Field(description="draft, sending, paused, stopped or done")
    made_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    told: int
    waiting: int
    left_out: dict[str, int] = Field(examples=[{"quiet": 2}])
