"""The desk that tests drive is a whole one: started by the command that people use."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable

import pytest

from tests.servers.desk import Desk
from tests.servers.machine import wait_until
from tests.servers.postgres import Postgres

pytestmark = pytest.mark.servers


def test_it_prints_where_it_is_and_a_way_in_and_answers(desk: Desk) -> None:
    assert urllib.request.urlopen(f"{desk.url}/livez").status == 200
    assert desk.link.startswith(desk.url)
    assert urllib.request.urlopen(desk.link).status == 200


def test_ctrl_c_ends_all_its_processes(desk: Desk) -> None:
    processes = desk.processes()
    assert len(processes) >= 3  # the one that keeps the others, web, worker
    desk.stop()
    wait_until("the end of every process", lambda: not any(_is_there(pid) for pid in processes))


def test_after_a_kill_it_starts_again_with_the_same_way_in(desk: Desk) -> None:
    processes = desk.processes()
    desk.kill()
    wait_until("the end of every process", lambda: not any(_is_there(pid) for pid in processes))
    desk.start()
    assert urllib.request.urlopen(f"{desk.url}/livez").status == 200


def test_it_runs_on_postgresql(make_desk: Callable[..., Desk], postgres: Postgres) -> None:
    desk = make_desk(database=postgres.url("a_desk"))
    assert urllib.request.urlopen(f"{desk.url}/readyz").status == 200


def _is_there(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
