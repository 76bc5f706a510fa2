"""Every figure beside its floor, in one run: `bin/bench`."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
from collections.abc import Callable

from tests.bench import desk, live, take
from tests.bench.report import Row, table


def main() -> int:
    """Prints the table; the exit code is 1 when a figure that must hold does not."""
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("--conversations", type=int, default=100_000, help="how full the desk is (default 100,000)")
    parser.add_argument("--mails", type=int, default=3000, help="how many mails are taken in (default 3,000)")
    parser.add_argument("--only", choices=["take", "desk", "live", "setup"], help="one part alone")
    args = parser.parse_args()
    parts: dict[str, Callable[[], list[Row]]] = {
        "take": lambda: take.measure(mails=args.mails),
        "desk": lambda: desk.measure(conversations=args.conversations),
        "live": _live,
        "setup": desk.setup,
    }
    rows = [row for name, part in parts.items() if args.only in (None, name) for row in part()]
    print(f"{os.cpu_count()} cores, CPython {platform.python_version()}, SQLite {sqlite3.sqlite_version}\n")
    print(table(rows))
    return 0 if all(row.holds for row in rows) else 1


def _live() -> list[Row]:
    figures = live.measure()
    reach = f"p50 {figures.p50_ms} ms, p95 {figures.p95_ms} ms"
    return [
        Row(f"event to {figures.screens:,} open screens", reach, "", "", "p95 < 300 ms", figures.p95_ms < 300),
        Row("idle live connection", f"{figures.idle_kb} KB", "", "", "<= 20 KB", figures.idle_kb <= 20),
    ]


if __name__ == "__main__":
    sys.exit(main())
