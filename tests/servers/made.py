"""A database made once: making one takes seconds, and each worker and many a desk need one.

A whole suite makes its own (tests/run.py). A few tests run by hand take the one that is kept beside pytest's cache for
as long as no migration changes.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".pytest_cache" / "made"
MADE = "MAKEGOOD_TEST_MADE"  # its file; unset: the kept one
TEMPLATE = "MAKEGOOD_TEST_TEMPLATE"  # on PostgreSQL, its name; unset: none was made, and each makes its own
WRITTEN = "MAKEGOOD_TEST_WRITTEN"  # the file with the SQL of one on PostgreSQL, for servers of a test's own


def sqlite(folder: Path) -> str:
    """Makes one in the folder; the path of its file."""
    _migrate({"MAKEGOOD_DATA": str(folder), "DATABASE_URL": ""})
    return str(folder / "makegood.sqlite3")


def postgresql(url: str) -> str:
    """Makes that empty database one; its name."""
    with tempfile.TemporaryDirectory(prefix="makegood-made-") as folder:
        _migrate({"MAKEGOOD_DATA": folder, "DATABASE_URL": url})
    return url.rpartition("/")[2]


def _migrate(where: dict[str, str]) -> None:
    command = [str(Path(sys.executable).with_name("django-admin")), "migrate", "--verbosity=0"]
    environment = {**os.environ, **where, "DJANGO_SETTINGS_MODULE": "makegood.config.settings"}
    subprocess.run(command, env=environment, check=True)


def kept() -> str:
    """The path of the one that is kept; it is made when there is none, or a migration changed since."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        path = KEPT / f"{_fingerprint()}.sqlite3"
        if not path.exists():
            for old in KEPT.glob("*.sqlite3"):
                old.unlink()
            with tempfile.TemporaryDirectory(prefix="makegood-made-") as folder:
                shutil.move(sqlite(Path(folder)), path.with_suffix(".new"))
            path.with_suffix(".new").rename(path)
    return str(path)


def _fingerprint() -> str:
    """Of everything that says what a new database is like."""
    files = sorted((ROOT / "src" / "makegood").glob("**/migrations/*.py"))
    known = [ROOT / "requirements" / "core.txt", ROOT / "src" / "makegood" / "config" / "settings.py", *files]
    return hashlib.sha256(b"".join(path.read_bytes() for path in known)).hexdigest()[:32]


def copy(to: Path) -> None:
    """The file is one."""
    if MADE not in os.environ:
        os.environ[MADE] = kept()
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(os.environ[MADE], to)


def template() -> str:
    """The name of the one on PostgreSQL; "" when none was made."""
    return os.environ.get(TEMPLATE, "")


def written() -> str:
    """The path of the SQL that makes one on PostgreSQL; "" when none was written down."""
    return os.environ.get(WRITTEN, "")


def begin_with(settings: dict[str, Any], vendor: str, to: Path) -> None:
    """The tests' database, by Django's settings of it, begins as a copy: the file `to`, or from the template."""
    if vendor == "sqlite":
        settings["TEST"]["NAME"] = str(to)
        copy(to)
    elif template():
        settings["TEST"]["TEMPLATE"] = template()
