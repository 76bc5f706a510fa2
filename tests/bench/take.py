"""Taking in mail, in batches and one by one, beside a fast parser and raw SQL that writes the very same rows."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from fast_mail_parser import parse_email  # type: ignore[import-untyped]

from tests.bench.report import Row
from tests.servers.desk import Desk

SETUP = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
INDEX = "search_text"
LINE = "A line of the letter, which says something about a lamp that flickers and a chair."


def mail(number: int) -> bytes:
    """About 3 KB: plain text and HTML, as most mail programs write."""
    text = "\r\n".join(f"{LINE} {number}.{line}" for line in range(14))
    html = "".join(f"<p>{LINE} {number}.{line}</p>" for line in range(14))
    head = (
        f"From: Eva {number} <eva{number}@post.example>\r\nTo: help@harbour.example\r\nSubject: Lamp {number}\r\n"
        f"Message-ID: <{number}@post.example>\r\nDate: Thu, 19 Nov 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="b"\r\n\r\n'
    )
    plain = f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    rich = f"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n--b--\r\n"
    return (head + plain + rich).encode()


def measure(*, mails: int) -> list[Row]:
    """Both ways of taking, each beside its floor."""
    with tempfile.TemporaryDirectory(prefix="makegood-bench-") as folder:
        desk = Desk(Path(folder) / "data")
        desk.run("migrate")
        batch = _taken(desk, 0, mails, 50)
        single = _taken(desk, mails, mails // 5, 1)
        rows = _rows(desk.data / "makegood.sqlite3", mails + mails // 5)
        raws = [mail(number) for number in range(mails)]
        floor_batch = _floor(Path(folder) / "floor.sqlite3", desk, rows, raws, 50)
        floor_single = _floor(Path(folder) / "floor1.sqlite3", desk, rows, raws[: mails // 5], 1)
    return [
        _row("take in 3 KB mails, batches of 50", batch, floor_batch, 0.2, 800),
        _row("take in, one by one, each durable", single, floor_single, 0.15, 0),
    ]


def _row(work: str, speed: float, floor: float, share: float, least: int) -> Row:
    must = f">= {share:.0%}" + (f", >= {least}/s" if least else "")
    holds = speed >= share * floor and speed >= least
    return Row(work, f"{speed:,.0f}/s", f"{floor:,.0f}/s", f"{speed / floor:.0%}", must, holds)


def _taken(desk: Desk, first: int, count: int, batch: int) -> float:
    """Mails a second, in a process of its own on the desk's data."""
    command = [sys.executable, "-m", "tests.bench.take", str(first), str(count), str(batch)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, env=desk.environment, cwd=root, check=True, capture_output=True, text=True)
    return float(json.loads(done.stdout))


def _inside(first: int, count: int, batch: int) -> float:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "makegood.config.settings")
    django.setup()
    from django.utils import timezone

    from makegood.channels.mail import taking
    from makegood.channels.mail.reading.lines import Found

    mails = [Found(str(number), mail(number)) for number in range(first - 50, first + count)]
    taking.BATCH = batch
    for _ in taking.take(mails[:50], mailbox="help@harbour.example", at=timezone.now()):
        pass  # warm
    begun = time.perf_counter()
    taken = list(taking.take(mails[50:], mailbox="help@harbour.example", at=timezone.now()))
    return len(taken) / (time.perf_counter() - begun)


Rows = dict[str, list[tuple[object, ...]]]


def _rows(database: Path, mails: int) -> Rows:
    """What the desk wrote, a table at a time; the index's own tables left out."""
    found: Rows = {}
    with sqlite3.connect(database) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if not name.startswith((INDEX, "sqlite_", "django_", "auth_")):
                rows = connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608
                found |= {name: rows} if len(rows) >= mails else {}
        columns = "id, text, subject, sender_name || ' ' || sender_address, ''"
        found[INDEX] = connection.execute(f"SELECT {columns} FROM conversations_message").fetchall()  # noqa: S608
    return found


def _floor(path: Path, desk: Desk, rows: Rows, raws: list[bytes], batch: int) -> float:
    """Mails a second with a fast parser and nothing but INSERTs of the same rows, each batch committed."""
    with sqlite3.connect(desk.data / "makegood.sqlite3") as source:
        made_along = "SELECT name FROM pragma_table_list WHERE type = 'shadow'"  # the tables of an index by itself
        kept = f"sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT IN ({made_along})"
        schema = source.execute(f"SELECT sql FROM sqlite_master WHERE {kept}").fetchall()  # noqa: S608
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(SETUP)
    for (sql,) in schema:
        connection.execute(sql)
    begun = time.perf_counter()
    for first in range(0, len(raws), batch):
        for raw in raws[first : first + batch]:
            parse_email(raw)
        connection.execute("BEGIN IMMEDIATE")
        for table, written in rows.items():
            _insert(connection, table, written[first : first + batch])
        connection.execute("COMMIT")
    return len(raws) / (time.perf_counter() - begun)


def _insert(connection: sqlite3.Connection, table: str, rows: list[tuple[object, ...]]) -> None:
    if rows:
        columns = " (rowid, text, subject, people, marks)" if table == INDEX else ""
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table}{columns} VALUES ({marks})", rows)  # noqa: S608


if __name__ == "__main__":
    print(json.dumps(_inside(*(int(word) for word in sys.argv[1:4]))))
