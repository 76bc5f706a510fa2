"""A whole desk in its processes: starts, survives the death of each, stops cleanly."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.servers.desk import Desk, unpack
from tests.servers.machine import is_listening, wait_until


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "data")
    yield desk
    desk.stop()


def _answers(desk: Desk, path: str) -> bool:
    try:
        return httpx.get(desk.url + path).status_code == 200
    except httpx.TransportError:
        return False


def test_it_starts_survives_and_stops(desk: Desk) -> None:
    desk.start()
    assert "/welcome/" in desk.link
    wait_until("the desk to be ready", lambda: _answers(desk, "/readyz"))

    for name in ("web", "work"):
        before = wait_until(f"{name} to run", lambda name=name: desk.child(name))
        os.kill(before, signal.SIGKILL)
        wait_until(f"{name} to run again", lambda name=name, before=before: desk.child(name) not in (0, before))
    wait_until("the desk to be ready again", lambda: _answers(desk, "/readyz"))

    everyone = list(desk.processes())
    desk.stop()
    wait_until("the port to be free", lambda: not is_listening(desk.port))
    wait_until("every process to end", lambda: not any(Path(f"/proc/{pid}/exe").exists() for pid in everyone))


def test_when_the_first_process_is_killed_the_others_end_by_themselves(desk: Desk) -> None:
    unpack(desk.data)
    desk.start()
    everyone = wait_until("all to run", lambda: (found := list(desk.processes())) and len(found) >= 3 and found)
    os.kill(everyone[0], signal.SIGKILL)
    wait_until("every process to end", lambda: not any(Path(f"/proc/{pid}/exe").exists() for pid in everyone[1:]))
    wait_until("the port to be free", lambda: not is_listening(desk.port))


def test_web_and_work_ask_for_migrate_first(desk: Desk) -> None:
    for words in (("web", "--port", str(desk.port)), ("work",)):
        done = desk.run(*words, good=False)
        assert done.returncode == 1
        assert b"Run: makegood migrate" in done.stderr


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a desk that has been migrated; for copying."""
    desk = Desk(tmp_path_factory.mktemp("migrated") / "data")
    assert b"Bringing the database" in desk.run("migrate").stdout
    return desk.data


@pytest.fixture
def used(desk: Desk, migrated: Path) -> Desk:
    shutil.copytree(migrated, desk.data)
    return desk


def test_migrate_twice_is_migrate_once(used: Desk) -> None:
    assert used.run("migrate").stdout == b""


def test_an_empty_database_beside_old_files_is_not_taken_for_a_new_desk(used: Desk) -> None:
    (used.data / "files" / "ab").mkdir(parents=True)
    for file in used.data.glob("makegood.sqlite3*"):
        file.unlink()
    done = used.run("migrate", good=False)
    assert done.returncode == 1
    assert b"The database is empty, but" in done.stderr


def test_a_lost_database_is_noticed_though_the_desk_had_no_files(used: Desk) -> None:
    for name in ("makegood.sqlite3", "makegood.sqlite3-wal", "makegood.sqlite3-shm"):
        (used.data / name).unlink(missing_ok=True)
    done = used.run("migrate", good=False)
    assert done.returncode == 1
    assert b"belongs to a desk" in done.stderr


def test_a_database_of_a_newer_version_is_left_alone(used: Desk) -> None:
    with sqlite3.connect(used.data / "makegood.sqlite3") as database:
        words = "INSERT INTO django_migrations (app, name, applied) VALUES ('timeline', '9999_future', '2030-01-01')"
        database.execute(words)
    done = used.run("migrate", good=False)
    assert done.returncode == 1
    assert b"A newer Makegood has used this database (it knows timeline 9999_future)" in done.stderr
