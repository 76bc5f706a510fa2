"""Policies: what someone may grant, their versions, and a case that is asked."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from makegood.api.shapes.common import Plain, Said


class LimitOut(Schema):
    """Up to so much or so many times; `per` "": each by itself. `upto` and `times` are numbers or calculations."""

    upto: str
    times: str
    per: str = Field(examples=["customer"])
    within: str = Field(examples=["90 days"])
    currency: str


class RuleOut(Schema):
    """One sentence. No kinds: for any; no roles: for anyone. Conditions are CEL; null: there is none."""

    name: str
    kinds: list[str]
    roles: list[str]
    when: str | None
    unless: str | None
    require: str | None
    demands: list[str]
    answer: str | None = Field(examples=["allowed"])
    otherwise: str | None = Field(examples=["needs approval by lead"])
    limit: LimitOut | None
    sets_aside: list[str]


class VersionOut(Schema):
    """A version of a policy. Drafts have no start; what was published is never changed."""

    id: int
    name: str
    starts_at: datetime | None
    ends_at: datetime | None
    locations: list[str]
    brands: list[str]


class PolicyOut(VersionOut):
    """The policy in force, as text (docs/authority.md has its form) and as data."""

    currency: str
    otherwise: str
    text: str
    rules: list[RuleOut]


class WrittenOut(VersionOut):
    """A version with its text and its cases, as they were written."""

    text: str
    cases: str


Free = Annotated[dict[str, Any], Field(default_factory=dict)]


class CheckIn(Said):
    """A case: what is to be done (a kind, or an object with kind, amount and currency), by whom, by which facts."""

    action: Annotated[str, Field(max_length=200), Plain] | dict[str, Any]
    role: Annotated[str, Field(max_length=60), Plain] = ""
    facts: Free
    now: datetime | None = None


class CheckOut(Schema):
    """The answer: allowed, needs_approval or refused. `by`: the lowest role that may lift it; null: none may."""

    answer: str = Field(examples=["needs_approval"])
    by: str | None
    rules: list[str]
    missing: list[str]
    why: str
