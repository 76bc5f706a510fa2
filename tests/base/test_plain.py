"""Plain questions: the same answers as by Django's way, on the short way past it and off it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from makegood.base.plain import ask, do, moment, utc
from makegood.customers.models import Group

NOON = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
NAMES = "SELECT name FROM customers_group WHERE name LIKE '%%ton' AND name <> %s ORDER BY name"
MADE = "SELECT expire_date FROM django_session WHERE session_key = %s"


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_as_inside_one() -> None:
    Group.objects.all().delete()
    Group.objects.bulk_create([Group(name=name) for name in ("Aston", "Beeton", "Upton", "Hope")])
    assert ask(NAMES, ["Beeton"]) == [("Aston",), ("Upton",)]
    with transaction.atomic():
        Group.objects.filter(name="Aston").delete()
        assert ask(NAMES, ["Beeton"]) == [("Upton",)]
    with CaptureQueriesContext(connection) as seen:
        assert ask(NAMES, ["Beeton"]) == [("Upton",)]
    assert len(seen) == 1, "whoever counts sees it"


@pytest.mark.django_db(transaction=True)
def test_a_question_that_cannot_be_answered_fails_as_any_other_and_leaves_the_next_alone() -> None:
    with pytest.raises(DatabaseError):
        ask("SELECT nothing FROM people_company")
    assert ask("SELECT 1 AS one") == [(1,)]


@pytest.mark.django_db
def test_what_is_done_says_how_many_rows_it_touched() -> None:
    Group.objects.all().delete()
    Group.objects.bulk_create([Group(name=name) for name in ("Aston", "Beeton", "Hope")])
    assert do("DELETE FROM customers_group WHERE name LIKE '%%ton' AND name <> %s", ["Upton"]) == 2
    assert do("DELETE FROM customers_group WHERE name = %s", ["Aston"]) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("at", [NOON, NOON + timedelta(microseconds=1)])
def test_a_time_comes_back_in_utc(at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('hour', '', %s)", [moment(at)])
    for _twice in range(2):
        [(found,)] = ask(MADE, ["hour"])
        assert utc(found) == at and utc(found).utcoffset() == timedelta()


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("2026-11-19 12:00:00", NOON),
        ("2026-11-19 12:00:00.000001", NOON + timedelta(microseconds=1)),
        ("2026-11-19 21:00:00+09:00", NOON),
        (NOON.replace(tzinfo=None), NOON),
        (None, None),
    ],
)
def test_what_says_no_zone_is_utc(kept: datetime | str | None, said: datetime | None) -> None:
    assert utc(kept) == said
