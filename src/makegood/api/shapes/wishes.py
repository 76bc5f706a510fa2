"""How customers want to be reached, and what they thanked us for."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from makegood.api.shapes.common import Id, Plain, Said
from makegood.conversations.wishes import LONGEST_WORDS, MOST_AVOIDED, Wishes

CLOCK = "On the clock of the place that has the conversation; null: any."


class WishesIn(Said):
    """How they want to be reached: in all that is theirs, or (`only_here`) in this conversation alone."""

    way: Literal["", "mail", "phone"] = Field(default="", description="mail: no calls; phone: rather a call.")
    call_from: time | None = Field(default=None, description=CLOCK, examples=["18:00"])
    call_until: time | None = Field(default=None, description=CLOCK, examples=["20:00"])
    only_changes: bool = Field(default=False, description="No mails unless something that they wait for changes.")
    avoids: list[Id] = Field(default_factory=list, max_length=MOST_AVOIDED, description="Locations to be spared from.")
    words: Annotated[str, Field(max_length=LONGEST_WORDS), Plain] = ""
    only_here: bool = False

    def as_wishes(self) -> Wishes:
        """The same as the acts know it."""
        return Wishes(
            way=self.way,
            call_from=_whole(self.call_from),
            call_until=_whole(self.call_until),
            only_changes=self.only_changes,
            avoids=tuple(sorted(set(self.avoids))),
            words=self.words,
            is_here=self.only_here,
        )


def _whole(at: time | None) -> time | None:
    return at.replace(second=0, microsecond=0, tzinfo=None) if at else None


class WishesOut(Schema):
    """The same as it stands. `in_words`: each as a short sentence in your language."""

    way: str
    call_from: time | None
    call_until: time | None
    only_changes: bool
    avoids: list[int]
    words: str
    only_here: bool
    in_words: list[str] = Field(examples=[["Calls only after 18:00", "Not Harbour"]])


class KudosOut(Schema):
    """The customer's thanks to a colleague. `words` "": they only said thank you."""

    agent: int
    name: str = Field(examples=["Ana Example"])
    words: str
    at: datetime
