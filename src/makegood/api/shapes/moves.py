"""What is done with a conversation beside writing in it: whose it is, when it comes back, what it is about."""

from __future__ import annotations

from pydantic import Field, model_validator

from makegood.api.shapes.common import Id, Moment, Said, Seen, Text
from makegood.conversations.acts import Nothing as Why


class AssignIn(Said):
    """Who has it from now on: an agent of its team, or a team (nobody in it yet). Name one of the two."""

    agent: Id | None = None
    team: Id | None = None

    @model_validator(mode="after")
    def _one(self) -> AssignIn:
        if (self.agent is None) == (self.team is None):
            raise ValueError("name an agent or a team")
        return self


class HoldIn(Said):
    """Until when nothing is to be done."""

    until: Moment


class SeenIn(Said):
    """The newest message that was read."""

    seen: Seen


class NothingIn(SeenIn):
    """Why nothing is to be answered. Spam blocks the sender, too."""

    why: Why = Field(examples=["thanks"])


class TagsIn(Said):
    """All tags that it shall carry."""

    tags: list[Text] = Field(max_length=20, examples=[["lamp", "guarantee"]])
