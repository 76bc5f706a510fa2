"""Guarantee 4, on money: the books balance to the cent, each transfer is taken back at most once and in full."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Sum

from makegood.base.money import is_currency
from makegood.base.plain import ask
from makegood.books.models import Account, Closing, Leg, Transfer
from makegood.config.doctor.found import Found, found

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


CHECKS = (
    each_transfer_adds_up,
    what_is_taken_back_is_taken_back_whole,
    closed_is_closed,
    money_has_its_currency,
    the_guards_stand,
)
