"""Taking money off vouchers, each durable before the next, beside raw SQL that writes the very same rows."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.report import Row
from tests.servers.desk import Desk

SHARE = 0.1


def measure(*, vouchers: int) -> list[Row]:
    """One redemption a transaction."""
    with tempfile.TemporaryDirectory(prefix="makegood-bench-") as folder:
        desk = Desk(Path(folder) / "data")
        desk.run("migrate")
        command = [sys.executable, "-m", "tests.bench.money", str(vouchers)]
        root = Path(__file__).parents[2]
        done = subprocess.run(command, env=desk.environment, cwd=root, check=True, capture_output=True, text=True)
        speed = float(json.loads(done.stdout))
        floor = _floor(desk.data / "makegood.sqlite3", vouchers)
    work, ratio = "take money off a voucher, each durable", speed / floor
    return [Row(work, f"{speed:,.0f}/s", f"{floor:,.0f}/s", f"{ratio:.0%}", f">= {SHARE:.0%}", ratio >= SHARE)]


def _inside(count: int) -> float:
    """Redemptions a second, on a desk with twice as many vouchers."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "makegood.config.settings")
    django.setup()
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


def _floor(path: Path, count: int) -> float:
    """The same on the other half of the vouchers, with nothing but the statements that cannot be left out."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")
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
    connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))  # noqa: S608


if __name__ == "__main__":
    print(json.dumps(_inside(int(sys.argv[1]))))
