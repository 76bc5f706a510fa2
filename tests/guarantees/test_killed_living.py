"""kill -9 in the middle of promises, handoffs and ladders: what was half done is done or not, never half there."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers.desk import Desk

ROOT = Path(__file__).parents[2]
LIVING = [sys.executable, "-m", "tests.guarantees.living"]
MakeDesk = Callable[..., Desk]


def test_killed_between_any_two_steps_nobody_is_dropped(make_desk: MakeDesk) -> None:
    _kill(make_desk, lives=2)


@pytest.mark.long
def test_the_same_twenty_times(make_desk: MakeDesk) -> None:
    _kill(make_desk, lives=20)


def _kill(make_desk: MakeDesk, *, lives: int) -> None:
    chance, there = random.Random(17), [0, 0, 0]
    for seed in range(lives):
        desk = make_desk()
        desk.stop()  # its own worker would live by the real clock beside the life's
        _live(desk, seed, steps=chance.randrange(60, 160), rest=chance.random() / 10)
        found = subprocess.run(
            [*LIVING, "reckon"], env=desk.environment, cwd=ROOT, check=True, capture_output=True, text=True
        )
        said = json.loads(found.stdout.splitlines()[-1])
        assert said["wrong"] == [], (seed, said)
        there = [before + now for before, now in zip(there, said["there"], strict=True)]
    assert all(there), f"promises, handoffs and escalations: {there}"


def _live(desk: Desk, seed: int, *, steps: int, rest: float) -> None:
    """So many steps, and a part of one more; then it is killed."""
    with subprocess.Popen(
        [*LIVING, "live", str(seed)], env=desk.environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        for line in process.stdout:
            if int(line) >= steps:
                break
        time.sleep(rest)
        assert process.poll() is None, "it ended by itself"
        process.kill()
