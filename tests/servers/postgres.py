"""A PostgreSQL of our own: a new cluster in a temporary folder, on a free port."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.servers import debian, made
from tests.servers.machine import HOST, Server, free_port, hand_over, own_folder, wait_until

ROLE = "makegood"


class Postgres:
    """One running cluster. `url(name)` is a DATABASE_URL; the database is made when it is not there."""

    def __init__(self, folder: Path, program: Path, *, is_durable: bool):
        self.port = free_port()
        self.password = secrets.token_urlsafe(16)
        self._data = folder / "data"
        self._make_cluster(folder, program.parent)
        settings: dict[str, object] = {
            "port": self.port,
            "listen_addresses": HOST,
            "unix_socket_directories": "",
            "max_connections": 200,
        }
        if not is_durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [str(program), "-D", str(self._data), *options]
        self.server = Server(command, log=folder / "log", drops_root=True, env=debian.libraries())

    def _make_cluster(self, folder: Path, programs: Path) -> None:
        words = folder / "password"
        words.write_text(self.password)
        hand_over(words)
        command = [str(programs / "initdb"), "-D", str(self._data), "-U", ROLE, "-A", "scram-sha-256"]
        command += [f"--pwfile={words}", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"]
        maker = Server(command, log=folder / "initdb.log", drops_root=True, env=debian.libraries())
        done = subprocess.run(maker.command, env=maker.env, capture_output=True, text=True, cwd=folder, check=False)
        if done.returncode:
            raise RuntimeError(f"initdb failed: {done.stderr}")

    def start(self) -> None:
        """Start it, also after a kill: then it lets the children of the killed one go, and replays its log first."""
        wait_until("PostgreSQL to start", self._starts)

    def _starts(self) -> bool:
        try:
            self.server.start(self._answers)
        except RuntimeError as error:
            if "shared memory block" in str(error):
                return False
            raise
        return True

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._address("postgres"), connect_timeout=20).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """A fast shutdown: clients are sent away, everything is written."""
        self.server.stop(signal.SIGINT)

    def kill(self) -> None:
        """SIGKILL to the postmaster; its children notice and go."""
        self.server.kill()

    def url(self, name: str) -> str:
        """DATABASE_URL of the database with this name, which exists afterwards."""
        return new_database(self._address("postgres"), name)

    def desk_url(self, name: str) -> str:
        """DATABASE_URL of a new database that is a new desk's already, when one was written down; else it is empty."""
        url = self.url(name)
        if made.written():
            self._program("psql", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", "-f", made.written(), url)
        return url

    def write_down(self, name: str, to: Path) -> str:
        """What that database holds is in the file, for `made.written`; its path."""
        self._program("pg_dump", "--no-owner", "-f", str(to), self._address(name))
        return str(to)

    def _program(self, name: str, *words: str) -> None:
        command = [str(debian.need("postgres").with_name(name)), *words]
        subprocess.run(command, env={**os.environ, **debian.libraries()}, check=True)

    def _address(self, name: str) -> str:
        return f"postgresql://{ROLE}:{self.password}@{HOST}:{self.port}/{name}"


def new_database(beside: str, name: str, *, template: str = "") -> str:
    """DATABASE_URL of the database with this name on the same server as `beside`; it is made when it is not there.

    It begins as the `template` stands; "" as an empty one.
    """
    with psycopg.connect(beside, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            names = [psycopg.sql.Identifier(one) for one in (name, template or "template1")]
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
    return f"{beside.rpartition('/')[0]}/{name}"


def is_here() -> bool:
    """True when this machine has a PostgreSQL server."""
    return debian.find("postgres") is not None


@contextmanager
def running(*, is_durable: bool = True) -> Iterator[Postgres]:
    """A cluster that runs inside the block; one that nobody kills need not be durable, and is faster then."""
    program = debian.need("postgres")
    with own_folder("postgres") as folder:
        server = Postgres(folder, program, is_durable=is_durable)
        server.start()
        try:
            yield server
        finally:
            server.stop()
