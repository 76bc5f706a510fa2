"""The servers as fixtures: each starts when a test first asks for it, once a worker, and stops at the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers import postgres as postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_server.Postgres]:
    """A running PostgreSQL; `postgres.url("name")` is the DATABASE_URL of a database."""
    with postgres_server.running() as server:
        yield server
