"""Granting, and taking money off vouchers, each durable before the next, beside raw SQL that writes the same rows."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from tests.bench.report import Row
from tests.servers.desk import Desk

SHARES = {"grants": 0.1, "takes": 0.1}


def measure(*, vouchers: int) -> list[Row]:
    """One grant, and one redemption, a transaction."""
    return [
        _row("grant within authority, judged and booked, each durable", "grants", max(50, vouchers // 3), _granted),
        _row("take money off a voucher, each durable", "takes", vouchers, _taken),
    ]


def _row(work: str, what: str, count: int, floor: Callable[[sqlite3.Connection, int], float]) -> Row:
    with tempfile.TemporaryDirectory(prefix="makegood-bench-") as folder:
        desk = Desk(Path(folder) / "data")
        desk.run("migrate")
        command = [sys.executable, "-m", "tests.bench.money", what, str(count)]
        root = Path(__file__).parents[2]
        done = subprocess.run(command, env=desk.environment, cwd=root, check=True, capture_output=True, text=True)
        speed = float(json.loads(done.stdout.splitlines()[-1]))
        connection = sqlite3.connect(desk.data / "makegood.sqlite3", isolation_level=None)
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")
        lowest = floor(connection, count)
    ratio, share = speed / lowest, SHARES[what]
    return Row(work, f"{speed:,.0f}/s", f"{lowest:,.0f}/s", f"{ratio:.0%}", f">= {share:.0%}", ratio >= share)


def _grants(count: int) -> float:
    """Grants a second by a manager, each to another customer, by a policy with limits per grant, customer and day."""
    set_up()
    from django.utils import timezone

    from makegood.conversations.letter import Address
    from makegood.remedies import acts
    from tests.remedies.common import manager, published, wish
    from tests.world import build

    now = timezone.now()
    published(at=now - timedelta(days=1))
    world = build()
    max_ = manager(world)
    matters = [world.receive(at=now, sender=Address("", f"c{number}@post.example")) for number in range(2 * count)]
    begun = time.perf_counter()
    for number, one in enumerate(matters[:count]):
        acts.grant(one, wish(2000), by=max_, at=now, told=True, once=f"g{number}")
    return count / (time.perf_counter() - begun)


def _takes(count: int) -> float:
    """Redemptions a second, on a desk with twice as many vouchers."""
    set_up()
    from django.utils import timezone

    from makegood.base.money import Money
    from makegood.customers.models import Customer
    from makegood.people.models import Agent, Location, Role, Team
    from makegood.vouchers import acts, queries

    now, shop = timezone.now(), Location.objects.order_by("pk")[0]
    agent = Agent.objects.create_user("ana@harbour.example", name="Ana Example", created_at=now)
    Role.objects.create(agent=agent, rank="agent", team=Team.objects.order_by("pk")[0])
    eva = Customer.objects.create(name="Eva Stern", created_at=now)
    said = {"bearer": shop, "customer": eva, "conversation": None, "by": agent, "at": now}
    issued = [acts.issue(Money(2000, "EUR"), once=f"bench:{number}", **said) for number in range(2 * count)]
    codes = [queries.code_of(one) for one in issued]
    begun = time.perf_counter()
    for number, code in enumerate(codes[:count]):
        acts.redeem(code, Money(500, "EUR"), at_location=shop, by=agent, once=str(number), at=now)
    return count / (time.perf_counter() - begun)


def set_up() -> None:
    """Django knows the desk of this environment."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "makegood.config.settings")
    django.setup()


def _granted(connection: sqlite3.Connection, count: int) -> float:
    """Remedy, its two legs and transfer, its turn, event and way back, and its conversation, on the other half."""
    tables = ("remedies_remedy", "books_transfer", "agenda_turn", "timeline_event", "conversations_undo")
    like = {table: _last(connection, table) for table in tables}
    [last] = connection.execute("SELECT MAX(id) FROM books_transfer").fetchone()
    legs = connection.execute("SELECT account_id, minor FROM books_leg WHERE transfer_id = ?", (last,)).fetchall()
    there = connection.execute(
        "SELECT id FROM conversations_conversation ORDER BY id LIMIT ? OFFSET ?", (count, count)
    ).fetchall()
    begun = time.perf_counter()
    for number, (matter,) in enumerate(there, start=1):
        once = f"floor:{number}"
        connection.execute("BEGIN IMMEDIATE")
        _again(connection, "remedies_remedy", like, id=None, once=once, conversation_id=matter)
        connection.executemany(
            "INSERT INTO books_leg (transfer_id, account_id, minor) VALUES (?, ?, ?)",
            [(last + number, account, minor) for account, minor in legs],
        )
        _again(connection, "books_transfer", like, id=last + number, once=once)
        _again(connection, "agenda_turn", like, id=None, key=once)
        _again(connection, "timeline_event", like, id=None)
        _again(connection, "conversations_undo", like, id=None, conversation_id=matter)
        connection.execute("UPDATE conversations_conversation SET version = version + 1 WHERE id = ?", (matter,))
        connection.execute("COMMIT")
    return count / (time.perf_counter() - begun)


def _taken(connection: sqlite3.Connection, count: int) -> float:
    """The same on the other half of the vouchers, with nothing but the statements that cannot be left out."""
    there = connection.execute("SELECT id, hashed FROM vouchers_voucher ORDER BY id LIMIT ? OFFSET ?", (count, count))
    [last] = connection.execute("SELECT MAX(id) FROM books_transfer").fetchone()
    like = {table: _last(connection, table) for table in ("books_transfer", "vouchers_redemption", "timeline_event")}
    legs = connection.execute("SELECT account_id, minor FROM books_leg WHERE transfer_id = ?", (last,)).fetchall()
    begun = time.perf_counter()
    for number, (voucher, hashed) in enumerate(there.fetchall(), start=1):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "UPDATE vouchers_voucher SET balance_minor = balance_minor - 500, state = 'part_used'"
            " WHERE hashed = ? AND balance_minor >= 500 AND state IN ('issued', 'part_used')",
            (hashed,),
        )
        transfer, once = last + number, f"floor:{number}"
        connection.executemany(
            "INSERT INTO books_leg (transfer_id, account_id, minor) VALUES (?, ?, ?)",
            [(transfer, account, minor) for account, minor in legs],
        )
        _again(connection, "books_transfer", like, id=transfer, once=once, about_id=voucher)
        _again(connection, "vouchers_redemption", like, id=None, once=once, voucher_id=voucher, transfer_id=transfer)
        _again(connection, "timeline_event", like, id=None)
        connection.execute("COMMIT")
    return count / (time.perf_counter() - begun)


def _last(connection: sqlite3.Connection, table: str) -> dict[str, object]:
    found = connection.execute(f"SELECT * FROM {table} ORDER BY id DESC LIMIT 1")  # noqa: S608
    return dict(zip([name for name, *_ in found.description], found.fetchone(), strict=True))


def _again(connection: sqlite3.Connection, table: str, like: dict[str, dict[str, object]], **other: object) -> None:
    row = like[table] | other
    marks = ", ".join("?" * len(row))
    columns = ", ".join(f'"{name}"' for name in row)
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))  # noqa: S608


if __name__ == "__main__":
    print(json.dumps({"grants": _grants, "takes": _takes}[sys.argv[1]](int(sys.argv[2]))))
