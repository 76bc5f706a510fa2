"""Money is taken off a voucher at a till, once; and put back by a lead."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from makegood.base.money import Money
from makegood.base.prepared import Prepared
from makegood.books.models import Kind as Account
from makegood.books.models import Transfer, Why
from makegood.books.rules import AccountRef, Leg, Matter
from makegood.people.models import Agent, Location
from makegood.people.queries import standing_now
from makegood.timeline.kinds import Kind
from makegood.vouchers import codes, queries, rules
from makegood.vouchers.acts.common import (
    book,
    book_back,
    first_matter,
    goodwill,
    has_run_out,
    lock,
    owed,
    plan_expiry,
    say,
)
from makegood.vouchers.acts.issuing import hash_of
from makegood.vouchers.models import LIVE, Redemption, Voucher
from makegood.vouchers.rules import NoSuchVoucher, Refused, stands

# Each redemption asks these.
HELD = Prepared(lambda: Voucher.objects.select_for_update().filter(hashed="x"))
ONCE = Prepared(lambda: Redemption.objects.select_related("voucher").filter(once="x"))


def redeem(code: str, amount: Money, *, at_location: Location, by: Agent, once: str, at: datetime) -> Redemption:
    """The amount is off the voucher, and its bearer owes it to this location; under one `once`, one redemption.

    Raises NoSuchVoucher (tell it to `guessed`), or Refused in words: not enough on it, run out, void, used up.
    """
    with transaction.atomic():
        voucher = held(code)
        if known := ONCE.first(once):
            return _the_same(known, voucher, amount, at_location)
        if not queries.is_till(by, at_location):
            raise Refused(_("You do not work at %(place)s.") % {"place": at_location.name})
        run_out = has_run_out(voucher, now=at)
        reason = rules.why_not_use(voucher.state, expires_on=voucher.expires_on, has_run_out=run_out)
        if reason := reason or rules.why_not_take(amount, balance=voucher.balance):
            raise Refused(reason)
        lapsed = voucher.balance_minor - amount.minor if voucher.is_single else 0
        _take(voucher, amount.minor + lapsed)
        redemption = Redemption.objects.create(
            voucher=voucher,
            minor=amount.minor,
            lapsed_minor=lapsed,
            location=at_location,
            by=by,
            at=at,
            transfer=_book(voucher, amount, lapsed, at_location, by=by, once=f"redeem:{once}", at=at),
            once=once,
        )
        about_it = {"place": at_location.name, "left": voucher.balance_minor}
        say(Kind.VOUCHER_REDEEMED, voucher, amount, at=at, by=by, **about_it)
    return redemption


def held(code: str) -> Voucher:
    """The voucher with that code, held until the transaction ends. Raises NoSuchVoucher."""
    letters = codes.read(code)
    if not letters:
        raise Refused(_("This is no whole code: a letter is missing or wrong. Look again."))
    if not connection.in_atomic_block:  # what is compiled once is checked by Django once only
        raise transaction.TransactionManagementError("A voucher is held inside a transaction.")
    voucher = HELD.first(hash_of(letters))
    if voucher is None:
        raise NoSuchVoucher(_("No voucher of ours has this code."))
    return voucher


def give_back(redemption: Redemption, *, by: Agent, at: datetime) -> Redemption:
    """What was taken is on the voucher again, and the books have taken it back. Twice is once. By a lead of that place.

    Raises Refused, in words.
    """
    with transaction.atomic():
        voucher = lock(redemption.voucher_id)
        redemption = Redemption.objects.select_for_update().get(pk=redemption.pk)
        leads = standing_now(by).leads
        may = leads.everything or redemption.location_id in leads.locations
        if may and redemption.undone_at is not None:
            return redemption
        if reason := rules.why_not_give_back(voucher.state, leads=may):
            raise Refused(reason)
        book_back(redemption.transfer_id, Why.VOUCHER_RETURNED, at=at, by=by)
        redemption.undone_at, redemption.undone_by = at, by
        redemption.save(update_fields=["undone_at", "undone_by"])
        _take(voucher, -redemption.minor - redemption.lapsed_minor)
        plan_expiry(voucher, now=at)
        amount = Money(redemption.minor, voucher.currency)
        say(Kind.VOUCHER_RETURNED, voucher, amount, at=at, by=by, left=voucher.balance_minor)
    return redemption


def _take(voucher: Voucher, minor: int) -> None:
    """The balance is that much less, if it still is what was seen; the database lets none go below zero."""
    seen, left = voucher.balance_minor, voucher.balance_minor - minor
    state = stands(left, voucher.value_minor)
    there = Voucher.objects.filter(pk=voucher.pk, balance_minor=seen, state=voucher.state)
    if minor > 0:
        there = there.filter(state__in=LIVE)
    if not there.update(balance_minor=F("balance_minor") - minor, state=state):
        raise Refused(_("Somebody else was just faster. Look at what is left on it."))
    voucher.balance_minor, voucher.state = left, state


def _book(
    voucher: Voucher, amount: Money, lapsed: int, place: Location, *, by: Agent, once: str, at: datetime
) -> Transfer:
    rest = Money(lapsed, voucher.currency)
    legs = [
        Leg(owed(voucher), amount + rest),
        Leg(AccountRef(Account.REDEEMED, location=place.pk), -amount),
        Leg(goodwill(voucher), -rest),
    ]
    known = first_matter(voucher) if lapsed else Matter()
    return book(Why.VOUCHER_REDEEMED, voucher, legs, known=known, at=at, by=by, once=once)


def _the_same(known: Redemption, voucher: Voucher, amount: Money, place: Location) -> Redemption:
    if (known.voucher_id, known.amount, known.location_id) != (voucher.pk, amount, place.pk):
        raise Refused(_("This key was used for something else already. Begin anew."))
    return known
