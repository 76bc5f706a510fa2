"""A million running clocks: how many are claimed and fired in a second, beside raw SQL that writes the very same rows.

Each is a whole conversation as one customer's mail begins it, with its message, its clock, its place in the list and
its turn on the agenda, copied by SQL from one that a real act began; every time is another.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from makegood.config.environment import SQLITE_SETUP
from tests.bench import desk as pages
from tests.bench.pages import page_row
from tests.bench.report import Row
from tests.servers.desk import Desk

CLAIMS, FIRES = 1_000, 500
DUE = CLAIMS + FIRES
SPAN = 30 * 24 * 3600  # seconds over which all of them come due
FAR = "2100-01-01 00:00:00"
# What a conversation that somebody's mail has just begun is made of; `one` is its number, `clock` its clock's.
PARTS = {
    "conversations_conversation": "id = :one",
    "conversations_message": "conversation_id = :one",
    "clocks_clock": "id = :clock",
    "conversations_nextclock": "conversation_id = :one",
    "agenda_turn": "key = 'clock:' || :clock",
}
TEMPLATE = """SELECT c.id, k.id FROM conversations_conversation c JOIN clocks_clock k ON k.conversation_id = c.id
    JOIN conversations_message m ON m.conversation_id = c.id
    WHERE c.state = 'open' AND k.kind = 'first_response' AND k.ended_at IS NULL
    GROUP BY c.id HAVING COUNT(*) = 1 LIMIT 1"""
CLAIM = """SELECT id FROM agenda_turn WHERE state = 'planned' AND run_at <= ? AND (lease_until IS NULL OR
    lease_until <= ?) ORDER BY run_at LIMIT 1"""
LEASE = "UPDATE agenda_turn SET attempts = attempts + 1, lease_until = ?, leased_by = ? WHERE id = ?"


def measure(*, conversations: int) -> list[Row]:
    """Claims and fires a second, and the list in the order of all these clocks."""
    size = f"{conversations:,} running clocks"
    with tempfile.TemporaryDirectory(prefix="makegood-bench-") as folder:
        desk = Desk(Path(folder) / "data")
        desk.run("demo", "fill", "--conversations", "200", "--seed", "1")
        filled = fill(desk.data / "makegood.sqlite3", conversations)
        command, root = [sys.executable, "-m", "tests.bench.clocks", str(filled)], Path(__file__).parents[2]
        done = subprocess.run(command, env=desk.environment, cwd=root, check=True, capture_output=True, text=True)
        found = json.loads(done.stdout)
        desk.start()
        try:
            inbox = pages.inbox(desk)
        finally:
            desk.stop()
    return [
        _row(f"claim a due turn, {size}", found["claims"], found["claims_floor"], 0.05),
        _row(f"fire a clock that ran out, {size}", found["fires"], found["fires_floor"], 0.02),
        page_row(f"inbox page by clock, {size}", inbox, 8, 10),
    ]


def _row(work: str, speed: float, floor: float, share: float) -> Row:
    must = f">= {share:.0%}"
    return Row(work, f"{speed:,.0f}/s", f"{floor:,.0f}/s", f"{speed / floor:.0%}", must, speed >= share * floor)


# Filling


def fill(path: Path, count: int) -> int:
    """So many more, each with a time of its own. Seconds since 1970 at which the first `DUE` of them are due."""
    first = int(datetime(2031, 3, 3, 9, tzinfo=UTC).timestamp())
    with sqlite3.connect(path) as connection:
        connection.executescript(f"{SQLITE_SETUP} PRAGMA cache_size=-400000;")
        one, clock = connection.execute(TEMPLATE).fetchone()
        connection.execute("UPDATE agenda_turn SET run_at = ?", [FAR])
        known = {"one": one, "clock": clock, "count": count, "first": first, "step": SPAN / count}
        for table in PARTS:
            known[f"from_{table}"] = connection.execute(f"SELECT MAX(id) FROM {table}").fetchone()[0]  # noqa: S608
        for table, which in PARTS.items():
            connection.execute(_copying(connection, table, which), known)
        connection.execute("ANALYZE")
    connection.close()
    return first + int(DUE * SPAN / count)


def _copying(connection: sqlite3.Connection, table: str, which: str) -> str:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    # In another order than their numbers, so that the index of times is no row of numbers.
    due = "strftime('%Y-%m-%d %H:%M:%f', :first + ((n.i * 7919) % :count) * :step, 'unixepoch')"
    new = {
        "id": f":from_{table} + n.i",
        "conversation_id": ":from_conversations_conversation + n.i",
        "message_id": "n.i || '.' || message_id",
        "once": "'copy:' || n.i",
        "key": "'clock:' || (:from_clocks_clock + n.i)",
        "about": """'{"clock": ' || (:from_clocks_clock + n.i) || '}'""",
        "due_at": due,
        "turn_at": due,
        "next_due": due,
        "run_at": due,
    }
    chosen = ", ".join(new.get(name, f'"{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"
    return f"INSERT INTO {table} ({columns}) {numbers} SELECT {chosen} FROM n CROSS JOIN {table} WHERE {which}"  # noqa: S608


# In a process of its own, on the desk's data


def _inside(due: int) -> dict[str, float]:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "makegood.config.settings")
    django.setup()
    from django.conf import settings

    now = datetime.fromtimestamp(due, UTC)
    path = str(settings.DATABASES["default"]["NAME"])
    raw = sqlite3.connect(path, isolation_level=None, timeout=30)
    raw.executescript(SQLITE_SETUP)
    claims = _claims(now)
    raw.execute("UPDATE agenda_turn SET lease_until = NULL, attempts = 0 WHERE lease_until IS NOT NULL")
    claims_floor = _claims_floor(raw, now)
    raw.execute("UPDATE agenda_turn SET lease_until = NULL, attempts = 0 WHERE lease_until IS NOT NULL")
    before = _newest(raw)
    fires = _fires(now)
    fires_floor = _fires_floor(raw, now, before)
    return {"claims": claims, "claims_floor": claims_floor, "fires": fires, "fires_floor": fires_floor}


def _claims(now: datetime) -> float:
    from makegood.agenda import acts

    begun = time.perf_counter()
    for _ in range(CLAIMS):
        assert acts.claim(now, worker="bench")
    return CLAIMS / (time.perf_counter() - begun)


def _claims_floor(raw: sqlite3.Connection, now: datetime) -> float:
    begun = time.perf_counter()
    for number in range(CLAIMS):
        _claim(raw, now, number)
    return CLAIMS / (time.perf_counter() - begun)


def _claim(raw: sqlite3.Connection, now: datetime, number: int) -> int:
    at, until = f"{now:%Y-%m-%d %H:%M:%S}", f"{now + timedelta(minutes=5):%Y-%m-%d %H:%M:%S}"
    raw.execute("BEGIN IMMEDIATE")
    turn = int(raw.execute(CLAIM, [at, at]).fetchone()[0])
    raw.execute(LEASE, [until, f"bench/{number:08x}", turn])
    raw.execute("COMMIT")
    return turn


def _fires(now: datetime) -> float:
    from makegood.agenda.models import Turn
    from makegood.agenda.worker import work_one
    from makegood.clocks.models import Clock
    from makegood.config.turns import Handlers

    handlers = Handlers()
    begun = time.perf_counter()
    for _ in range(FIRES):
        assert work_one(handlers, now=now, worker="bench")
    took = time.perf_counter() - begun
    assert Clock.objects.exclude(missed_at=None).filter(missed_at=now).count() >= FIRES
    assert not Turn.objects.exclude(last_error="").exists()
    return FIRES / took


def _newest(raw: sqlite3.Connection) -> dict[str, int]:
    """The last number of each table that counts its rows."""
    tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    counted = [name for name in tables if any(row[1] == "id" for row in raw.execute(f"PRAGMA table_info({name})"))]
    return {name: raw.execute(f"SELECT COALESCE(MAX(id), 0) FROM {name}").fetchone()[0] for name in counted}  # noqa: S608


def _fires_floor(raw: sqlite3.Connection, now: datetime, before: dict[str, int]) -> float:
    """As many turns again: claimed; then the rows that a fire writes, and those that it changes, in one go."""
    written: dict[str, list[tuple[object, ...]]] = {}
    for table, last in before.items():
        rows = raw.execute(f"SELECT * FROM {table} WHERE id > ? ORDER BY id", [last]).fetchall()  # noqa: S608
        if len(rows) >= FIRES:
            written[table] = rows
            raw.execute(f"DELETE FROM {table} WHERE id > ?", [last])  # noqa: S608
    begun = time.perf_counter()
    for number in range(FIRES):
        turn = _claim(raw, now, number)
        raw.execute("BEGIN IMMEDIATE")
        _change(raw, turn, now)
        for table, rows in written.items():
            each = len(rows) // FIRES
            marks = ", ".join("?" * len(rows[0]))
            raw.executemany(f"INSERT INTO {table} VALUES ({marks})", rows[number * each : (number + 1) * each])  # noqa: S608
        raw.execute("COMMIT")
    return FIRES / (time.perf_counter() - begun)


def _change(raw: sqlite3.Connection, turn: int, now: datetime) -> None:
    at, later = f"{now:%Y-%m-%d %H:%M:%S}", f"{now + timedelta(hours=4):%Y-%m-%d %H:%M:%S}"
    about = raw.execute("SELECT about FROM agenda_turn WHERE id = ?", [turn]).fetchone()[0]
    clock = json.loads(about)["clock"]
    one = raw.execute("SELECT conversation_id FROM clocks_clock WHERE id = ?", [clock]).fetchone()[0]
    raw.execute("UPDATE clocks_clock SET missed_at = ?, turn_at = ? WHERE id = ?", [at, later, clock])
    raw.execute("UPDATE conversations_conversation SET version = version + 1, updated_at = ? WHERE id = ?", [at, one])
    raw.execute("UPDATE agenda_turn SET run_at = ?, lease_until = NULL, attempts = 0 WHERE id = ?", [later, turn])


if __name__ == "__main__":
    print(json.dumps(_inside(int(sys.argv[1]))))
