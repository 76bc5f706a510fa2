"""A whole desk: the `makegood` command in processes of its own, with a data folder of its own."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.servers import made
from tests.servers.machine import HOST, Server, free_port

MAKEGOOD = Path(sys.executable).with_name("makegood")
LINK = re.compile(r"https?://\S+")


class Desk:
    """One desk on a free port. `database` is a DATABASE_URL; "" is SQLite in the data folder."""

    def __init__(self, data: Path, *, database: str = "", demo: bool = False, **environment: str):
        self.data, self.port = data, free_port()
        self.url = f"http://{HOST}:{self.port}"
        own = {"MAKEGOOD_DATA": str(data), "DATABASE_URL": database, "PYTHONUNBUFFERED": "1", **environment}
        self.environment = {**os.environ, **own}
        self.server = Server(
            [str(MAKEGOOD), "serve", "--port", str(self.port), *(["--demo"] if demo else [])],
            log=data.with_name(f"{data.name}.log"),
            env=own,
        )

    def start(self) -> None:
        """Start web and worker, also after stop() or kill(); returns when it has printed where it is and is ready."""
        before = len(self.server.said())
        self.server.start(lambda: self.url in self.server.said()[before:] and self._is_ready())

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=20) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self) -> None:
        """Ctrl-C, as a person would."""
        self.server.stop(signal.SIGINT)

    def kill(self) -> None:
        """SIGKILL to web, worker and whoever started them, at once."""
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        self.server.kill()

    @property
    def link(self) -> str:
        """The one-time way in that it printed, for the first admin or the demo. Raises LookupError without one."""
        for found in LINK.findall(self.server.said()):
            if "/welcome/" in found or "/sign-in/link/" in found:
                return str(found)
        raise LookupError(f"no sign-in link in what the desk said:\n{self.server.said()}")

    def processes(self) -> dict[int, str]:
        """Its processes right now, their number and command line, the first one first. Linux only."""
        seen = {pid: _command(pid) for pid in (self.server.pid, *_descendants(self.server.pid))}
        return {pid: command for pid, command in seen.items() if command}

    def child(self, name: str) -> int:
        """The number of its process of that name ("web", "work"); 0 when there is none right now. Linux only."""
        for pid in self.processes():
            with suppress(OSError):
                if Path(f"/proc/{pid}/comm").read_text().strip() == f"makegood {name}":
                    return pid
        return 0

    def run(self, *words: str, given: bytes = b"", good: bool = True) -> subprocess.CompletedProcess[bytes]:
        """`makegood WORDS…` on this desk's data. Raises AssertionError when it fails although it should be `good`."""
        done = subprocess.run([MAKEGOOD, *words], input=given, capture_output=True, env=self.environment, check=False)
        assert not good or done.returncode == 0, f"makegood {' '.join(words)}: {done.stderr.decode()}"
        return done

    def lines(self, *words: str, given: bytes = b"", good: bool = True) -> list[dict[str, Any]]:
        """What `makegood WORDS… --json` answers: one object a line."""
        return [json.loads(line) for line in self.run(*words, "--json", given=given, good=good).stdout.splitlines()]


def unpack(data: Path) -> None:
    """The data folder is that of a new SQLite desk that nobody has used yet, without the seconds that making one takes.

    One is made for all tests, and copied: so desks made here share their secret key and their first way in.
    """
    folder = Path(os.environ["MAKEGOOD_DATA"]) / "new-desk"  # the tests' own, one for all workers
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _make_new(folder)
    shutil.copytree(folder, data)


def _make_new(folder: Path) -> None:
    desk = Desk(folder.with_suffix(".making"))
    made.copy(desk.data / "makegood.sqlite3")
    try:
        desk.start()
    finally:
        desk.stop()
    desk.data.rename(folder)


def _command(pid: int) -> str:
    """Its command line; "" once it has gone, which may happen between opening and reading."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _descendants(pid: int) -> list[int]:
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [found for child in map(int, listed) for found in (child, *_descendants(child))]
