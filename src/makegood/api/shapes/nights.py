"""What a mailbox says by itself while nobody is there."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from makegood.afterhours.rules import LONGEST_PROMISE, LONGEST_WORDS
from makegood.api.shapes.common import Plain, Said

Words = Annotated[str, Field(max_length=LONGEST_WORDS), Plain]


class AfterHoursIn(Said):
    """`words` by language, absent or empty: the usual ones; they may name {first_name}, {back} and {answer_by}."""

    is_on: bool
    words: dict[Literal["en", "de"], Words] = Field(default_factory=dict)
    promise_minutes: Annotated[int, Field(gt=0, le=LONGEST_PROMISE)] | None = Field(
        default=None, description="Working minutes after we are back; null: nothing is promised."
    )


class AfterHoursOut(Schema):
    """The same as it is set."""

    is_on: bool
    words: dict[str, str]
    promise_minutes: int | None
