"""What must be true before the desk serves: a database of this version, its ground laid, its styles collected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from makegood.channels.mail import thanks
from makegood.channels.mail.telling import due as telling
from makegood.config.commands import Refused
from makegood.people import acts as people

Say = Callable[[str], None]
BEGUN = "begun"  # a file in the data folder: its database was made once


def database(say: Say) -> None:
    """The tables fit the code, and the first location and team exist. Raises Refused before anything is touched."""
    try:
        executor = MigrationExecutor(connection)
        _refuse_a_newer_one(executor)
        _refuse_an_emptied_one(executor)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            say(f"Bringing the database to this version: {len(plan)} steps ...")
            call_command("migrate", interactive=False, verbosity=0)
        people.lay_ground(now=timezone.now())
        telling.begin(now=timezone.now())
        thanks.begin(now=timezone.now())
        (Path(settings.DATA) / BEGUN).touch()
    except DatabaseError as error:
        raise Refused(f"The database cannot be used: {str(error).strip()}") from error


def _refuse_a_newer_one(executor: MigrationExecutor) -> None:
    ours = {app for app, _ in executor.loader.disk_migrations}
    unknown = [key for key in executor.loader.applied_migrations if key[0] in ours and key not in _known(executor)]
    if unknown:
        newest = ", ".join(f"{app} {name}" for app, name in sorted(unknown))
        raise Refused(f"A newer Makegood has used this database (it knows {newest}). Install that version again.")


def _known(executor: MigrationExecutor) -> set[tuple[str, str]]:
    return {
        *executor.loader.disk_migrations,
        *(key for m in executor.loader.disk_migrations.values() for key in m.replaces),
    }


def _refuse_an_emptied_one(executor: MigrationExecutor) -> None:
    """The folder of a desk without its database means a wrong address or a lost file, not a new beginning."""
    folder = Path(settings.DATA)
    files = folder / "files"
    had_a_desk = (folder / BEGUN).exists() or (files.is_dir() and any(files.iterdir()))
    if had_a_desk and not executor.loader.applied_migrations:
        raise Refused(
            f"The database is empty, but {folder} belongs to a desk. Is DATABASE_URL or MAKEGOOD_DATA right? "
            "Restore the database; or, to begin anew, choose another data folder."
        )


def is_ready() -> bool:
    """Whether web and worker can start: every migration is applied. Raises Refused when the database is away."""
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise Refused(f"The database cannot be used: {str(error).strip()}") from error


def refuse_unless_ready() -> None:
    """Raises Refused when `makegood migrate` must run first."""
    if not is_ready():
        raise Refused("The database is of another version. Run: makegood migrate")
