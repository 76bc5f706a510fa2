"""A database made once for a whole suite: making one takes seconds, and each worker and many a desk need one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

MADE = "MAKEGOOD_TEST_MADE"  # its file, or on PostgreSQL its name; unset: none was made, and each makes its own


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


def is_a_file() -> bool:
    """Whether there is one for SQLite."""
    return os.path.isfile(os.environ.get(MADE, ""))


def copy(to: Path) -> None:
    """The file is there, unless none was made."""
    if is_a_file():
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(os.environ[MADE], to)


def template() -> str:
    """The name of the one on PostgreSQL; "" when none was made."""
    return "" if is_a_file() else os.environ.get(MADE, "")


def begin_with(settings: dict[str, Any], vendor: str, to: Path) -> None:
    """The tests' database, by Django's settings of it, begins as a copy: the file `to`, or from the template."""
    if vendor == "sqlite":
        settings["TEST"]["NAME"] = str(to)
        copy(to)
    elif template():
        settings["TEST"]["TEMPLATE"] = template()
