"""What a remedy costs is in the books as it is granted, borne by the place that erred. Inside an act."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from makegood.base.money import Money
from makegood.books import acts as books
from makegood.books.models import Kind, Transfer, Why
from makegood.books.rules import About, AccountRef, Matter, move
from makegood.books.rules import Refused as RefusedByBooks
from makegood.conversations.rules import Refused
from makegood.people.models import Agent, Location
from makegood.remedies.models import Remedy, RemedyKind
from makegood.vouchers import acts as vouchers
from makegood.vouchers.models import Voucher
from makegood.vouchers.queries import of_remedies
from makegood.vouchers.rules import Refused as RefusedVoucher

ABOUT = "remedy"
# Where what was granted stands once the place that erred has borne it.
STANDS_IN = {
    RemedyKind.REFUND: Kind.REFUNDS_PAYABLE,
    RemedyKind.STORE_CREDIT: Kind.CREDIT_LIABILITY,
    RemedyKind.WAIVER: Kind.WAIVED,
}


def book_grant(remedy: Remedy, *, at: datetime) -> None:
    """The place that erred bears it; once, whatever is pressed twice. What costs nothing is not booked.

    A voucher is made at once, and books itself.
    """
    if remedy.kind == RemedyKind.VOUCHER:
        _issue(remedy, at=at)
        return
    _move(remedy, Why.GRANTED, AccountRef(Kind.GOODWILL, location=remedy.bearer_id), stands_in(remedy),
          once=f"remedy:{remedy.pk}", by=remedy.granted_by, at=at)  # fmt: skip


def unbook_grant(remedy: Remedy, *, by: Agent | None, at: datetime) -> None:
    """What was booked is taken back by a counter-booking; a voucher is void. Raises Refused once it was spent."""
    for voucher in of_remedies([remedy.pk]).values():
        _take_back(voucher, by=by, at=at)
    for one in _open_transfers(remedy):
        _counter(one, Why.WITHDRAWN, by=by, at=at)


def book_fulfilment(remedy: Remedy, *, by: Agent | None, at: datetime) -> None:
    """A refund that is paid out is not owed any more. Whatever else is given stands as it was granted."""
    if remedy.kind == RemedyKind.REFUND:
        number = Transfer.objects.filter(about_kind=ABOUT, about_id=remedy.pk, why=Why.PAID).count()
        _move(remedy, Why.PAID, stands_in(remedy), AccountRef(Kind.CASH), once=f"remedy:{remedy.pk}:paid:{number}",
              by=by, at=at)  # fmt: skip


def book_hand_over(remedy: Remedy, place: Location, *, by: Agent, at: datetime) -> None:
    """What another place than the one that bears it took from its shelf is what the one owes the other."""
    if place.pk == remedy.bearer_id:
        return
    number = Transfer.objects.filter(about_kind=ABOUT, about_id=remedy.pk, why=Why.HANDED_OVER).count()
    bears, gave = (AccountRef(Kind.GOODS, location=pk) for pk in (remedy.bearer_id, place.pk))
    _move(remedy, Why.HANDED_OVER, bears, gave, once=f"remedy:{remedy.pk}:handed:{number}", by=by, at=at)


def unbook_fulfilment(remedy: Remedy, *, at: datetime) -> None:
    """It was not paid out, or handed over, after all."""
    for one in _open_transfers(remedy):
        if one.why in (Why.PAID, Why.HANDED_OVER):
            _counter(one, Why.CORRECTED, by=None, at=at)


def stands_in(remedy: Remedy) -> AccountRef:
    """The account that holds it between granting and giving."""
    return AccountRef(STANDS_IN.get(RemedyKind(remedy.kind), Kind.GOODS))


def _move(
    remedy: Remedy, why: Why, to: AccountRef, source: AccountRef, *, once: str, by: Agent | None, at: datetime
) -> None:
    if remedy.cost == 0:
        return
    legs = move(source, to, Money(remedy.cost, remedy.currency))
    try:
        books.book(why=why, legs=legs, at=at, by=by, once=once, about=About(ABOUT, remedy.pk), matter=_matter(remedy))
    except RefusedByBooks as error:
        raise Refused(str(error)) from error


def _matter(remedy: Remedy) -> Matter:
    """What reports sort it by."""
    return Matter(
        cause=remedy.reason,
        product=remedy.thing,
        person=remedy.granted_by_id,
        conversation=remedy.conversation_id,
        customer=remedy.conversation.customer_id,
    )


def _open_transfers(remedy: Remedy) -> list[Transfer]:
    """What is booked for it and was not taken back, the newest first."""
    mine = Transfer.objects.filter(about_kind=ABOUT, about_id=remedy.pk, counter_of=None, countered_by=None)
    return list(mine.order_by("-pk"))


def _counter(one: Transfer, why: Why, *, by: Agent | None, at: datetime) -> None:
    try:
        books.counter(one, at=at, by=by, why=why)
    except RefusedByBooks as error:
        raise Refused(str(error)) from error


def _issue(remedy: Remedy, *, at: datetime) -> None:
    conversation = remedy.conversation
    try:
        vouchers.issue(
            remedy.value_money,
            bearer=remedy.bearer,
            customer=conversation.customer,
            conversation=conversation,
            at=at,
            by=remedy.granted_by,
            once=f"remedy:{remedy.pk}",
            remedy=remedy.pk,
            known=_matter(remedy),
        )
    except RefusedVoucher as error:
        raise Refused(str(error)) from error


def _take_back(voucher: Voucher, *, by: Agent | None, at: datetime) -> None:
    if voucher.balance_minor != voucher.value_minor:
        raise Refused(_("Something was paid with this voucher already. It cannot be taken back."))
    try:
        vouchers.take_back(voucher, by=by, at=at)
    except RefusedVoucher as error:
        raise Refused(str(error)) from error
