"""What is given to put something right, and who is asked whether it may be."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from makegood.api.shapes.common import Id, Line, Moment, Plain, Said
from makegood.api.shapes.orders import MoneyOut, minor
from makegood.api.shapes.vouchers import told
from makegood.base.money import Money
from makegood.conversations.rules import Refused
from makegood.orders import queries as orders
from makegood.orders.models import Line as OrderLine
from makegood.orders.models import Order
from makegood.payments.queries import Payout
from makegood.people import queries as people
from makegood.people.models import Location
from makegood.remedies.queries import AskItem, MayGive, RemedyItem
from makegood.remedies.rules import SORTS
from makegood.remedies.wish import Wish

Kind = Literal["refund", "store_credit", "voucher", "replacement", "parts", "repair", "waiver", "gift"]
assert set(SORTS) == set(Kind.__args__)  # type: ignore[attr-defined]  # noqa: S101 - a table written twice
Sum = Annotated[str, Field(pattern=r"^\d{1,12}(\.\d{1,4})?$", examples=["20.00"])]


class WishIn(Said):
    """What is to be given. `cost` is as much as `value` when left out; `bearer` is the place that erred."""

    kind: Kind = Field(examples=["store_credit"])
    value: Sum
    cost: Sum | None = None
    currency: Annotated[str, Field(min_length=3, max_length=3, examples=["EUR"]), Plain]
    thing: Annotated[str, Field(max_length=120, description="What it is for: an order, a thing."), Plain] = ""
    bearer: Id | None = None
    reason: Line = ""
    words: Annotated[str, Field(max_length=600, description="To the customer; empty: the usual sentence."), Plain] = ""
    due_at: Moment | None = Field(default=None, description="By when they have it; null: at once.")
    our_error: bool | None = None
    order: Id | None = Field(default=None, description="Which of their orders it is for.")
    line: Id | None = Field(default=None, description="And which line of it.")

    def as_wish(self) -> Wish:
        """As the acts take it. Raises Unusable for a part of a cent, Refused for a place that is not there."""
        value = Money(minor(self.value, self.currency, "value") or 0, self.currency)
        cost = Money(minor(self.cost, self.currency, "cost") or 0, self.currency) if self.cost is not None else value
        bearer = _place(self.bearer) if self.bearer else None
        order, line = _bought(self.order or 0, self.line or 0)
        return Wish(
            self.kind,
            value,
            cost,
            bearer,
            self.thing,
            self.reason,
            self.words,
            self.due_at,
            self.our_error,
            order,
            line,
        )


def _bought(order: int, line: int) -> tuple[Order | None, OrderLine | None]:
    """The order, and the line of it, if any is named."""
    if not (order or line):
        return None, None
    try:
        found = orders.order_and_line(order=order, line=line)
    except (Order.DoesNotExist, OrderLine.DoesNotExist) as error:
        raise Refused(_("There is no such order.")) from error
    if order and found[0].pk != order:
        raise Refused(_("That is not in this order. Choose again what it is for."))
    return found


def _place(pk: int) -> Location:
    try:
        return people.location(pk)
    except Location.DoesNotExist as error:
        raise Refused(_("There is no such location.")) from error


class GrantIn(WishIn):
    """It is granted. `told`: the customer knows, by word of mouth; `again`: though they were given the same before."""

    told: bool = False
    again: bool = False


class AskIn(WishIn):
    """Somebody above is asked whether it may be given."""

    again: bool = False


class WhyIn(Said):
    """Why. `told`: the customer, who knew of it, was told by word of mouth."""

    reason: Annotated[str, Field(min_length=1, max_length=300), Plain]
    told: bool = False


class YesIn(Said):
    """Yes; with `value`, yes, but less."""

    value: Sum | None = None


class PayoutOut(Schema):
    """How a refund that goes back through Stripe stands."""

    state: str = Field(description="planned, sending, sent, arrived, failed or unsure")
    moved_at: datetime = Field(description="Since when it stands so.")
    why: str


class RemedyOut(Schema):
    """A remedy. `may`: what you can do with it now. `payout` null: people see to it, or it is no refund."""

    id: int
    conversation: int
    kind: str
    value: MoneyOut
    cost: MoneyOut
    thing: str
    order: int | None
    line: int | None
    words: str
    reason: str
    state: str = Field(description="granted, fulfilled, stuck or withdrawn")
    how: str = Field(description="authority, yes, silence, or itself for what was given by itself")
    bearer: str
    granted_by: str
    answers_for: str = Field(description="Whose authority it was.")
    granted_at: datetime
    due_at: datetime | None
    told_at: datetime | None
    fulfilled_at: datetime | None
    withdrawn_at: datetime | None
    why: str
    payout: PayoutOut | None
    may: list[str]


class AskOut(Schema):
    """A question whether something may be given. `asked`: who has it now."""

    id: int
    conversation: int
    kind: str
    value: MoneyOut
    cost: MoneyOut
    thing: str
    words: str
    reason: str
    bearer: str
    state: str = Field(description="asked, granted, refused, unanswered or withdrawn")
    by: str
    at: datetime
    asked: str
    is_told: bool = Field(description="False: they come later, and are told then.")
    answer_by: datetime | None
    answered_by: str
    answer: str
    remedy: int | None
    may_answer: bool


class GiverOut(Schema):
    """Who may give more. `upto` null: without a limit."""

    name: str
    rank: str
    upto: MoneyOut | None
    there_at: datetime
    minutes_to_answer: int | None


class MayOut(Schema):
    """What you may give now alone; `upto` null: without a limit."""

    kind: str
    upto: MoneyOut | None
    above: GiverOut | None


def remedy_of(one: RemedyItem, payout: Payout | None) -> RemedyOut:
    """As programs see it."""
    others = ("value", "cost", "may", "payout")
    same = {name: getattr(one, name) for name in RemedyOut.model_fields if name not in others}
    goes = PayoutOut(state=payout.state, moved_at=payout.moved_at, why=payout.why) if payout else None
    return RemedyOut(**same, value=told(one.value), cost=told(one.cost), may=sorted(one.may), payout=goes)


def ask_of(one: AskItem) -> AskOut:
    """As programs see it."""
    same = {name: getattr(one, name) for name in AskOut.model_fields if name not in ("value", "cost")}
    return AskOut(**same, value=told(one.value), cost=told(one.cost))


def may_of(found: MayGive) -> MayOut:
    """As programs see it."""
    above = found.above
    more = None
    if above is not None:
        more = GiverOut(name=above.name, rank=above.rank.value, upto=_limit(above.upto),
                        there_at=above.there_at, minutes_to_answer=above.minutes)  # fmt: skip
    return MayOut(kind=found.kind, upto=_limit(found.upto), above=more)


def _limit(upto: Money | None) -> MoneyOut | None:
    """None: there is none."""
    return None if upto is None else told(upto)
