"""Workers in processes of their own, some of which are killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from makegood.agenda import acts, queries
from makegood.agenda.models import Turn
from tests.servers.machine import PATIENCE, wait_until

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)

Start = Callable[..., subprocess.Popen[bytes]]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    file = tmp_path / "diary"
    file.touch()
    return file


@pytest.fixture
def start(diary: Path) -> Iterator[Start]:
    """Starts a worker that takes so many seconds for a turn; all of them end with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def one(seconds: float = 0.0, lease: float = 1.0) -> subprocess.Popen[bytes]:
        words = [str(connection.settings_dict["NAME"]), str(diary), str(seconds), str(lease)]
        command = [sys.executable, "-m", "tests.agenda.stray_worker", *words]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "MAKEGOOD_LOG": "CRITICAL"}
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment))
        return started[-1]

    yield one
    for process in started:
        process.kill()
        process.wait()


def _entries(diary: Path, verb: str) -> list[str]:
    return [line.split()[1] for line in diary.read_text().splitlines() if line.startswith(verb)]


def test_a_turn_whose_worker_was_killed_is_done_by_another_after_the_lease(start: Start, diary: Path) -> None:
    acts.plan("dig", "a", run_at=NOON)
    first = start(seconds=60.0)
    wait_until("the turn to begin", lambda: _entries(diary, "begin"))
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert Turn.objects.get().lease_until is not None
    start()
    wait_until("the turn to end", lambda: not Turn.objects.exists())
    assert _entries(diary, "begin") == ["a", "a"]
    assert _entries(diary, "end") == ["a"]


def test_the_next_worker_of_the_machine_does_not_wait_for_the_lease_of_a_dead_one(start: Start, diary: Path) -> None:
    acts.plan("dig", "a", run_at=NOON)
    first = start(seconds=60.0, lease=300.0)
    wait_until("the turn to begin", lambda: _entries(diary, "begin"))
    first.send_signal(signal.SIGKILL)
    first.wait()
    start()
    wait_until("the turn to end", lambda: not Turn.objects.exists())
    assert _entries(diary, "end") == ["a"]


def test_told_to_stop_a_worker_finishes_its_turn_and_takes_no_more(start: Start, diary: Path) -> None:
    for key in "abc":
        acts.plan("dig", key, run_at=NOON)
    worker = start(seconds=60.0)
    wait_until("both threads to begin", lambda: len(_entries(diary, "begin")) == 2)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0
    assert sorted(_entries(diary, "end")) == ["a", "b"]
    assert [turn.key for turn in Turn.objects.all()] == ["c"]
    assert queries.last_beat_at() is None


def test_several_processes_never_do_the_same_work(start: Start, diary: Path) -> None:
    keys = [f"turn-{n}" for n in range(60)]
    for key in keys:
        acts.plan("dig", key, run_at=NOON)
    for _ in range(3):
        start(seconds=0.005, lease=30.0)
    wait_until("all turns to end", lambda: not Turn.objects.exists())
    assert Counter(_entries(diary, "begin")) == dict.fromkeys(keys, 1)
