"""Vouchers, as tills and shops see them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from makegood.api.shapes.common import Id, Line, Said
from makegood.api.shapes.orders import MoneyOut, Sum, minor
from makegood.base.money import Money
from makegood.vouchers.queries import Shown, Spent

Code = Annotated[Line, Field(min_length=8, max_length=200, examples=["7Q4M-2KXR-9WTB-HF"])]


class CodeIn(Said):
    """The code, with or without its dashes."""

    code: Code


class RedeemIn(Said):
    """What is taken off which voucher, and at which location. `amount` is in whole units of the voucher's currency."""

    code: Code
    amount: Sum
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$", examples=["EUR"])]
    location: Id

    def money(self) -> Money:
        """The sum. Raises Unusable for one that is none in that currency."""
        return Money(minor(self.amount, self.currency, "amount") or 0, self.currency)


class SpentOut(Schema):
    """What was taken off, where and when. `undone`: it was put back."""

    id: int
    amount: MoneyOut
    location: str
    at: datetime
    by: str
    undone: bool


class VoucherOut(Schema):
    """What a voucher is good for. `why_not` is "" while it is good, else why it is not, in words."""

    id: int
    code: str
    first_name: str
    value: MoneyOut
    balance: MoneyOut
    state: str
    why_not: str
    single_use: bool
    given_by: str
    expires_on: date | None
    spent: list[SpentOut]


class RedemptionOut(Schema):
    """What was taken off, and what the voucher is good for now."""

    id: int
    amount: MoneyOut
    voucher: VoucherOut


def told(money: Money) -> MoneyOut:
    """A sum as programs see it: exact, with a point."""
    return MoneyOut(amount=str(money.decimal), currency=money.currency)


def shown(one: Shown) -> VoucherOut:
    """As programs see it."""
    return VoucherOut(
        id=one.pk,
        code=one.code,
        first_name=one.first_name,
        value=told(one.value),
        balance=told(one.balance),
        state=one.state.value,
        why_not=one.why_not,
        single_use=one.is_single,
        given_by=one.bearer,
        expires_on=one.expires_on,
        spent=[_spent(spent) for spent in one.spent],
    )


def _spent(one: Spent) -> SpentOut:
    return SpentOut(id=one.pk, amount=told(one.amount), location=one.place, at=one.at, by=one.by, undone=one.is_undone)
