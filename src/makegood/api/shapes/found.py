"""Search, lists of people and places, events."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from makegood.api.shapes.common import Line, Name, Said, Text


class PartOut(Schema):
    """A piece of a text, and whether it is what was looked for."""

    text: str
    is_match: bool


class HitOut(Schema):
    """A conversation, and the newest thing found in it."""

    number: int
    subject: list[PartOut]
    state: str
    customer: str
    owner: str
    tags: list[str]
    where: str = Field(examples=["message"])
    snippet: list[PartOut]
    by: str
    at: datetime


class ChipOut(Schema):
    """One thing that was understood of the question; `problem` says why it can find nothing."""

    kind: str
    words: str
    problem: str


class FoundOut(Schema):
    """A page of hits, newest first. `looked_back_to`: so far was looked; `next` goes on from there."""

    items: list[HitOut]
    next: str | None
    total: int
    is_capped: bool = Field(description="There may be more than `total`.")
    looked_back_to: datetime | None
    chips: list[ChipOut]


class SuggestionOut(Schema):
    """What may be meant: a conversation, customer, tag or view."""

    kind: str
    title: str
    detail: str
    number: int | None
    search: str


class ViewOut(Schema):
    """A list, and how many it holds (100 stands for more than 99; null: not counted)."""

    view: str = Field(examples=["team"])
    count: int | None


class ViewsOut(Schema):
    """All lists; `late`: how many of the team's are overdue."""

    items: list[ViewOut]
    late: int


class MeOut(Schema):
    """In whose name the token acts, and what it is good for."""

    id: int
    name: str
    email: str
    zone: str
    language: str
    signature: str
    is_admin: bool
    sees_everything: bool
    teams: list[int] = Field(description="Teams whose conversations are visible; empty when all are.")
    token: str = Field(description="The name of the token.")
    scopes: list[str]


class MeIn(Said):
    """What an agent may choose for themselves; what is left out stays."""

    name: Name | None = None
    zone: Line | None = Field(default=None, examples=["Europe/Paris"])
    signature: Text | None = Field(default=None, max_length=4000)


class AgentOut(Schema):
    """A colleague."""

    id: int
    name: str
    email: str


class TeamOut(Schema):
    """A team that a conversation can be given to."""

    id: int
    name: str
    location: str


class MailboxOut(Schema):
    """An address of ours."""

    id: int
    address: str
    name: str
    team: int


class EventOut(Schema):
    """Something that happened. `about` holds ids and single words, never texts."""

    id: int
    kind: str = Field(examples=["message.received"])
    at: datetime
    by: int | None = Field(description="The agent; null: the customer or a clock.")
    conversation: int | None
    customer: int | None
    team: int | None
    about: dict[str, Any]


class EventsOut(Schema):
    """Events in order. `next` is never null: ask with it again later, and nothing is missed."""

    items: list[EventOut]
    next: str


class TokenOut(Schema):
    """A token, without its secret: nobody has that but its owner."""

    id: int
    name: str
    prefix: str
    agent: str
    scopes: list[str]
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None
