"""Our word, and what becomes of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from makegood.api.shapes.common import Id, Line, Moment
from makegood.api.shapes.orders import MoneyOut, OrderOut
from makegood.api.shapes.vouchers import VoucherOut
from makegood.promises.acts import Word
from makegood.promises.rules import EVENTS

Event = Literal["", "shipped", "arrived", "delivered", "repaired", "paid", "answered"]
Reason = Annotated[Line, Field(max_length=300, min_length=1)]
assert set(EVENTS) == set(Event.__args__) - {""}  # type: ignore[attr-defined]  # noqa: S101 - a table written twice


class PromiseOut(Schema):
    """A promise. `may`: what you can do with it now. Times that have not come are null."""

    id: int
    conversation: int = Field(examples=[1042])
    what: str = Field(examples=["A new lid for you, at the till"])
    event: str = Field(description="What it waits for, before its latest date; empty: nothing.")
    state: str = Field(description="open, kept, broken, made_good or withdrawn")
    due_at: datetime
    first_due_at: datetime
    made_at: datetime
    told_at: datetime | None = Field(description="When the customer heard of it; null: an intention of ours.")
    kept_at: datetime | None
    broken_at: datetime | None
    made_good_at: datetime | None
    withdrawn_at: datetime | None
    corrected_at: datetime | None
    owned_up_at: datetime | None = Field(description="When a mail that went by itself told the customer.")
    how: str
    maker: str
    keeper: str = Field(description="Who keeps it; empty: nobody yet.")
    location: str = Field(description="Where it was made. It binds every place.")
    may: list[str] = Field(examples=[["keep", "renegotiate", "break"]])


class TermOut(Schema):
    """A time that was named: the first, or a later one with its reason."""

    due_at: datetime
    was_due_at: datetime | None
    said_at: datetime
    reason: str


class PromiseIn(Schema):
    """What is promised, and by when. With an event, `due_at` is the latest date."""

    what: Reason
    due_at: Moment
    event: Event = ""

    def as_word(self) -> Word:
        """As the acts take it."""
        return Word(self.what, self.due_at, self.event)


class MakeIn(PromiseIn):
    """A promise without a reply. `told`: the customer heard it by mouth."""

    told: bool = False


class KeepIn(Schema):
    """How it was kept; may be empty."""

    how: Annotated[Line, Field(max_length=300)] = ""


class MoveIn(Schema):
    """Another time, and why. `told`: the customer knows it by mouth; in a reply, use its `moves`."""

    due_at: Moment
    reason: Reason
    told: bool = False


class ReasonIn(Schema):
    """Why."""

    reason: Reason


class WithdrawIn(ReasonIn):
    """Why, and whether the customer knows by mouth."""

    told: bool = False


class HowIn(Schema):
    """How it was made good."""

    how: Reason


class CorrectIn(Schema):
    """When it was kept in truth."""

    kept_at: Moment


class EventIn(Schema):
    """What has happened."""

    event: Literal["shipped", "arrived", "delivered", "repaired", "paid", "answered"]


class MovedIn(Schema):
    """A promise that a reply gives another time."""

    promise: Id
    due_at: Moment
    reason: Reason


class LookIn(Schema):
    """The exact address, telephone or order number, or voucher, that the customer said."""

    said: Annotated[Line, Field(max_length=320, min_length=3, examples=["eva@post.example"])]


class GivenOut(Schema):
    """What they were granted, wherever that was. `may_hand_over`: whoever stands there can have it now."""

    id: int
    kind: str
    value: MoneyOut
    thing: str
    state: str = Field(description="granted, fulfilled or stuck")
    bearer: str
    granted_at: datetime
    due_at: datetime | None
    fulfilled_at: datetime | None
    may_hand_over: bool


class HandOverIn(LookIn):
    """Whom you looked up, exactly; and at which location of yours you hand it over."""

    location: Id


class LookOut(Schema):
    """Whom you looked up, what we owe them anywhere, and what they bought. Each look is an event.

    `customer` null: somebody who bought, and has never turned to us.
    """

    customer: int | None
    name: str
    promises: list[PromiseOut]
    orders: list[OrderOut]
    given: list[GivenOut]
    voucher: VoucherOut | None = None
