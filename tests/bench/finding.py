"""The search page beside the raw query that its words need at least: FTS5 alone, newest first, a page of ids."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from urllib.parse import quote_plus

from makegood.config.environment import SQLITE_SETUP
from tests.bench.pages import Speed, http_speed, speed_of
from tests.bench.report import Row
from tests.servers.desk import Desk

TIMES = 50
MOST = 30  # milliseconds
RAW = "SELECT rowid FROM search_text WHERE search_text MATCH ? ORDER BY rowid DESC LIMIT 30"


@dataclass(frozen=True)
class Asked:
    """What is typed, and how FTS5 is asked for it."""

    name: str
    typed: str
    match: str


WORDS = (
    Asked("common", "lamp", '"lamp"'),
    Asked("in every message", "example", '"example"'),
    Asked("two words", "lamp crack", '"lamp" AND "crack"'),
    Asked("two common words that never meet", "sister workshop", '"sister" AND "workshop"'),
    Asked("prefix", "kett", '"kett" *'),
    Asked("prefix of what is in every message", "exam", '"exam" *'),
    Asked("rare", "brabrabradol", '"brabrabradol"'),
    Asked("none", "zzyzxqu", '"zzyzxqu"'),
)


def measure(desk: Desk, session: str, size: str) -> list[Row]:
    """A row for each kind of word."""
    connection = sqlite3.connect(desk.data / "makegood.sqlite3")
    connection.executescript(SQLITE_SETUP)
    return [_row(one, _page(desk, session, one), _raw(connection, one), size) for one in WORDS]


def _page(desk: Desk, session: str, asked: Asked) -> Speed:
    return http_speed(desk.port, session, f"/search?q={quote_plus(asked.typed)}", times=TIMES)


def _raw(connection: sqlite3.Connection, asked: Asked) -> Speed:
    took = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        connection.execute(RAW, [asked.match]).fetchall()
        took.append((time.perf_counter() - begun) * 1000)
    return speed_of(took)


def _row(asked: Asked, page: Speed, raw: Speed, size: str) -> Row:
    measured, floor = f"p50 {page.p50:.1f} ms, p95 {page.p95:.1f} ms", f"p50 {raw.p50:.2f} ms (FTS5 alone)"
    ratio, holds = f"{page.p50 / raw.p50:.0f}x", page.p95 < MOST
    return Row(f"search page, {asked.name}, {size}", measured, floor, ratio, f"p95 < {MOST} ms", holds)
