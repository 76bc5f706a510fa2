"""kill -9 between granting and giving, at any moment: nothing that was granted is lost, and nothing is given twice."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.servers import made
from tests.servers.postgres import new_database

pytestmark = pytest.mark.sql

ROOT = Path(__file__).parents[2]
KILLABLE = [sys.executable, "-m", "tests.remedies.killable"]


def test_killed_at_any_moment_each_is_given_once(tmp_path: Path) -> None:
    _kill(tmp_path, lives=1)


@pytest.mark.long
def test_the_same_twenty_times(tmp_path: Path) -> None:
    _kill(tmp_path, lives=20)


def _kill(folder: Path, *, lives: int) -> None:
    chance = random.Random(23)
    for number in range(lives):
        where = _new_place(folder / str(number))
        _live(where, steps=chance.randrange(8, 24), rest=chance.random() / 10)
        found = subprocess.run([*KILLABLE, "reckon"], env=where, cwd=ROOT, check=True, capture_output=True, text=True)
        said = json.loads(found.stdout.splitlines()[-1])
        assert said["wrong"] == [] and said["given"] >= 6, said


def _new_place(folder: Path) -> dict[str, str]:
    """The environment of an empty database of its own, on what the suite runs on."""
    folder.mkdir()
    suite, url = os.environ.get("DATABASE_URL", ""), ""
    if suite:
        url = new_database(suite, f"killed_{folder.parent.name}_{folder.name}".lower()[:60], template=made.template())
    if not suite:
        made.copy(folder / "makegood.sqlite3")
    elif not made.template():
        made.postgresql(url)
    return {**os.environ, "MAKEGOOD_DATA": str(folder), "DATABASE_URL": url}


def _live(where: dict[str, str], *, steps: int, rest: float) -> None:
    """So many grants, and a part of what follows the last; then it is killed."""
    with subprocess.Popen([*KILLABLE, "give"], env=where, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            if int(line) >= steps:
                break
        time.sleep(rest)
        assert process.poll() is None, "it ended by itself"
        process.kill()
