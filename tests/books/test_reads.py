"""What it cost, by place, cause, product and person; how the accounts stand; and whose anybody may see."""

from __future__ import annotations

import csv
import io
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from makegood.books import acts, queries
from makegood.books.models import Kind, Why
from makegood.books.queries import Dimension, Sight
from makegood.books.rules import AccountRef, Matter, move
from makegood.people.models import Partner, Rank, Region, Role
from tests.books.booking import eur, give, goodwill
from tests.world import DAY, HOUR, NOON, World

ALL = Sight(everything=True)
SPAN = {"since": NOON - DAY, "until": NOON + DAY}


@pytest.fixture
def spent(world: World) -> World:
    """Harbour gave 10 and 5 euros, the 5 were taken back, and Hill gave 3; a dollar, and something long ago."""
    harbour, hill = world.harbour.location_id, world.hill.location_id
    give(1000, harbour, matter=Matter("Arrived damaged", "Oak table", world.ana.pk, 1042, 7), by=world.ana)
    late = give(500, harbour, matter=Matter("Late", "=cmd()", world.ben.pk))
    give(300, hill, matter=Matter("Late", person=world.mo.pk))
    give(9900, harbour, at=NOON - 2 * DAY)
    with transaction.atomic():
        acts.counter(late, at=NOON + HOUR, by=world.lea, why=Why.WITHDRAWN)
    return world


def said(by: Dimension, seen: Sight = ALL) -> list[tuple[str, int, int]]:
    return [(one.name, one.amount.minor, one.count) for one in queries.costs(seen, by, **SPAN)]


def test_costs_are_sorted_by_whatever_is_asked(spent: World) -> None:
    assert said(Dimension.LOCATION) == [("Harbour", 1000, 2), ("Hill", 300, 1)]
    assert said(Dimension.CAUSE) == [("Arrived damaged", 1000, 1), ("Late", 300, 2)]
    assert said(Dimension.PRODUCT) == [("Oak table", 1000, 1), ("", 300, 1), ("=cmd()", 0, 1)]
    assert said(Dimension.PERSON) == [("Ana Example", 1000, 1), ("Mo Example", 300, 1), ("Ben Example", 0, 1)]
    hill = Sight(locations=frozenset([spent.hill.location_id]))
    assert said(Dimension.CAUSE, hill) == [("Late", 300, 1)]


def test_each_cost_opens_to_its_transfers(spent: World) -> None:
    late = queries.page_of(ALL, by=Dimension.CAUSE, key="Late", **SPAN)
    assert [(one.why, one.person, len(one.legs)) for one in late] == [
        ("withdrawn", "Ben Example", 2), ("granted", "Mo Example", 2), ("granted", "Ben Example", 2),
    ]  # fmt: skip
    assert late[0].counter_of == late[2].pk and queries.page_of(ALL, before=late[2].pk, **SPAN)[0].conversation == 1042
    for by, key, count in (
        (Dimension.LOCATION, str(spent.hill.location_id), 1),
        (Dimension.PERSON, "", 0),
        (Dimension.PERSON, "x", 0),
    ):
        assert len(queries.page_of(ALL, by=by, key=key, **SPAN)) == count


def test_a_manager_sees_their_place_head_office_all_and_an_agent_nothing(spent: World) -> None:
    Role.objects.create(agent=spent.ben, rank=Rank.MANAGER, location=spent.harbour.location)
    region = Region.objects.create(name="South")
    spent.hill.location.region = region
    spent.hill.location.save(update_fields=["region"])
    Role.objects.create(agent=spent.mo, rank=Rank.REGIONAL, region=region)
    assert queries.sight(spent.ben) == Sight(locations=frozenset([spent.harbour.location_id]))
    assert queries.sight(spent.mo) == Sight(locations=frozenset([spent.hill.location_id]))
    assert not queries.sight(spent.ana) and not queries.sight(spent.lea) and not queries.sight(spent.ada)
    Role.objects.create(agent=spent.mo, rank=Rank.MANAGER, location=spent.harbour.location)
    assert queries.sight(spent.mo).everything
    seen = queries.sight(spent.ben)
    assert {one.place for one in queries.shelves(seen)} == {"Harbour"} and queries.places_in(seen) == [
        (spent.harbour.location_id, "Harbour")
    ]
    assert all(place == "Harbour" for one in queries.page_of(seen, **SPAN) for _kind, place, _sum in one.legs)


def test_shelves_say_how_the_accounts_stand(spent: World) -> None:
    assert [(one.place, one.kind, one.amount) for one in queries.shelves(ALL)] == [
        ("Harbour", Kind.GOODWILL, eur(10900)),
        ("Harbour", Kind.REFUNDS_PAYABLE, eur(-10900)),
        ("Hill", Kind.GOODWILL, eur(300)),
        ("Hill", Kind.REFUNDS_PAYABLE, eur(-300)),
    ]
    assert queries.shelves(ALL, before=NOON - DAY)[0].amount == eur(9900)


def test_what_places_owe_each_other_is_netted(spent: World) -> None:
    harbour, hill = spent.harbour.location_id, spent.hill.location_id
    for number, (debtor, creditor, minor) in enumerate([(harbour, hill, 700), (hill, harbour, 200), (hill, hill, 50)]):
        legs = move(AccountRef(Kind.REDEEMED, creditor), AccountRef(Kind.VOUCHER_LIABILITY, debtor), eur(minor))
        with transaction.atomic():
            acts.book(why=Why.VOUCHER_REDEEMED, legs=legs, at=NOON, by=None, once=f"redeem:{number}")
    [owed] = queries.owed_between(ALL, **SPAN)
    assert (owed.debtor, owed.creditor, owed.amount) == ("Harbour", "Hill", eur(500))
    assert queries.owed_between(Sight(locations=frozenset([10**9])), **SPAN) == []


def test_a_partner_who_is_charged_stands_in_the_books(spent: World) -> None:
    kiln = Partner.objects.create(name="Kiln Works", created_at=NOON)
    legs = move(goodwill(spent.harbour.location_id), AccountRef(Kind.PARTNER_RECHARGE, partner=kiln.pk), eur(400))
    with transaction.atomic():
        acts.book(why=Why.RECHARGED, legs=legs, at=NOON, by=spent.lea, once="charge:1")
    assert [(one.partner, one.amount) for one in queries.shelves(ALL) if one.partner] == [("Kiln Works", eur(400))]
    assert said(Dimension.LOCATION)[0] == ("Harbour", 600, 2)


def test_the_table_is_exact_and_runs_nothing(spent: World) -> None:
    rows = list(queries.csv_rows(ALL, zone=ZoneInfo("Europe/Berlin"), **SPAN))
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    read = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert [one["amount"] for one in read] == ["10.00", "-10.00", "5.00", "-5.00", "3.00", "-3.00", "-5.00", "5.00"]
    assert read[0]["at"] == "2026-11-19T13:00:00+01:00" and read[0]["conversation"] == "1042"
    assert {one["product"] for one in read} == {"Oak table", "'=cmd()", ""} and read[6]["takes_back"] == read[2][
        "transfer"
    ]


def test_each_page_asks_little(spent: World) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        queries.shelves(ALL)
        queries.page_of(ALL, **SPAN)
        queries.costs(ALL, Dimension.CAUSE, **SPAN)
    assert len(asked) <= 5
