"""The first letter that an agent is writing."""

from __future__ import annotations

from pydantic import Field

from makegood.api.shapes.common import Id, Line
from makegood.api.shapes.conversations import DraftOut, People, Written


class FirstDraftOut(DraftOut):
    """The first letter that the agent is writing."""

    subject: str
    mailbox: int | None = Field(description="Null: none was chosen yet.")


class FirstDraftIn(Written):
    """What a first letter says so far."""

    mailbox: Id | None = None
    subject: Line = ""
    to: People = Field(default_factory=list)
    cc: People = Field(default_factory=list)
