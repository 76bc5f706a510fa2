"""What is booked adds up to nothing, happens once and stays; the code sees to it, and so does the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.base.money import Money
from makegood.books import acts, queries
from makegood.books.models import Account, Kind, Leg, Transfer, Why
from makegood.books.queries import Sight
from makegood.books.rules import (
    About,
    AccountRef,
    Differs,
    Matter,
    OutsideTransaction,
    Refused,
    Unbalanced,
    balanced,
    move,
)
from makegood.books.rules import Leg as Booking
from makegood.config.doctor.books import CHECKS
from tests.books.booking import eur, give, goodwill, payable
from tests.guarantees.at_once import many
from tests.world import DAY, NOON, World

ALL = Sight(everything=True)
refs = st.builds(AccountRef, st.sampled_from(list(Kind)), st.sampled_from([None, 1, 2]))
amounts = st.builds(Money, st.integers(-(10**9), 10**9), st.sampled_from(["EUR", "USD"]))


@given(st.lists(st.tuples(refs, refs, amounts), min_size=1, max_size=8))
def test_plain_moves_always_balance(moves: list[tuple[AccountRef, AccountRef, Money]]) -> None:
    legs = [leg for source, target, amount in moves for leg in move(source, target, amount)]
    try:
        moved = balanced(legs)
    except Unbalanced:
        assert all(source == target or not amount for source, target, amount in moves) or _cancel_out(legs)
        return
    assert len({(leg.account, leg.amount.currency) for leg in moved}) == len(moved) >= 2
    for code in ("EUR", "USD"):
        assert sum(leg.amount.minor for leg in moved if leg.amount.currency == code) == 0


def _cancel_out(legs: list[Booking]) -> bool:
    sums: dict[object, int] = {}
    for leg in legs:
        key = (leg.account, leg.amount.currency)
        sums[key] = sums.get(key, 0) + leg.amount.minor
    return not any(sums.values())


@given(st.lists(st.builds(Booking, refs, amounts), max_size=6))
def test_what_does_not_add_up_is_never_taken(legs: list[Booking]) -> None:
    off = {code: sum(leg.amount.minor for leg in legs if leg.amount.currency == code) for code in ("EUR", "USD")}
    if any(off.values()):
        with pytest.raises(Unbalanced):
            balanced(legs)


sequences = st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 1), st.booleans()), max_size=6)


@pytest.mark.django_db
@settings(max_examples=15)
@given(sequences)
def test_whatever_is_booked_and_taken_back_the_books_balance(done: list[tuple[int, int, bool]]) -> None:
    with transaction.atomic():
        places = [_place(name) for name in ("Harbour", "Hill")]
        held = dict.fromkeys(places, 0)
        for minor, which, is_taken_back in done:
            transfer = give(minor, places[which])
            if is_taken_back:
                acts.counter(transfer, at=NOON, by=None, why=Why.WITHDRAWN)
            else:
                held[places[which]] += minor
        shelves = queries.shelves(ALL)
        assert sum(one.amount.minor for one in shelves) == 0
        assert {one.location: one.amount.minor for one in shelves if one.kind == Kind.GOODWILL} == {
            place: minor for place, minor in held.items() if minor
        }
        assert not [words for check in CHECKS for words in check(NOON).violations]
        transaction.set_rollback(True)


def _place(name: str) -> int:
    from makegood.people.models import Location

    return Location.objects.create(name=name).pk


def test_it_is_booked_with_all_that_reports_ask_for(world: World) -> None:
    matter = Matter(cause="Arrived damaged", product="Oak table", person=world.ana.pk, conversation=1042, customer=7)
    transfer = give(1250, world.harbour.location_id, by=world.ana, matter=matter, about=About("remedy", 3))
    found = Transfer.objects.get(pk=transfer.pk)
    assert (found.why, found.cause, found.product, found.person, found.about_kind, found.about_id) == (
        "granted", "Arrived damaged", "Oak table", world.ana, "remedy", 3,
    )  # fmt: skip
    assert [leg.amount for leg in queries.legs_of(found)] == [eur(1250), eur(-1250)]


def test_the_same_again_is_booked_once(world: World) -> None:
    here = world.harbour.location_id
    assert give(500, here, once="grant:1") == give(500, here, once="grant:1") and Leg.objects.count() == 2
    with pytest.raises(Differs):
        give(501, here, once="grant:1")
    with pytest.raises(Differs):
        give(500, here, once="grant:1", why=Why.RECHARGED)


@pytest.mark.django_db(transaction=True)
def test_money_moves_only_together_with_its_cause() -> None:
    with pytest.raises(OutsideTransaction):
        acts.book(why=Why.GRANTED, legs=move(payable(None), goodwill(None), eur(1)), at=NOON, by=None, once="x")
    assert not Account.objects.exists()


def test_taking_back_moves_all_of_it_once(world: World) -> None:
    transfer = give(700, world.harbour.location_id, matter=Matter(cause="Late"))
    with transaction.atomic():
        back = acts.counter(transfer, at=NOON + DAY, by=world.lea, why=Why.WITHDRAWN)
        again = acts.counter(transfer, at=NOON + 2 * DAY, by=world.lea, why=Why.WITHDRAWN)
    assert back == again and back.counter_of == transfer and back.cause == "Late" and queries.shelves(ALL) == []
    with pytest.raises(Refused):
        acts.counter(back, at=NOON, by=world.lea, why=Why.WITHDRAWN)


@pytest.mark.django_db(transaction=True)
def test_twice_at_once_is_booked_once() -> None:
    here = _place("Harbour")
    found = many(4, lambda: give(500, here, once="grant:1").pk)
    assert found == [Transfer.objects.get().pk] * 4 and Leg.objects.count() == 2


def refused(act: Callable[[], object]) -> bool:
    """Whether the database itself says no."""
    try:
        with transaction.atomic():
            act()
    except DatabaseError as error:
        return "books:" in str(error)
    return False


def raw(sql: str, *values: object) -> None:
    """Past every guard of ours."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_the_database_refuses_what_does_not_add_up(world: World) -> None:
    transfer = give(100, world.harbour.location_id)
    account = Account.objects.filter(kind=Kind.GOODWILL).get()
    late = (transfer.pk, account.pk, 1)
    assert refused(lambda: raw("INSERT INTO books_leg (transfer_id, account_id, minor) VALUES (%s, %s, %s)", *late))
    for legs in ([], [5], [5, -4]):
        assert refused(lambda legs=legs: _written_by_hand(account, legs)), legs  # type: ignore[misc]
    other = Account.objects.create(kind=Kind.CASH, currency="USD")
    assert refused(lambda: _written_by_hand(account, [5], other, [-5]))
    assert Transfer.objects.count() == 1


