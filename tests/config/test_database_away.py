"""The database is killed under a running desk: everybody waits, says so, and goes on."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.servers.desk import Desk
from tests.servers.machine import wait_until
from tests.servers.postgres import Postgres

pytestmark = pytest.mark.servers


def test_a_desk_outlives_the_death_of_its_database(postgres: Postgres, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "data", database=postgres.desk_url("away"))
    desk.start()
    try:
        wait_until("the desk to be ready", lambda: httpx.get(desk.url + "/readyz").status_code == 200)
        processes = list(desk.processes())
        postgres.kill()
        away = httpx.get(desk.url + "/readyz")
        assert away.status_code == 503
        assert "The database does not answer" in away.json()["problems"][0]
        assert httpx.get(desk.url + "/livez").status_code == 200
        postgres.start()
        wait_until("the desk to be ready again", lambda: httpx.get(desk.url + "/readyz").status_code == 200)
        assert list(desk.processes()) == processes
    finally:
        desk.stop()
        if not postgres.server.is_alive:
            postgres.start()
