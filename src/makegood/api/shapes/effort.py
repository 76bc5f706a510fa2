"""What a matter has cost the customer."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field


class EffortOut(Schema):
    """What it has cost the customer. `waits`: the ball is with us now, so that `waited_seconds` (wall time) grows."""

    contacts: dict[str, int] = Field(examples=[{"mail": 2, "page": 1}], description="How often, by channel.")
    told: int = Field(examples=[2], description="How often they had to tell it; 1: once, and that was enough.")
    transfers: int
    waited_seconds: int
    waits: bool
    people: list[str] = Field(description="Who of us wrote to them, the first first.")
    words: str = Field(examples=["wrote twice, told it twice, waited 3 days"])