def _written_by_hand(account: Account, minors: list[int], *other: object) -> None:
    pk = 10**9
    for one, values in ((account, minors), other) if other else ((account, minors),):
        Leg.objects.bulk_create(Leg(transfer_id=pk, account=one, minor=minor) for minor in values)  # type: ignore[union-attr]
    Transfer.objects.bulk_create([Transfer(pk=pk, at=NOON, why=Why.CORRECTED, once="by hand")])


@pytest.mark.parametrize("table", ["account", "transfer", "leg", "closing"])
def test_the_database_refuses_to_change_what_is_booked(world: World, table: str) -> None:
    give(100, world.harbour.location_id)
    acts.Closing.objects.create(until=NOON - DAY, at=NOON, by=world.ana)
    column = {"account": "currency = 'USD'", "leg": "minor = 7", "closing": "by_id = by_id"}.get(table, "cause = 'x'")
    assert refused(lambda: raw(f"UPDATE books_{table} SET {column}"))  # noqa: S608
    assert refused(lambda: raw(f"DELETE FROM books_{table}"))  # noqa: S608


@pytest.mark.django_db(transaction=True)
def test_legs_without_their_transfer_are_never_committed() -> None:
    account = Account.objects.create(kind=Kind.CASH, currency="EUR")
    with pytest.raises(DatabaseError), transaction.atomic():
        Leg.objects.bulk_create(Leg(transfer_id=10**9, account=account, minor=minor) for minor in (5, -5))
    assert not Leg.objects.exists()


def test_nothing_is_booked_into_a_closed_period(world: World) -> None:
    acts.Closing.objects.create(until=NOON, at=NOON + DAY, by=world.ana)
    here = world.harbour.location_id
    with pytest.raises(Refused):
        give(100, here, at=NOON - timedelta(seconds=1))
    give(100, here, at=NOON)
    accounts = Account.objects.filter(kind__in=[Kind.GOODWILL, Kind.REFUNDS_PAYABLE])

    def by_hand() -> None:
        legs = zip(accounts, (5, -5), strict=True)
        Leg.objects.bulk_create(Leg(transfer_id=10**9, account=one, minor=minor) for one, minor in legs)
        Transfer.objects.bulk_create([Transfer(pk=10**9, at=NOON - DAY, why=Why.CORRECTED, once="by hand")])

    assert refused(by_hand)
