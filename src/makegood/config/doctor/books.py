"""Guarantee 4, on money: the books balance to the cent, each transfer is taken back at most once and in full."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat

from makegood.agenda.models import Turn
from makegood.base.money import is_currency
from makegood.base.plain import ask
from makegood.books.models import Account, Closing, Leg, Transfer
from makegood.config.doctor.found import Found, found
from makegood.vouchers.models import LIVE, Redemption, Voucher

GUARDS = {
    "sqlite": "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'books!_%%' ESCAPE '!'",
    "postgresql": """SELECT COUNT(*) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE relname LIKE 'books!_%%' ESCAPE '!' AND NOT tgisinternal AND tgenabled <> 'D'""",
}
EXPECTED = {"sqlite": 12, "postgresql": 9}


def each_transfer_adds_up(now: datetime) -> Found:
    """Each has two legs at least that add up to nothing in each currency, and each leg has its transfer."""
    sums = Leg.objects.values("transfer", "account__currency").annotate(sum=Sum("minor")).exclude(sum=0)
    wrong = [
        f"transfer {row['transfer']} is off by {row['sum']} minor units of {row['account__currency']}"
        for row in sums.order_by("transfer")
    ]
    few = Transfer.objects.annotate(count=Count("legs")).filter(count__lt=2).values_list("pk", flat=True)
    wrong += [f"transfer {pk} has lost legs" for pk in few]
    bare = Leg.objects.filter(~Exists(Transfer.objects.filter(pk=OuterRef("transfer")))).values_list("pk", flat=True)
    wrong += [f"leg {pk} belongs to no transfer" for pk in bare]
    return found(Transfer.objects.count(), wrong)


def what_is_taken_back_is_taken_back_whole(now: datetime) -> Found:
    """A counter-booking moves back exactly what its transfer moved."""
    sql = """SELECT c.id FROM books_transfer c JOIN books_leg l ON l.transfer_id IN (c.id, c.counter_of_id)
        WHERE c.counter_of_id IS NOT NULL GROUP BY c.id, l.account_id HAVING SUM(l.minor) <> 0"""
    wrong = [f"transfer {pk} takes another back, but not all of it" for (pk,) in ask(sql)]
    return found(Transfer.objects.filter(counter_of__isnull=False).count(), dict.fromkeys(wrong))


def closed_is_closed(now: datetime) -> Found:
    """Nothing was booked into a period that was closed by then."""
    # Transfers are numbered as they are booked, so one that came after a closing has a later time than its end.
    wrong = [
        f"transfer {pk} lies in a period that was closed when it was booked"
        for pk in _booked_late(Closing.objects.all())
    ]
    return found(Closing.objects.count(), wrong)


def _booked_late(closings: Iterable[Closing]) -> list[int]:
    late: list[int] = []
    for closing in closings:
        first = Transfer.objects.filter(at__gte=closing.at).order_by("pk").values_list("pk", flat=True).first()
        if first is not None:
            late += Transfer.objects.filter(pk__gt=first, at__lt=closing.until).values_list("pk", flat=True)
    return sorted(set(late))


def money_has_its_currency(now: datetime) -> Found:
    """Each account counts a currency that there is."""
    codes = Account.objects.order_by().values_list("currency", flat=True).distinct()
    return found(
        len(codes), [f"accounts are kept in {code}, which is no currency" for code in codes if not is_currency(code)]
    )


def the_guards_stand(now: datetime) -> Found:
    """The database itself refuses what does not add up, and every change to what is booked."""
    [(count,)] = ask(GUARDS[connection.vendor])
    lacks = count < EXPECTED[connection.vendor]
    words = (
        "the database no longer guards the books: triggers are missing. Run makegood migrate books 0001, then migrate"
    )
    return found(1, [words] if lacks else [])


def each_voucher_is_worth_what_the_books_say(now: datetime) -> Found:
    """What is left on a voucher is what its bearer owes on it; one that has ended owes nothing."""
    legs = """SELECT v.id, v.state, v.balance_minor, COALESCE(SUM(l.minor), 0) FROM vouchers_voucher v
        LEFT JOIN books_transfer t ON t.about_kind = 'voucher' AND t.about_id = v.id
        LEFT JOIN books_account a ON a.kind = 'voucher_liability' AND a.location_id = v.bearer_id
        AND a.currency = v.currency
        LEFT JOIN books_leg l ON l.transfer_id = t.id AND l.account_id = a.id
        GROUP BY v.id, v.state, v.balance_minor ORDER BY v.id"""
    rows = ask(legs)
    wrong = [
        f"voucher {pk} has {balance} minor units left, and the books say {-int(owed)}"
        for pk, state, balance, owed in rows
        if -int(owed) != (balance if state in LIVE else 0)
    ]
    return found(len(rows), wrong)


def what_was_spent_is_off_the_balance(now: datetime) -> Found:
    """What was taken off a voucher and not put back, and what is left on it, are what it was worth."""
    off = Sum(F("redemptions__minor") + F("redemptions__lapsed_minor"), filter=Q(redemptions__undone_at=None))
    rows = Voucher.objects.annotate(off=Coalesce(off, 0)).exclude(value_minor=F("off") + F("balance_minor"))
    wrong = [f"voucher {pk} was spent otherwise than its balance says" for pk in rows.values_list("pk", flat=True)]
    return found(Redemption.objects.count(), wrong)


def vouchers_run_out_by_themselves(now: datetime) -> Found:
    """Each that is good and has a last day is on the agenda for the end of it."""
    planned = Turn.objects.filter(key=Concat(Value("voucher:"), Cast(OuterRef("pk"), CharField())))
    bare = Voucher.objects.filter(state__in=LIVE, expires_on__isnull=False).filter(~Exists(planned))
    wrong = [f"voucher {pk} will not run out on its day" for pk in bare.values_list("pk", flat=True)]
    return found(Voucher.objects.filter(state__in=LIVE).count(), wrong)


CHECKS = (
    each_transfer_adds_up,
    what_is_taken_back_is_taken_back_whole,
    closed_is_closed,
    money_has_its_currency,
    the_guards_stand,
    each_voucher_is_worth_what_the_books_say,
    what_was_spent_is_off_the_balance,
    vouchers_run_out_by_themselves,
)
