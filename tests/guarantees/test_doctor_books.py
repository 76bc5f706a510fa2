"""Doctor finds nothing in sound books, and names what a vandal does to them once the database's guards are gone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.utils import timezone

from makegood.agenda.models import Turn
from makegood.books import acts
from makegood.books.models import Closing, Leg, Transfer, Why
from makegood.config.doctor import examine
from makegood.vouchers import acts as vouchers
from makegood.vouchers.models import Redemption, Voucher
from tests.books.booking import give
from tests.vouchers.issuing import code, eur, issue
from tests.world import DAY, World


@pytest.fixture
def booked(world: World) -> World:
    """Something was given, something taken back, and the books were closed for the year before."""
    now = timezone.now()
    give(1000, world.harbour.location_id, at=now)
    with transaction.atomic():
        acts.counter(give(500, world.hill.location_id, at=now), at=now, by=None, why=Why.WITHDRAWN)
    shop = world.harbour.location
    voucher = issue(bearer=shop, at=now, expires_on=now.date() + 9 * DAY)
    vouchers.redeem(code(voucher), eur(500), at_location=shop, by=world.ana, once="1", at=now)
    Closing.objects.create(until=now - 300 * DAY, at=now - DAY, by=world.ana)
    return world


def violations() -> list[str]:
    return next(one.violations for one in examine(now=timezone.now()) if one.guarantee == 4)


def _without_guards() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in ("account", "transfer", "leg", "closing"):
                cursor.execute(f"ALTER TABLE books_{table} DISABLE TRIGGER USER")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'books!_%' ESCAPE '!'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


def a_cent_more() -> None:
    Leg.objects.filter(minor=1000).update(minor=1001)


def a_leg_less() -> None:
    Leg.objects.filter(transfer=Transfer.objects.order_by("pk")[0])[0].delete()


def a_cent_less_back() -> None:
    for leg in Leg.objects.filter(transfer__counter_of__isnull=False):
        Leg.objects.filter(pk=leg.pk).update(minor=leg.minor - (1 if leg.minor > 0 else -1))


def booked_into_the_past() -> None:
    give(100, Leg.objects.exclude(account__location=None)[0].account.location_id or 0, at=timezone.now())
    Transfer.objects.filter(pk=Transfer.objects.order_by("-pk")[0].pk).update(at=timezone.now() - 400 * DAY)


def no_currency() -> None:
    from makegood.books.models import Account

    Account.objects.update(currency="DUB")


def a_cent_left_over() -> None:
    Voucher.objects.update(balance_minor=1501)


def a_sale_forgotten() -> None:
    Redemption.objects.update(undone_at=timezone.now())


def never_runs_out() -> None:
    Turn.objects.filter(kind="voucher").delete()


def nothing_else() -> None:
    pass


def test_sound_books_are_sound(booked: World) -> None:
    assert violations() == []


@pytest.mark.parametrize(
    ("vandal", "words"),
    [
        (a_cent_more, "is off by 1 minor units of EUR"),
        (a_leg_less, "has lost legs"),
        (a_cent_less_back, "but not all of it"),
        (booked_into_the_past, "lies in a period that was closed"),
        (no_currency, "DUB, which is no currency"),
        (a_cent_left_over, "has 1501 minor units left, and the books say 1500"),
        (a_sale_forgotten, "was spent otherwise than its balance says"),
        (never_runs_out, "will not run out on its day"),
        (nothing_else, "triggers are missing"),
    ],
)
def test_doctor_names_what_a_vandal_did(booked: World, vandal: Callable[[], None], words: str) -> None:
    _without_guards()
    vandal()
    assert any(words in one for one in violations()), violations()
