"""Caddy in front of a desk, with the very lines that docs/operating.md gives to an admin."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import debian
from tests.servers.machine import HOST, Server, own_folder

BOOK = Path(__file__).parents[2] / "docs" / "operating.md"
# What a test wants besides: no port of its own for its management, none for plain HTTP, nothing told to the machine.
QUIET = """{
    admin off
    auto_https disable_redirects
    skip_install_trust
}
"""


def lines_of_the_book() -> str:
    """The Caddyfile in docs/operating.md, as it stands there."""
    found = re.search(r"```\n(desk\.example\.com \{\n.*?\n\})\n```", BOOK.read_text(), re.DOTALL)
    assert found, "docs/operating.md has lost its Caddyfile"
    return found[1]


@contextmanager
def running(port: int, desk_port: int) -> Iterator[Path]:
    """Inside the block it speaks TLS at https://localhost:`port` for the desk; the certificate of its authority."""
    program = debian.need("caddy")
    lines = lines_of_the_book()
    ours = lines.replace("desk.example.com", f"https://localhost:{port}").replace(
        "127.0.0.1:8000", f"{HOST}:{desk_port}"
    )
    with own_folder("caddy", hands_over=False) as folder:
        # No authority of the world signs a certificate for localhost, so it signs one itself.
        (folder / "Caddyfile").write_text(QUIET + ours.replace("{\n", "{\n    tls internal\n", 1) + "\n")
        command = [str(program), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
        home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        authority = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
        server = Server(command, log=folder / "said", env=home)
        server.start(lambda: authority.exists() and _speaks_tls(port, authority))
        try:
            yield authority
        finally:
            server.stop()


def _speaks_tls(port: int, authority: Path) -> bool:
    """Whether it has signed its certificate, which takes it a moment."""
    trust = ssl.create_default_context(cafile=str(authority))
    try:
        with socket.create_connection((HOST, port), 2) as plain, trust.wrap_socket(plain, server_hostname="localhost"):
            return True
    except OSError:
        return False
