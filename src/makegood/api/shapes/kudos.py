"""Thanks for one of us."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from makegood.api.shapes.common import Id, Plain, Said
from makegood.kudos.rules import LONGEST, LONGEST_NAME


class ThanksIn(Said):
    """Thanks that you say to a colleague; with a `name`, thanks that somebody told you."""

    agent: Id = Field(description="Whom it is for.")
    words: Annotated[str, Field(max_length=LONGEST), Plain] = Field(default="", description="As they were said.")
    conversation: Id | None = Field(default=None, description="In which it was earned; one that you may see.")
    name: Annotated[str, Field(max_length=LONGEST_NAME), Plain] = Field(default="", examples=["Gus Arnason"])


class AddedWordIn(Said):
    """A word that you add to what somebody you lead was thanked for."""

    words: Annotated[str, Field(min_length=1, max_length=1000), Plain]


class AddedWordOut(Schema):
    """A word that somebody who leads them added."""

    by: str
    words: str


class ThanksOut(Schema):
    """Thanks as you may read them. `giver` "": not yours to know, or none; `words` "": they only said thank you."""

    id: int
    agent: int
    name: str
    words: str
    giver: str
    way: str = Field(description="page, mail, place, colleague, told or mention.")
    at: datetime
    conversation: int | None
    source: str
    added: list[AddedWordOut]


class ThanksPage(Schema):
    """The newest first; `next` is the `after` of the page of older ones."""

    items: list[ThanksOut]
    next: str | None
