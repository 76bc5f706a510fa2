"""What a story is made of: who did what, how many minutes ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Says:
    """The customer writes."""

    ago: float
    text: str
    picture: bool = False
    html: str = ""


@dataclass(frozen=True, slots=True)
class Gives:
    """A promise: what, in how many minutes from now, and upon which event ("" none)."""

    what: str
    ahead: float
    event: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """One of ours answers; `then`: wait, close, open ("I'm not done") or rest; `word`: what they promise with it."""

    ago: float
    who: str
    text: str
    then: str = "wait"
    word: Gives | None = None


@dataclass(frozen=True, slots=True)
class Notes:
    """One of ours leaves a note for colleagues."""

    ago: float
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Takes:
    """One of ours takes the conversation."""

    ago: float
    who: str


@dataclass(frozen=True, slots=True)
class Offers:
    """Who has it offers it to a colleague: why, and what the customer was told."""

    ago: float
    who: str
    to: str
    why: str
    told: str = ""


Step = Says | Answers | Notes | Takes | Offers


@dataclass(frozen=True, slots=True)
class Story:
    """One customer, one matter."""

    name: str
    address: str
    mailbox: str
    subject: str
    steps: Sequence[Step]
    tags: Sequence[str] = ()
