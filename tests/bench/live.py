"""How soon an event reaches a thousand open screens, and what an idle one costs. Called by bin/bench, or alone:

.venv/bin/python -m tests.bench.live
"""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles

SCREENS_EACH = 40  # fewer than one agent may open
EVENTS = 10
PAUSE = 0.7  # seconds between two events


@dataclass(frozen=True)
class LiveFigures:
    """Milliseconds from just before an event's commit until a screen has it; and kilobytes of an idle connection."""

    screens: int
    p50_ms: float
    p95_ms: float
    worst_ms: float
    idle_connections: int
    idle_kb: float


def measure(*, screens: int = 1000, idle: int = 5000) -> LiveFigures:
    """The figures of a fresh desk on this machine, on SQLite."""
    from tests.servers.desk import Desk

    _allow_many_files()
    with tempfile.TemporaryDirectory(prefix="makegood-bench-") as folder:
        desk = Desk(Path(folder) / "data")
        desk.start()
        try:
            sessions = json.loads(_on(desk, "prepare", str(1 + max(screens, idle) // SCREENS_EACH)))
            cost = asyncio.run(_idle(desk, sessions, idle))  # first: later, memory of screens that left is used again
            late = asyncio.run(_reach(desk, sessions, screens))
        finally:
            desk.stop()
    cuts = quantiles(late, n=100)
    return LiveFigures(screens, *(round(ms, 1) for ms in (cuts[49], cuts[94], max(late))), idle, round(cost, 1))


def _on(desk, *words: str) -> str:  # type: ignore[no-untyped-def]
    """What this module, run on the desk's data, answers."""
    command = [sys.executable, "-m", "tests.bench.live", *words]
    root = Path(__file__).parents[2]
    return subprocess.run(command, env=desk.environment, cwd=root, check=True, capture_output=True, text=True).stdout


def _allow_many_files() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class _Screen(asyncio.Protocol):
    """The cheapest browser: it notes when each event came."""

    def __init__(self, session: str) -> None:
        self.session, self.heard, self.is_open = session, {}, asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        words = f"GET /live HTTP/1.1\r\nHost: localhost\r\nCookie: makegood={self.session}\r\n\r\n"
        self.transport = transport
        transport.write(words.encode())

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        if b"retry:" in data and not self.is_open.done():
            self.is_open.set_result(None)
        for part in data.split(b'"conversation": ')[1:]:
            number = part.split(b",")[0]
            if number.isdigit():  # news of who is on duty is of no conversation
                self.heard[int(number)] = now


async def _open(desk, sessions: list[str], count: int) -> list[_Screen]:  # type: ignore[no-untyped-def]
    loop, screens = asyncio.get_running_loop(), []
    for n in range(count):
        _, screen = await loop.create_connection(
            lambda n=n: _Screen(sessions[n // SCREENS_EACH]), "127.0.0.1", desk.port
        )
        screens.append(screen)
        if n % 100 == 99:
            await asyncio.wait_for(screen.is_open, 60)
    await asyncio.wait_for(asyncio.gather(*(screen.is_open for screen in screens)), 60)
    return screens


async def _reach(desk, sessions: list[str], count: int) -> list[float]:  # type: ignore[no-untyped-def]
    """Milliseconds for each event at each screen. Raises AssertionError when one missed one."""
    screens = await _open(desk, sessions, count)
    fired = json.loads(await asyncio.to_thread(_on, desk, "fire", str(EVENTS)))
    await asyncio.sleep(1)
    assert all(len(screen.heard) == EVENTS for screen in screens), "a screen missed an event"
    late = [(screen.heard[int(number)] - at) * 1000 for screen in screens for number, at in fired.items()]
    for screen in screens:
        screen.transport.close()
    await asyncio.sleep(1)
    return late


async def _idle(desk, sessions: list[str], count: int) -> float:  # type: ignore[no-untyped-def]
    """Kilobytes of the web process for each open stream, beyond what it needed for the first hundred."""
    web = next(pid for pid in desk.processes() if _name(pid) == "makegood web")
    first = await _open(desk, sessions, 100)
    before = _resident(web)
    more = await _open(desk, sessions[3:], count - 100 - 3 * SCREENS_EACH)
    cost = (_resident(web) - before) / len(more)
    for screen in first + more:
        screen.transport.close()
    await asyncio.sleep(1)
    return cost


def _name(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text().strip()


def _resident(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1])


def _prepare(agents: int) -> list[str]:
    """So many agents who may see everything, each with the key of a session."""
    from django.utils import timezone

    from makegood.people import acts
    from makegood.people.models import Agent, Rank, Role

    people = [
        Agent.objects.create_user(f"agent{n}@harbour.example", name=f"Agent {n}", created_at=timezone.now())
        for n in range(agents)
    ]
    Role.objects.bulk_create(Role(agent=agent, rank=Rank.HEAD_OFFICE) for agent in people)
    return [acts.open_session(agent, now=timezone.now()) for agent in people]


def _fire(events: int) -> dict[int, float]:
    """Each event's conversation, and when on this machine's steady clock its transaction began."""
    from django.db import transaction
    from django.utils import timezone

    from makegood.timeline.acts import record
    from makegood.timeline.kinds import Kind

    fired = {}
    for number in range(1001, 1001 + events):
        fired[number] = time.monotonic()
        with transaction.atomic():
            record(Kind.MESSAGE_RECEIVED, at=timezone.now(), conversation=number)
        time.sleep(PAUSE)
    return fired


def main(words: list[str]) -> None:
    """Alone: the figures. With a word: a part of the work on a desk's own data."""
    if not words:
        print(json.dumps(asdict(measure())))
        return
    import os

    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "makegood.config.settings"
    django.setup()
    print(json.dumps({"prepare": _prepare, "fire": _fire}[words[0]](int(words[1]))))


if __name__ == "__main__":
    main(sys.argv[1:])
