"""The servers as fixtures: each starts when a test first asks for it, once a worker, and stops at the end.

Whoever asks for a server gets the marker `servers`, and whoever asks for the browser `browser`, by themselves.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page

from tests.servers import browser as browser_server
from tests.servers import dovecot as dovecot_server
from tests.servers import issuer as issuer_server
from tests.servers import made
from tests.servers import postfix as postfix_server
from tests.servers import postgres as postgres_server
from tests.servers import sink as sink_server
from tests.servers.desk import Desk, unpack
from tests.servers.machine import PATIENCE, own_folder

NEEDS = {"servers": {"postgres", "dovecot", "postfix"}, "browser": {"chromium", "page"}}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with what it needs, so that `bin/test --core` can leave it out."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        for marker, fixtures in NEEDS.items():
            if asked & fixtures:
                item.add_marker(marker)


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_server.Postgres]:
    """A running PostgreSQL; `postgres.url("name")` is the DATABASE_URL of a database."""
    with postgres_server.running() as server:
        yield server


@pytest.fixture(scope="session")
def _issuer() -> Iterator[issuer_server.Issuer]:
    with issuer_server.running() as server:
        yield server


@pytest.fixture
def issuer(_issuer: issuer_server.Issuer) -> issuer_server.Issuer:
    """An OAuth2 token issuer that Dovecot believes; it has given nothing yet."""
    for memory in (_issuer.tokens, _issuer.refresh_tokens, _issuer.codes, _issuer.asked):
        memory.clear()
    _issuer.person, _issuer.lifetime, _issuer.refuses = "help@example.test", 3600, False
    return _issuer


@pytest.fixture(scope="session")
def _dovecot(_issuer: issuer_server.Issuer) -> Iterator[dovecot_server.Dovecot]:
    with dovecot_server.running(_issuer.url) as server:
        yield server


@pytest.fixture
def dovecot(_dovecot: dovecot_server.Dovecot) -> dovecot_server.Dovecot:
    """A running Dovecot without any mail."""
    _dovecot.empty()
    return _dovecot


@pytest.fixture(scope="session")
def _postfix(_dovecot: dovecot_server.Dovecot) -> Iterator[postfix_server.Postfix]:
    with postfix_server.running(_dovecot) as server:
        yield server


@pytest.fixture
def postfix(_postfix: postfix_server.Postfix, dovecot: dovecot_server.Dovecot) -> postfix_server.Postfix:
    """A running Postfix that delivers into `dovecot`."""
    return _postfix


@pytest.fixture
def smtp_sink() -> Iterator[sink_server.Sink]:
    """An SMTP server that keeps what it gets, and fails as it is told to."""
    with sink_server.running() as sink:
        yield sink


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a screen; one a file, as this thread can have no event loop while it runs."""
    with browser_server.running() as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A new page with cookies and storage of its own."""
    context = chromium.new_context()
    context.set_default_timeout(PATIENCE * 1000)
    try:
        yield context.new_page()
    finally:
        context.close()


@pytest.fixture
def make_desk() -> Iterator[Callable[..., Desk]]:
    """Makes a running desk with a new data folder: `make_desk(database=…, MAKEGOOD_URL=…)`.

    Without `database` it is what the suite runs on: SQLite, or a new database on PostgreSQL.
    """
    with ExitStack() as stack:

        def make(*, database: str | None = None, **environment: str) -> Desk:
            folder = stack.enter_context(own_folder("desk", hands_over=False))
            chosen = _new_database(folder.name) if database is None else database
            desk = Desk(folder / "data", database=chosen, **environment)
            if not chosen:
                unpack(desk.data)
            stack.callback(desk.stop)
            desk.start()
            return desk

        yield make


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    """A running desk that nobody has used yet."""
    return make_desk()


def _new_database(name: str) -> str:
    suite = os.environ.get("DATABASE_URL", "")
    return postgres_server.new_database(suite, name, template=made.template()) if suite else ""
