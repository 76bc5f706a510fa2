"""The habits that the coach knows, and what it is told and answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """A bad habit; its value is the word that data files, commands and the database use."""

    POLICY_RECITAL = "policy_recital"
    BLAME = "blame"
    BRUSH_OFF = "brush_off"
    EMPTY_APOLOGY = "empty_apology"
    HIDDEN_RESPONSIBILITY = "hidden_responsibility"
    PROMISE_WITHOUT_TIME = "promise_without_time"
    KNOWN_QUESTION = "known_question"
    SHOUTING = "shouting"
    JARGON = "jargon"
    TOO_LONG = "too_long"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Flag:
    """Words of the reply as they stand in it, why they hurt, and better ones, in the reply's language."""

    kind: Kind
    phrase: str
    why: str
    better: str
    start: int
    """Where in the reply the phrase begins."""
    instead_of: str = ""
    """The stretch of the reply that the better words may stand for; "" when they are advice."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is known when a reply is read. None: nobody said, so whatever a desk usually knows counts as known."""

    asked: str = ""
    known: Mapping[str, str] | None = None
    language: str = ""
    leave_out: frozenset[Kind] = field(default_factory=frozenset)
