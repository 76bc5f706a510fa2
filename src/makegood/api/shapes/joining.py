"""What belongs together."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field

from makegood.api.shapes.common import Id, Line, Said
from makegood.api.shapes.conversations import RowOut

MOST_MESSAGES = 200


class OtherIn(Said):
    """Another conversation, by its number."""

    other: Id = Field(examples=[1043])


class PartIn(Said):
    """The greater matter, by its number; null: of nothing any more."""

    whole: Id | None = Field(examples=[1043])


class SplitIn(Said):
    """The messages that are a matter of their own. `subject` empty: that of the first of them."""

    messages: list[Id] = Field(min_length=1, max_length=MOST_MESSAGES)
    subject: Line = ""


class TogetherOut(Schema):
    """What belongs to a conversation, as far as you may see it. `alike`: perhaps the same matter."""

    alike: list[RowOut]
    merged_here: list[int]
    whole: RowOut | None
    parts: list[RowOut]
