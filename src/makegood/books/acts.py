"""Every change to the books. What is booked stays; only a counter-booking takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from makegood.base.money import Money
from makegood.base.plain import ask, moment
from makegood.base.prepared import Prepared
from makegood.base.transactions import alone, beside
from makegood.books import queries, rules
from makegood.books.models import Account, Closing, Leg, Transfer, Why
from makegood.books.rules import About, AccountRef, Differs, Matter, OutsideTransaction, Refused
from makegood.people.models import Agent
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind

# Each booking asks these.
BOOKED = Prepared(lambda: Transfer.objects.filter(once="x").order_by("pk")[:1])
CLOSED = "SELECT 1 FROM books_closing WHERE until > %s LIMIT 1"
ACCOUNT = Prepared(
    lambda: (
        Account.objects.alias(place=Coalesce("location", 0), other=Coalesce("partner", 0))
        .filter(kind="x")
        .filter(currency="x")
        .filter(place=0)
        .filter(other=0)
    )
)
BOOKS = "books"  # closing a period and booking into it never happen side by side
NOTHING_KNOWN = Matter()


def book(
    *,
    why: Why,
    legs: Sequence[rules.Leg],
    at: datetime,
    by: Agent | None,
    once: str,
    about: About | None = None,
    matter: Matter = NOTHING_KNOWN,
) -> Transfer:
    """The legs are booked as one transfer, in the caller's transaction; under the same `once` only the first time.

    The caller records the event of what caused it. Raises OutsideTransaction, Unbalanced, Differs (other legs under the
    same key), and Refused when `at` lies in a closed period.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"{once}: money is booked in the transaction of what causes it.")
    moved = rules.balanced(legs)
    if known := BOOKED.first(once):
        return _the_same(known, why, moved)
    _refuse_closed(at)
    transfer = Transfer(
        at=at,
        why=why,
        about_kind=about.kind if about else "",
        about_id=about.pk if about else None,
        once=once,
        by=by,
        person_id=matter.person,
        cause=matter.cause[:120],
        product=matter.product[:200],
        conversation_id=matter.conversation,
        customer_id=matter.customer,
    )
    return _write(transfer, moved)


def counter(transfer: Transfer, *, at: datetime, by: Agent | None, why: Why) -> Transfer:
    """What the transfer moved is moved back by another, once and in full; the first one stays.

    As `book`. Raises Refused for what takes something back itself.
    """
    if transfer.counter_of_id is not None:
        raise Refused(_("This takes something back already. Book it anew instead."))
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"{transfer}: money is booked in the transaction of what causes it.")
    legs = [rules.Leg(leg.account, -leg.amount) for leg in queries.legs_of(transfer)]
    once = f"counter:{transfer.pk}"
    if known := BOOKED.first(once):
        return _the_same(known, why, legs)
    _refuse_closed(at)
    copied = ("about_kind", "about_id", "person_id", "cause", "product", "conversation_id", "customer_id")
    same = {name: getattr(transfer, name) for name in copied}
    return _write(Transfer(at=at, why=why, once=once, by=by, counter_of=transfer, **same), legs)


def close_period(until: datetime, *, at: datetime, by: Agent) -> Closing:
    """Nothing is booked any more at a time before `until`. Closed until the same moment already: that closing.

    Raises Refused, in words.
    """
    with transaction.atomic():
        alone(BOOKS)
        last = Closing.objects.order_by("-until").first()
        if last is not None and last.until == until:
            return last
        sees_all = queries.sight(by).everything
        closed_until = last.until if last else None
        if reason := rules.why_not_close(until, closed_until=closed_until, now=at, sees_all=sees_all):
            raise Refused(reason)
        closing = Closing.objects.create(until=until, at=at, by=by)
        record(Kind.BOOKS_CLOSED, at=at, by=by.pk, about={"until": until.isoformat()})
    return closing


def _refuse_closed(at: datetime) -> None:
    """Until this transaction ends nobody closes the books. Raises Refused when they are closed for `at`."""
    beside(BOOKS)
    if ask(CLOSED, [moment(at)]):
        raise Refused(_("The books are closed for that time. Book it in the period that is open."))


def _the_same(known: Transfer, why: Why, legs: Sequence[rules.Leg]) -> Transfer:
    if known.why != why or set(queries.legs_of(known)) != set(legs):
        raise Differs(f"{known.once} is booked already, as something else.")
    return known


def _write(transfer: Transfer, legs: Sequence[rules.Leg]) -> Transfer:
    """Legs first, then the transfer that closes them. Who booked the same at the same moment is found instead."""
    try:
        with transaction.atomic():
            transfer.pk = _next_id()
            accounts = [_account(leg.account, leg.amount) for leg in legs]
            Leg.objects.bulk_create(
                Leg(transfer_id=transfer.pk, account=account, minor=leg.amount.minor)
                for account, leg in zip(accounts, legs, strict=True)
            )
            Transfer.objects.bulk_create([transfer])
    except IntegrityError:
        known = BOOKED.first(transfer.once)
        if known is None:
            raise
        return _the_same(known, Why(transfer.why), legs)
    return transfer


def _next_id() -> int:
    """The id of a transfer to be. SQLite has one writer at a time, and no transfer is ever deleted."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('books_transfer', 'id'))")
            return int(cursor.fetchone()[0])
    [(last,)] = ask("SELECT COALESCE(MAX(id), 0) FROM books_transfer")
    return int(last) + 1


def _account(ref: AccountRef, amount: Money) -> Account:
    if known := ACCOUNT.first(ref.kind.value, amount.currency, 0, ref.location or 0, 0, ref.partner or 0):
        return known
    place: dict[str, Any] = {"location_id": ref.location, "partner_id": ref.partner}
    return Account.objects.get_or_create(kind=ref.kind, currency=amount.currency, **place)[0]
