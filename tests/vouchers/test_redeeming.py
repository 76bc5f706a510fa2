"""A voucher is good at every till, for what is left on it, once for each press; what it cost stays with who erred."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from makegood.base.money import Money
from makegood.books import queries as books
from makegood.books.models import Closing, Kind, Transfer
from makegood.books.queries import Sight
from makegood.people.models import Agent, Location, Role, Team
from makegood.timeline.models import Event
from makegood.vouchers import acts
from makegood.vouchers.models import Redemption, State, Voucher
from makegood.vouchers.rules import NoSuchVoucher, Refused
from tests.guarantees.at_once import at_once
from tests.vouchers.issuing import code, eur, issue
from tests.world import DAY, HOUR, MINUTE, NOON, World

ALL = Sight(everything=True)


def shelves() -> dict[tuple[str, str], int]:
    """What each account holds, in cents."""
    return {(one.place, one.kind.value): one.amount.minor for one in books.shelves(ALL)}


def test_mo_at_hill_takes_what_harbour_gave(world: World) -> None:
    voucher = issue(2000, bearer=world.harbour.location)
    took = acts.redeem(code(voucher), eur(750), at_location=world.hill.location, by=world.mo, once="1", at=NOON)
    voucher.refresh_from_db()
    assert (voucher.state, voucher.balance, took.amount) == (State.PART_USED, eur(1250), eur(750))
    assert shelves() == {
        ("Harbour", "goodwill"): 2000, ("Harbour", "voucher_liability"): -1250, ("Hill", "redeemed"): -750,
    }  # fmt: skip
    [owed] = books.owed_between(ALL, since=NOON - DAY, until=NOON + DAY)
    assert (owed.debtor, owed.creditor, owed.amount) == ("Harbour", "Hill", eur(750))
    acts.redeem(code(voucher).lower(), eur(1250), at_location=world.hill.location, by=world.mo, once="2", at=NOON)
    voucher.refresh_from_db()
    assert (voucher.state, voucher.balance) == (State.USED, eur(0))
    assert Event.objects.filter(kind="voucher.redeemed", by_id=world.mo.pk).count() == 2


def test_the_same_press_twice_takes_once(world: World) -> None:
    voucher, here = issue(2000, bearer=world.harbour.location), world.harbour.location
    one = acts.redeem(code(voucher), eur(500), at_location=here, by=world.ana, once="1", at=NOON)
    assert acts.redeem(code(voucher), eur(500), at_location=here, by=world.ana, once="1", at=NOON + HOUR) == one
    with pytest.raises(Refused):
        acts.redeem(code(voucher), eur(501), at_location=here, by=world.ana, once="1", at=NOON)
    assert Redemption.objects.count() == 1 and Voucher.objects.get().balance == eur(1500)


@pytest.mark.parametrize("amount", [eur(2001), eur(0), eur(-1), Money(100, "USD")])
def test_what_is_not_on_it_is_refused_in_words(world: World, amount: Money) -> None:
    voucher = issue(2000, bearer=world.harbour.location)
    with pytest.raises(Refused):
        acts.redeem(code(voucher), amount, at_location=world.harbour.location, by=world.ana, once="1", at=NOON)
    assert not Redemption.objects.exists() and Transfer.objects.count() == 1


def test_a_used_a_void_and_a_past_one_take_nothing(world: World) -> None:
    here = world.harbour.location
    used, void, past = (issue(100, bearer=here, expires_on=date(2026, 11, 19)) for _ in range(3))
    acts.redeem(code(used), eur(100), at_location=here, by=world.ana, once="1", at=NOON)
    acts.void(void, by=world.lea, at=NOON)
    for voucher, at in ((used, NOON), (void, NOON), (past, NOON + DAY)):
        with pytest.raises(Refused):
            acts.redeem(code(voucher), eur(1), at_location=here, by=world.ana, once=f"x{voucher.pk}", at=at)
    acts.redeem(code(past), eur(1), at_location=here, by=world.ana, once="y", at=NOON + 11 * HOUR)


def test_a_stranger_s_code_and_half_a_code_open_nothing(world: World) -> None:
    voucher, here = issue(bearer=world.harbour.location), world.harbour.location
    from makegood.vouchers.codes import draw

    with pytest.raises(NoSuchVoucher):
        acts.redeem(draw(), eur(1), at_location=here, by=world.ana, once="1", at=NOON)
    with pytest.raises(Refused) as half:
        acts.redeem(code(voucher)[:-1], eur(1), at_location=here, by=world.ana, once="1", at=NOON)
    assert not isinstance(half.value, NoSuchVoucher)


def test_nobody_takes_one_where_they_do_not_work(world: World) -> None:
    voucher = issue(bearer=world.harbour.location)
    for someone, place in ((world.mo, world.harbour.location), (world.ada, world.harbour.location)):
        with pytest.raises(Refused):
            acts.redeem(code(voucher), eur(1), at_location=place, by=someone, once="1", at=NOON)


def test_a_single_use_one_is_used_up_at_once_and_its_rest_costs_nothing(world: World) -> None:
    voucher, here = issue(2000, bearer=world.harbour.location, is_single=True), world.harbour.location
    took = acts.redeem(code(voucher), eur(1500), at_location=here, by=world.ana, once="1", at=NOON)
    voucher.refresh_from_db()
    assert voucher.state == State.USED and shelves() == {("Harbour", "goodwill"): 1500, ("Harbour", "redeemed"): -1500}
    acts.give_back(took, by=world.lea, at=NOON + HOUR)
    voucher.refresh_from_db()
    assert (voucher.state, voucher.balance) == (State.ISSUED, eur(2000))


def test_lea_puts_it_back_once_and_nobody_else(world: World) -> None:
    voucher, here = issue(2000, bearer=world.hill.location), world.harbour.location
    took = acts.redeem(code(voucher), eur(2000), at_location=here, by=world.ana, once="1", at=NOON)
    for someone in (world.ana, world.mo, world.ada):
        with pytest.raises(Refused):
            acts.give_back(took, by=someone, at=NOON)
    one = acts.give_back(took, by=world.lea, at=NOON + HOUR)
    assert acts.give_back(took, by=world.lea, at=NOON + 2 * HOUR).undone_at == one.undone_at == NOON + HOUR
    voucher.refresh_from_db()
    assert (voucher.state, voucher.balance) == (State.ISSUED, eur(2000)) and ("Harbour", "redeemed") not in shelves()


def test_what_comes_after_the_books_were_closed_is_refused_in_words(world: World) -> None:
    voucher, here = issue(2000, bearer=world.harbour.location, at=NOON - DAY), world.harbour.location
    took = acts.redeem(code(voucher), eur(500), at_location=here, by=world.ana, once="1", at=NOON - HOUR)
    Closing.objects.create(until=NOON, at=NOON, by=world.lea)
    for late in (
        lambda: acts.redeem(code(voucher), eur(5), at_location=here, by=world.ana, once="2", at=NOON - MINUTE),
        lambda: acts.give_back(took, by=world.lea, at=NOON - MINUTE),
        lambda: acts.void(voucher, by=world.lea, at=NOON - MINUTE),
        lambda: issue(100, bearer=here, at=NOON - MINUTE),
    ):
        with pytest.raises(Refused, match="The books are closed for that time"):
            late()
    assert Redemption.objects.count() == 1 and Voucher.objects.get().balance == eur(1500)


def test_the_database_lets_no_balance_below_zero(world: World) -> None:
    voucher = issue(2000, bearer=world.harbour.location)
    for lie in ({"balance_minor": -1}, {"balance_minor": 2001}, {"state": "used"}, {"balance_minor": 100}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Voucher.objects.filter(pk=voucher.pk).update(**lie)


@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_at_once_one_wins() -> None:
    shop = Location.objects.create(name="Harbour")
    ana = Agent.objects.create_user("ana@harbour.example", name="Ana Example", created_at=NOON)
    Role.objects.create(agent=ana, rank="agent", team=Team.objects.create(name="Front", location=shop))
    voucher = issue(2000, bearer=shop)
    said, lost = code(voucher), []

    def press(first: int) -> None:
        for number in range(first, first + 20):
            try:
                acts.redeem(said, eur(2000), at_location=shop, by=ana, once=f"{number}", at=NOON)
            except Refused as refused:
                lost.append(str(refused))

    assert at_once(*(lambda first=first: press(first) for first in range(0, 100, 20))) == [None] * 5
    assert Redemption.objects.count() == 1 and len(lost) == 99
    assert Voucher.objects.get().balance == eur(0) and shelves() == {
        ("Harbour", "goodwill"): 2000, ("Harbour", "redeemed"): -2000,
    }  # fmt: skip
    assert Transfer.objects.filter(legs__account__kind=Kind.REDEEMED).count() == 1
