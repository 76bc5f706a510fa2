"""What all shapes are made of."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from ninja import Path, Query, Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, field_validator

from makegood.conversations.letter import Address
from makegood.conversations.rules import is_address

Item = TypeVar("Item")
LARGEST_ID = 2**63 - 1
MOST_ITEMS = 100

Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Seen = Annotated[int, Field(ge=0, le=LARGEST_ID, examples=[8123], description="The newest message you have read.")]
PathId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
Limit = Annotated[int, Query(ge=1, le=MOST_ITEMS, description="How many items at most.")]
After = Annotated[str, Query(max_length=200, description="`next` of the page before.")]
Moment = Annotated[AwareDatetime, Field(examples=["2026-11-23T09:00:00Z"])]


def plain(text: str) -> str:
    """The text. Raises ValueError for what no database and no mail can hold: NUL, half characters."""
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("holds a character that is none")
    return text


Plain = AfterValidator(plain)
Text = Annotated[str, Plain]
Line = Annotated[str, Field(max_length=500), Plain]
Name = Annotated[str, Field(min_length=1, max_length=120), Plain]
Long = Annotated[str, Field(max_length=1_000_000), Plain]


class Said(Schema):
    """What comes in: a field that is not known is refused, for it would be a promise that nobody keeps."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)


class Nothing(Said):
    """An empty object."""


class Person(Said):
    """A name, perhaps empty, and a mail address."""

    name: Line = Field(default="", examples=["Eva Stern"])
    address: Text = Field(examples=["eva@post.example"])

    @field_validator("address")
    @classmethod
    def _mailable(cls, value: str) -> str:
        if not is_address(value):
            raise ValueError("is not a mail address")
        return value

    def as_address(self) -> Address:
        """The same as the acts know it."""
        return Address(self.name, self.address)


class PersonOut(Schema):
    """A name, "" when there is none, and a mail address."""

    name: str = Field(examples=["Eva Stern"])
    address: str = Field(examples=["eva@post.example"])


class Page(Schema, Generic[Item]):
    """Some items. `next` gives the following ones, as `after`; null: there are no more."""

    items: list[Item]
    next: str | None = None


class ProblemOut(Schema):
    """Problem details (RFC 9457): what went wrong, for programs (`type`) and in words (`detail`)."""

    type: str = Field(examples=["urn:makegood:problem:overtaken"])
    title: str = Field(examples=["Conflict"])
    status: int = Field(examples=[409])
    detail: str = Field(examples=["Something new was said since you began to write. Read it first; your text is kept."])
    errors: list[dict[str, str]] | None = Field(default=None, description="422: each wrong field and why.")
    newest: int | None = Field(default=None, description="overtaken: the id of the newest message.")


def iso(at: datetime | None) -> str | None:
    """The time as the API writes it."""
    return at.isoformat().replace("+00:00", "Z") if at else None


def answers(good: Any, *, status: int = 200, also: tuple[int, ...] = ()) -> dict[Any, Any]:
    """The response shapes of a function: the good one, and problems for whatever else it may say."""
    codes = {401, 403, 422, 429, 500, 503, *also}
    return {status: good} | {code: ProblemOut for code in sorted(codes)}
