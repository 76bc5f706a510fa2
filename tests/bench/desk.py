"""A full desk: its pages, how they grow, its search, its memory, and how soon it is there."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import finding
from tests.bench.floor import Floor, serving
from tests.bench.pages import Beside, Speed, bare_speed, http_speed, page_row
from tests.bench.report import Row
from tests.servers.desk import Desk
from tests.servers.machine import wait_until

SMALL = 10_000
TIMES = 200
MOST_DUE, CATCH_UP = 10, 120.0  # turns; seconds, after which a kept desk is measured as it is


def measure(*, conversations: int, kept: Path | None = None) -> list[Row]:
    """Pages on a small and on a full desk; search on the full one; memory after that load."""
    size = f"{conversations:,} conversations"
    with _desk(SMALL) as small:
        before = _Measured(small)
    with _desk(conversations, kept) as full:
        after = _Measured(full)
        found = finding.measure(full, after.session, size)
        memory = _pss(full)
    return [
        page_row(f"inbox page, 50 rows, {size}", after.inbox, 8, 10),
        page_row(f"conversation page, {size}", after.page, 12, 20),
        _growth(f"growth of the inbox page, {SMALL:,} to {size}", before.inbox.page, after.inbox.page),
        _growth(f"growth of the conversation page, {SMALL:,} to {size}", before.page.page, after.page.page),
        *found,
        Row("whole desk after load, PSS", f"{memory:.0f} MB", "", "", "<= 300 MB", memory <= 300),
    ]


class _Measured:
    """One desk's figures."""

    def __init__(self, desk: Desk) -> None:
        self.session = session = _session(desk)
        team, number = _busiest(desk)
        with serving(desk) as floor:
            self.inbox = _beside(desk, floor, session, "/inbox", (team, 0))
            self.page = _beside(desk, floor, session, f"/c/{number}", (team, number))


def search(*, conversations: int, kept: Path | None = None) -> list[Row]:
    """Search alone, on a full desk."""
    with _desk(conversations, kept) as full:
        return finding.measure(full, _session(full), f"{conversations:,} conversations")


def inbox(desk: Desk) -> Beside:
    """The list of a running desk's busiest team."""
    team, session = _busiest_team(desk), _session(desk)
    with serving(desk) as floor:
        return _beside(desk, floor, session, "/inbox", (team, 0))


def _session(desk: Desk) -> str:
    """The cookie of someone who sees everything."""
    return desk.run("session", "tove@harbourpine.example").stdout.decode().strip()


def _beside(desk: Desk, floor: int, session: str, path: str, at: tuple[int, int]) -> Beside:
    team, number = at
    bare = Floor(str(desk.data / "makegood.sqlite3"))
    return Beside(
        page=http_speed(desk.port, session, path, times=TIMES),
        floor=http_speed(floor, session, f"/{team}/{number}", times=TIMES),
        bare=bare_speed(bare, session, team, number, times=TIMES),
    )


@contextmanager
def _desk(conversations: int, kept: Path | None = None) -> Iterator[Desk]:
    """A running desk with so many conversations, one of which has thirty messages; from and for another run if kept."""
    with tempfile.TemporaryDirectory(prefix="makegood-bench-") as folder:
        desk = Desk((kept or Path(folder)) / "data")
        if not (desk.data / "makegood.sqlite3").exists():
            desk.run("demo", "fill", "--conversations", str(conversations), "--seed", "1")
        desk.start()
        try:
            _talk(desk, 30)
            with suppress(TimeoutError):
                wait_until("the worker has caught up", lambda: not _waits(desk), seconds=CATCH_UP)
            yield desk
        finally:
            desk.stop()


def _talk(desk: Desk, messages: int) -> None:
    """A customer writes thirty times in one thread, as some do."""
    mails = []
    for number in range(messages):
        answers = "In-Reply-To: <talk-0@post.example>\nReferences: <talk-0@post.example>\n" if number else ""
        head = (
            f"From: Eva <eva@post.example>\nTo: wharf@harbourpine.example\nMessage-ID: <talk-{number}@post.example>\n"
        )
        mails.append(
            f"From eva@post.example Thu Nov 19 10:00:00 2026\n{head}{answers}Subject: A long talk\n\nWord {number}.\n\n"
        )
    desk.run("mail", "take", "-", given="".join(mails).encode())


def _waits(desk: Desk) -> bool:
    """Whether more is due than at any moment of a day: what came due while a kept desk lay still is no part of it."""
    with closing(sqlite3.connect(desk.data / "makegood.sqlite3")) as connection:
        due = "SELECT COUNT(*) FROM (SELECT 1 FROM agenda_turn WHERE state = 'planned' AND run_at <= ? LIMIT ?)"
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
        return int(connection.execute(due, (now, MOST_DUE)).fetchone()[0]) >= MOST_DUE


def _busiest(desk: Desk) -> tuple[int, int]:
    """The team whose list is longest, and the conversation with most messages."""
    with sqlite3.connect(desk.data / "makegood.sqlite3") as connection:
        talk = "SELECT conversation_id FROM conversations_message WHERE subject = 'A long talk' LIMIT 1"
        return _busiest_team(desk), connection.execute(talk).fetchone()[0]


def _busiest_team(desk: Desk) -> int:
    with sqlite3.connect(desk.data / "makegood.sqlite3") as connection:
        team = "SELECT team_id FROM conversations_nextclock GROUP BY 1 ORDER BY COUNT(*) DESC LIMIT 1"
        return int(connection.execute(team).fetchone()[0])


def _growth(work: str, before: Speed, after: Speed) -> Row:
    ratio = after.p50 / before.p50
    return Row(work, f"p50 {after.p50:.1f} ms", f"p50 {before.p50:.1f} ms", f"{ratio:.2f}", "<= 1.3", ratio <= 1.3)


def _pss(desk: Desk) -> float:
    """Megabytes of all its processes, shared pages counted once."""
    total = 0
    for pid in desk.processes():
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        total += int(re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)[1])  # type: ignore[index]
    return total / 1024


def setup() -> list[Row]:
    """From a clone to the first page, and a start on what is there."""
    root = Path(__file__).parents[2]
    with tempfile.TemporaryDirectory(prefix="makegood-bench-") as folder:
        clone = Path(folder) / "makegood"
        begun = time.perf_counter()
        subprocess.run(["git", "clone", "-q", str(root), str(clone)], check=True)
        subprocess.run([clone / "bin" / "setup"], check=True, capture_output=True)
        desk = Desk(Path(folder) / "data")
        desk.start()
        cold = time.perf_counter() - begun
        desk.stop()
        begun = time.perf_counter()
        desk.start()
        warm = time.perf_counter() - begun
        desk.stop()
        shutil.rmtree(clone)
    return [
        Row("clone to ready, cold", f"{cold:.0f} s", "", "", "<= 90 s", cold <= 90),
        Row("start, warm", f"{warm:.1f} s", "", "", "<= 5 s", warm <= 5),
    ]
