"""Work logs: what was done, how long it took, what it cost."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from makegood.api.shapes.common import Plain, Said
from makegood.api.shapes.orders import MoneyOut, Sum, minor
from makegood.api.shapes.vouchers import told as exact
from makegood.base.money import Money
from makegood.worklog.queries import Done, Log
from makegood.worklog.rules import LONGEST, LONGEST_USED, MOST_MINUTES, Work


class WorkIn(Said):
    """What was done, as one tells the customer. `cost` needs its `currency`."""

    did: Annotated[str, Field(min_length=1, max_length=LONGEST, examples=["Pruned the roses"]), Plain]
    on: date = Field(examples=["2026-11-23"])
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)] | None = None
    used: Annotated[str, Field(max_length=LONGEST_USED, examples=["3 bags of compost"]), Plain] = ""
    cost: Sum | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$", examples=["EUR"])] | None = None

    def as_work(self) -> Work:
        """As the acts take it. Raises Unusable for a part of a cent, and for a cost in no currency."""
        code = self.currency or ""
        sum_ = minor(self.cost, code, "cost")
        return Work(self.did, self.on, self.minutes, self.used, None if sum_ is None else Money(sum_, code))


class WorkDoneIn(WorkIn):
    """It is written down. `tells`: they hear of it by mail in a quarter of an hour, unless they wish no such mails."""

    tells: bool = False


class StrikeIn(Said):
    """Why it does not count; empty only while the customer cannot have read it."""

    reason: Annotated[str, Field(max_length=300), Plain] = ""


class ReceiptOut(Schema):
    """A paper that bears it out."""

    id: int
    name: str
    size: int


class WorkOut(Schema):
    """An entry. `shown_at`: since when the customer may have read it; from then on it is only struck out."""

    id: int
    by: str
    did: str
    on: date
    minutes: int | None
    used: str
    cost: MoneyOut | None
    written_at: datetime
    corrected_at: datetime | None
    shown_at: datetime | None
    struck_at: datetime | None
    struck_by: str
    struck_why: str
    told: bool = Field(description="A mail has told the customer of it.")
    receipts: list[ReceiptOut]


class LogOut(Schema):
    """All entries in the order of their days; what those that count come to, a sum for each currency."""

    entries: list[WorkOut]
    minutes: int
    costs: list[MoneyOut]


def done(one: Done) -> WorkOut:
    """As programs see it."""
    same = ("id", "by", "did", "on", "minutes", "used", "written_at", "corrected_at", "shown_at", "struck_at")
    return WorkOut(
        **{name: getattr(one, name) for name in (*same, "struck_by", "struck_why")},
        cost=exact(one.cost) if one.cost is not None else None,
        told=one.is_told,
        receipts=[ReceiptOut(id=paper.id, name=paper.name, size=paper.size) for paper in one.receipts],
    )


def log(found: Log) -> LogOut:
    """The whole log."""
    costs = [exact(one) for one in found.total.costs]
    return LogOut(entries=[done(one) for one in found.entries], minutes=found.total.minutes, costs=costs)
