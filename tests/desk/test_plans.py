"""How SQLite goes about what pages ask: by an index into what grows, never through all of it."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from makegood.clocks.models import Kind
from makegood.clocks.queries import running_about
from makegood.conversations import acts
from tests.world import NOON, World

NAMED = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)"?\s+(?:AS\s+)?"?(\w+)"?')
# People and places are few. What happened, by its kind, is most of what ever happened.
FEW, WHOLE_KINDS = ("people_", "django_", "account_", "mfa_"), "event_kind"


def walks(sql: str) -> list[str]:
    """The steps of the plan that read a whole table which grows, or all events of a kind."""
    tables = {alias: table for table, alias in NAMED.findall(sql)} | {table: table for table, _ in NAMED.findall(sql)}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        steps = [row[3] for row in cursor.fetchall()]
    made = {step.split()[1] for step in steps if step.startswith(("CO-ROUTINE ", "MATERIALIZE "))}  # on the way, small
    scans = [s for s in steps if s.startswith("SCAN ") and " USING " not in s and s.split()[1] not in made]
    grown = [step for step in scans if "_" in (table := tables.get(step.split()[1], "")) and not table.startswith(FEW)]
    return grown + [step for step in steps if WHOLE_KINDS in step]


@pytest.mark.parametrize("address", ["/inbox", "/inbox/mine", "/inbox/all", "/c/{}", "/c/{}?in=due", "/reports/times"])
def test_no_page_walks_through_what_grows(world: World, ana: Client, address: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("plans are SQLite's here")
    lamp = world.receive()
    acts.claim(lamp, by=world.ana, at=NOON)
    world.reply(lamp)
    with CaptureQueriesContext(connection) as asked:
        assert ana.get(address.format(lamp.number)).status_code == 200
    assert [(step, one["sql"]) for one in asked for step in walks(one["sql"])] == []


def test_a_walk_is_seen(world: World) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("plans are SQLite's here")
    assert walks("SELECT m.id FROM conversations_message m WHERE m.text = 'a'")
    assert walks("SELECT e.id FROM timeline_event e WHERE e.kind = 'a'")
    assert not walks("SELECT m.id FROM conversations_message m WHERE m.id = 1")


@pytest.mark.django_db
def test_the_clock_of_a_promise_or_rung_is_found_by_it_and_not_among_all_that_run() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("plans are SQLite's here")
    with CaptureQueriesContext(connection) as asked:
        running_about(Kind.RUNG, 7)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        steps = [row[3] for row in cursor.fetchall()]
    assert any("clock_running_about (about_id=? AND kind=?)" in step for step in steps), steps
