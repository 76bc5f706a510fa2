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
class Rights:
    """A remedy: what kind, of what, what it costs us and is worth to them in cents, and when it comes, in minutes.

    `order`: the number of the order that it is for, "" none.
    """

    kind: str
    thing: str
    cost: int
    value: int
    ahead: float | None = None
    order: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """One of ours answers; `then`: wait, close, open ("I'm not done") or rest.

    `word`: what they promise with it; `remedy`: what they give with it.
    """

    ago: float
    who: str
    text: str
    then: str = "wait"
    word: Gives | None = None
    remedy: Rights | None = None


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


@dataclass(frozen=True, slots=True)
class Hands:
    """Who has it hands a part of it to a partner company, by its short name, and shows them nothing else."""

    ago: float
    who: str
    to: str
    subject: str
    why: str


@dataclass(frozen=True, slots=True)
class Agrees:
    """The partner takes what they were handed, for so many days from now."""

    ago: float
    text: str
    days: int


@dataclass(frozen=True, slots=True)
class WantsCall:
    """One of ours notes that the customer wants to be called, on this number, in so many minutes from now."""

    ago: float
    who: str
    number: str
    ahead: float


@dataclass(frozen=True, slots=True)
class Asks:
    """One of ours asks whether they may give it."""

    ago: float
    who: str
    remedy: Rights
    why: str


Step = Says | Answers | Notes | Takes | Offers | Hands | Agrees | WantsCall | Asks


@dataclass(frozen=True, slots=True)
class Story:
    """One customer, one matter."""

    name: str
    address: str
    mailbox: str
    subject: str
    steps: Sequence[Step]
    tags: Sequence[str] = ()
