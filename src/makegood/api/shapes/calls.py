"""By phone: calls, voicemails, calls that are owed, and our numbers."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from ninja import Schema
from pydantic import Field

from makegood.api.shapes.common import Id, Line, Moment, Plain, Said, Seen
from makegood.calls.acts import Then
from makegood.calls.models import Callback, Outcome
from makegood.calls.models import Line as OwnLine
from makegood.calls.rules import MOST_HOURS, MOST_TRIES, Trying

Number = Annotated[str, Field(max_length=40, examples=["+49 30 123456"]), Plain]
Words = Annotated[str, Field(max_length=20_000), Plain]
Hours = Annotated[int, Field(ge=1, le=MOST_HOURS, examples=[3])]
HOUR = timedelta(hours=1)


class CallIn(Said):
    """Somebody called us: who, what was said, and what follows. `joins`: the conversation that it is about."""

    number: Number = ""
    name: Line = Field(default="", examples=["Eva Stern"])
    mail: Line = ""
    text: Words = ""
    then: Then = Then.CALL_BACK
    when: Moment | None = Field(default=None, description="Call back by then; null: as soon as usual.")
    team: Id | None = None
    joins: Id | None = None


class VoicemailIn(Said):
    """Somebody spoke on a machine: who, what a colleague understood, and where it belongs."""

    number: Number = ""
    name: Line = ""
    text: Words = ""
    team: Id | None = None
    joins: Id | None = None


class SaidOut(Schema):
    """Where it stands."""

    conversation: int
    message: int


class Went(StrEnum):
    """How a call of ours went."""

    SPOKE = Outcome.SPOKE.value
    NO_ANSWER = Outcome.NO_ANSWER.value
    LEFT_MESSAGE = Outcome.LEFT_MESSAGE.value


class After(StrEnum):
    """What follows when they were reached."""

    WAIT = "wait"
    OPEN = "open"
    CLOSE = "close"


class CalledIn(Said):
    """We called them. `seen` is the newest message that you have read: who wrote meanwhile is read first."""

    outcome: Went
    text: Words = ""
    number: Number = ""
    seen: Seen = 0
    after: After = After.WAIT


class CallOut(Schema):
    """A call of ours, written down. `tried`: which try to reach them it was, 0 none."""

    id: int
    outcome: str = Field(examples=["no_answer"])
    tried: int


class WantedIn(Said):
    """They want to be called back: on which number ("": the one that is known), and by when."""

    number: Number = ""
    when: Moment | None = None


class CallOffIn(Said):
    """Why it is not wanted any more; colleagues read it."""

    why: Annotated[str, Field(max_length=300), Plain]


class CallbackOut(Schema):
    """A call that we owe, or owed."""

    id: int
    number: str = Field(examples=["+4930123456"])
    state: str = Field(examples=["open"])
    due_at: datetime
    tries: int
    made_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, one: Callback) -> CallbackOut:
        """As programs see it."""
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class PhoneLineIn(Said):
    """A number of ours, what we call it, and the team whose calls come in there."""

    number: Number
    name: Annotated[str, Field(max_length=120), Plain] = ""
    team: Id


class LineOut(Schema):
    """The same, as it is kept."""

    id: int
    number: str = Field(examples=["+4930555555"])
    name: str
    team: int

    @classmethod
    def of(cls, one: OwnLine) -> LineOut:
        """As programs see it."""
        return cls(id=one.pk, number=one.number, name=one.name, team=one.team_id)


class TriesIn(Said):
    """How often we call before we write, and how many working hours lie between."""

    tries: Annotated[int, Field(ge=1, le=MOST_TRIES, examples=[3])]
    hours_first: Hours
    hours_later: Hours

    def trying(self) -> Trying:
        """The same as the acts know it."""
        return Trying(self.tries, self.hours_first * HOUR, self.hours_later * HOUR)


class PhoneOut(Schema):
    """Our numbers, and how often we try."""

    lines: list[LineOut]
    tries: int
    hours_first: int
    hours_later: int
