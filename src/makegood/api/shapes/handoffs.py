"""Handoffs and partners."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field, model_validator

from makegood.api.shapes.common import Id, Line, Name, Plain, Said

Words = Annotated[str, Field(max_length=4000), Plain]
MOST = 50


class OfferIn(Said):
    """To whom, why, and what the customer was told. `subject`, `messages` and `files` are for a partner alone: what
    they see beside the reason. `logs`: the partner may write into the work log, which the customer reads."""

    agent: Id | None = None
    team: Id | None = None
    location: Id | None = None
    partner: Id | None = None
    reason: Words = Field(examples=["Hill has the part in stock"])
    told: Words = ""
    subject: Line = ""
    messages: list[Id] = Field(default=[], max_length=MOST)
    files: list[Id] = Field(default=[], max_length=MOST)
    logs: bool = False

    @model_validator(mode="after")
    def _one(self) -> OfferIn:
        if sum(one is not None for one in (self.agent, self.team, self.location, self.partner)) != 1:
            raise ValueError("name an agent, a team, a location or a partner")
        return self


class WordsIn(Said):
    """Why, a question, an answer, or a word to a partner."""

    text: Words = ""


class HandoffOut(Schema):
    """`state`: offered, accepted, declined, withdrawn, returned, finished; `promised_at`: a day a partner named."""

    id: int
    number: int = Field(examples=[1042], description="The conversation.")
    state: str = Field(examples=["offered"])
    to: str = Field(examples=["Mo Adeyemi"])
    agent: int | None
    team: int | None
    location: int | None
    partner: int | None
    by: int
    reason: str
    told: str
    subject: str
    at: datetime
    asked_at: datetime | None
    accepted_at: datetime | None
    promised_at: datetime | None
    ended_at: datetime | None
    why: str


class HandoffsOut(Schema):
    """All handoffs of a conversation, the first first."""

    items: list[HandoffOut]


class PartnerIn(Said):
    """A partner company; the first address is written to."""

    name: Name = Field(examples=["Fennick Repairs"])
    addresses: list[Line] = Field(examples=[["rosa@fennick.example"]], max_length=20)
    zone: Line = Field(default="UTC", examples=["UTC"])
    language: Line = Field(default="en", examples=["en"])
    about: Words = ""


class PartnerOut(Schema):
    """A partner company."""

    id: int
    name: str
    addresses: list[str]
    zone: str
    language: str
    about: str
    is_active: bool


class PartnersOut(Schema):
    """Partner companies, those we work with first."""

    items: list[PartnerOut]
