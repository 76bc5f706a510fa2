"""Every figure beside its floor, in one run: `bin/bench`."""

from __future__ import annotations

import argparse
import os
import platform
import shlex
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import authority, clocks, coach, desk, known, live, money, take
from tests.bench.report import Row, table

HEAD = """# What the desk costs, beside its floor

Written by `bin/bench --write docs/benchmarks.md`; repeat it on a machine that does nothing else. Each floor is measured
in the same run, so the ratios hold where the milliseconds do not. The floor of a page is the same front door
with nothing behind it but sqlite3 and an f-string (`tests/bench/floor.py`); of a search page, FTS5 asked for
thirty ids and nothing else (`tests/bench/finding.py`); of help while answering, FTS5 asked for the same stems;
of taking mail, a fast parser and raw INSERTs of the same rows; of money, raw statements that write the same
rows. A load above the number of cores means that others worked too.

```sh
bin/bench                              # everything: 100,000 conversations, 3,000 mails
bin/bench --only take --mails 5000     # one part: take, clocks, authority, money, desk, live, coach, help, setup
bin/bench --only clocks --conversations 1000000   # a million running clocks: 2 GB in TMPDIR, some minutes to fill
bin/bench --only search --conversations 1000000 --kept FOLDER   # three million messages: 5 GB, half an hour to fill
makegood demo fill --conversations 100000 --seed 1   # the same conversations in a desk of your own, to look around
```

"""


def main() -> int:
    """Prints the table; the exit code is 1 when a figure that must hold does not."""
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("--conversations", type=int, default=100_000, help="how full the desk is (default 100,000)")
    parser.add_argument("--mails", type=int, default=3000, help="how many mails are taken in (default 3,000)")
    names = ["take", "clocks", "authority", "money", "desk", "search", "live", "coach", "help", "setup"]
    parser.add_argument("--only", choices=names, help="one part alone")
    parser.add_argument("--kept", type=Path, metavar="FOLDER", help="where the full desk stays for another run")
    parser.add_argument("--write", type=Path, metavar="FILE", help="also write the table into this file")
    args = parser.parse_args()
    parts: dict[str, Callable[[], list[Row]]] = {
        "take": lambda: take.measure(mails=args.mails),
        "clocks": lambda: clocks.measure(conversations=args.conversations),
        "authority": authority.measure,
        "money": lambda: money.measure(vouchers=args.mails // 3),
        "desk": lambda: desk.measure(conversations=args.conversations, kept=args.kept),
        "search": lambda: desk.search(conversations=args.conversations, kept=args.kept),
        "live": _live,
        "coach": coach.measure,
        "help": known.measure,
        "setup": desk.setup,
    }
    chosen = [args.only] if args.only else [name for name in parts if name != "search"]  # it is in "desk" already
    rows = [row for name in chosen for row in parts[name]()]
    said = f"{_machine()}\n\n{table(rows)}\n"
    print(said)
    if args.write:
        args.write.write_text(f"{HEAD}{said}")
    return 0 if all(row.holds for row in rows) else 1


def _machine() -> str:
    """What was asked, when, and of which machine: a figure without them says nothing."""
    command = shlex.join(["bin/bench", *sys.argv[1:]])
    day, load = datetime.now(UTC).date(), os.getloadavg()[0]
    what = f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, CPython {platform.python_version()}"
    return f"`{command}`, {day}: {what}, SQLite {sqlite3.sqlite_version}; load at the end {load:.1f}."


def _live() -> list[Row]:
    figures = live.measure()
    reach = f"p50 {figures.p50_ms} ms, p95 {figures.p95_ms} ms"
    return [
        Row(f"event to {figures.screens:,} open screens", reach, "", "", "p95 < 300 ms", figures.p95_ms < 300),
        Row("idle live connection", f"{figures.idle_kb} KB", "", "", "<= 20 KB", figures.idle_kb <= 20),
    ]


if __name__ == "__main__":
    sys.exit(main())
