"""`bin/test`: brings the servers, then runs the suite on SQLite and what touches SQL once more on PostgreSQL."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from tests.servers import debian, made, postgres
from tests.servers.made import MADE, TEMPLATE, WRITTEN

NO_TESTS_RAN = 5
# Two more than there are processors, as many tests wait for servers and browsers; a file stays in one worker, with the
# desk and the browser that its tests share. In the order that tests/conftest.py gives them.
SIDE_BY_SIDE = ["-n", str(min(4, (os.cpu_count() or 1) + 2)), "--dist", "loadfile", "--no-loadscope-reorder"]


def main() -> int:
    """0 when every test passed on every database that was asked for."""
    asked, rest = _arguments()
    left_out = ["servers and browser (--core)"] if asked.core else debian.bring()
    for what in left_out:
        print(f"Left out: {what}.", flush=True)
    # Many hundred processes begin here: compile what they import once, whatever this machine is used to.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["MAKEGOOD_TEST_SERVERS"] = "some" if left_out else "all"
    skipped = _not(long=not asked.long, servers=asked.core, browser=asked.core)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="makegood-made-")))
        has_both = not asked.core and postgres.is_here()
        server = stack.enter_context(postgres.running(is_durable=False)) if has_both else None
        here, there = _new_desks(folder, server)
        failed = _suite("SQLite", here, skipped, rest)
        if failed or not server:
            return failed
        return _suite("PostgreSQL", there, skipped if asked.long else f"sql and {skipped}", rest)


def _new_desks(folder: Path, server: postgres.Postgres | None) -> tuple[dict[str, str], dict[str, str]]:
    """A new desk's database is made on each that there is, side by side; how the suite on SQLite finds them, and that
    on PostgreSQL."""
    with ThreadPoolExecutor() as pool:
        file = pool.submit(made.sqlite, folder)
        if not server:
            return {MADE: file.result()}, {}
        name = made.postgresql(server.url("made"))
        written = server.write_down(name, folder / "made.sql")
        here = {MADE: file.result(), WRITTEN: written}
        return here, here | {"DATABASE_URL": server.url("makegood"), TEMPLATE: name}


def _arguments() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(prog="bin/test", description=__doc__, epilog="Anything else goes to pytest.")
    parser.add_argument("--core", action="store_true", help="without servers and browser; says what it left out")
    parser.add_argument("--long", action="store_true", help="the big versions too, and all of it on PostgreSQL")
    return parser.parse_known_args()


def _not(**markers: bool) -> str:
    return " and ".join(["not bench", *(f"not {name}" for name, is_out in markers.items() if is_out)])


def _suite(database: str, environment: dict[str, str], chosen: str, rest: list[str]) -> int:
    """pytest's exit code, but a choice of the caller's that holds no test for this database is no failure."""
    print(f"On {database}:", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", *SIDE_BY_SIDE, "-m", chosen, *rest]
    code = subprocess.run(command, env={**os.environ, **environment}).returncode
    return 0 if code == NO_TESTS_RAN and rest and "DATABASE_URL" in environment else code


if __name__ == "__main__":
    sys.exit(main())
