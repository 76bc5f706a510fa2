"""Mentions, as programs paste, read and decide them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from makegood.api.shapes.common import Id, Line, Plain, Said
from makegood.mentions.rules import LONGEST_TEXT, LONGEST_WORDS


class MentionIn(Said):
    """An address, which will be fetched and read; or the words themselves."""

    said: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT, examples=["https://blog.example/a-table"]), Plain]
    team: Id
    title: Annotated[str, Field(max_length=300), Plain] = ""


class DecisionIn(Said):
    """What is made of an episode. Nobody thanked and no team: it is nothing of ours."""

    seen: Annotated[int, Field(ge=0, le=10**9, examples=[0], description="The `version` that you have read.")]
    thanked: Annotated[list[Id], Field(max_length=20, default_factory=list)]
    words: Annotated[str, Field(max_length=LONGEST_WORDS), Plain] = ""
    team: Id | None = Field(default=None, description="It becomes a conversation of this team.")
    mail: Line = Field(default="", description="The teller's address, where you know it.")


class EpisodeOut(Schema):
    """One account in it. `passage` and each quote stand in the text word for word."""

    id: int
    teller: str
    about: str
    place: str
    valence: str = Field(description="positive, negative or mixed")
    trouble: bool
    staff: list[str]
    asked: str
    remedy: str
    promise: str
    outcome: str
    quotes: list[str]
    passage: str
    state: str = Field(description="proposed, answered or nothing")
    version: int
    conversation: int | None
    thanked: list[int]


class MentionOut(Schema):
    """Something that was said about us elsewhere."""

    id: int
    team: int
    source: str
    address: str
    title: str
    author: str
    published_at: datetime | None
    at: datetime
    state: str = Field(description="new, waiting or done")
    trouble: str = Field(description="Why its page could not be had; empty: it could.")
    text: str
    episodes: list[EpisodeOut]
