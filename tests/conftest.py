"""What every test stands on: a data folder of its own, the house's settings, and no network beyond this machine."""

from __future__ import annotations

import atexit
import ipaddress
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

from tests.servers import made

pytest_plugins = ["tests.servers.fixtures"]


def _own_data_folder() -> None:
    """Point the settings, which are imported after this file, at an empty folder that goes when the tests end."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # the workers share the folder that their parent made
    if "DJANGO_SETTINGS_MODULE" in os.environ:
        # Then they are read already, and tests would write into the data folder of a real desk.
        raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: tests choose their settings and data folder themselves.")
    folder = tempfile.mkdtemp(prefix="makegood-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["MAKEGOOD_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "makegood.config.settings"
    for name in ("MAKEGOOD_URL", "MAKEGOOD_SMTP_URL", "MAKEGOOD_FILES_URL", "MAKEGOOD_HOSTS"):
        os.environ.pop(name, None)


_own_data_folder()

# A busy machine is not a failed promise; in CI the same examples run each time.
hypothesis_settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
hypothesis_settings.load_profile("house")


def pytest_configure() -> None:
    """Test files may import models: Django is set up before they are collected."""
    import django

    django.setup()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever uses the database in this process runs on PostgreSQL too, without anyone having to say so."""
    for item in items:
        if _uses_database(item) and not item.get_closest_marker("once"):
            item.add_marker(pytest.mark.sql)
    if "PYTEST_XDIST_WORKER" in os.environ:
        _longest_first(items)


def _uses_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or {"db", "transactional_db"} & fixtures)


def _longest_first(items: list[pytest.Item]) -> None:
    """Files that wait for browsers and servers come first, so that no worker begins one when the others have ended."""
    ranks: dict[Path, int] = {}
    for item in items:
        rank = next((at for at, name in enumerate(("browser", "servers")) if item.get_closest_marker(name)), 2)
        ranks[item.path] = min(rank, ranks.get(item.path, rank))
    items.sort(key=lambda item: ranks[item.path])


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The tests' SQLite is a file, as in real life: threads and other processes can open it."""
    from django.conf import settings
    from django.db import connection

    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    made.begin_with(connection.settings_dict, connection.vendor, Path(settings.DATA) / f"tests-{worker}.sqlite3")


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """A copy is not thrown away and made anew. It goes with the tests' folder."""
    from django.db import connection

    return connection.vendor == "sqlite"


@pytest.fixture(scope="session", autouse=True)
def only_what_was_written_is_emptied() -> Iterator[None]:
    """After a test that commits, Django empties all tables and fills two of them again, which takes a second."""
    from django.test import TransactionTestCase

    from tests.emptying import empty

    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: empty())
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def only_this_machine() -> Iterator[None]:
    """Whoever connects to an address that is not this machine's own fails, loudly."""
    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", _only_loopback(socket.socket.connect))
    patch.setattr(socket.socket, "connect_ex", _only_loopback(socket.socket.connect_ex))
    yield
    patch.undo()


def _only_loopback(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_this_machine(address[0]):
            raise AssertionError(f"a test tried to reach {address[0]}, which is not this machine")
        return connect(self, address)

    return guarded


def _is_this_machine(host: str) -> bool:
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture
def world(db: None) -> Any:
    """Ana, Ben, Mo, Lea, Ada and Eva (tests/world.py), fresh in the database."""
    from tests.world import build

    return build()


@pytest.fixture
def stage(live_server: Any, smtp_sink: Any, chromium: Any, settings: Any) -> Iterator[Any]:
    """The same people at a desk whose mail leaves by SMTP and whose pages browsers open (tests/stage.py)."""
    from tests.stage import set_up

    settings.ACCOUNT_RATE_LIMITS = False
    one = set_up(smtp_sink, live_server.url, chromium, settings)
    yield one
    for context in one.open:
        context.close()
    assert not one.complaints
