"""The web process: the port, the front door behind it, and an orderly end."""

from __future__ import annotations

import errno
import resource
import socket
import threading
from typing import Any

import uvicorn
from django.conf import settings
from django.urls import get_resolver

from makegood.config import processes
from makegood.config.commands import Refused

ANY_HOST = ("0.0.0.0", "::", "")  # noqa: S104 - what a person may write, not what we choose
MOST_OPEN = 65536  # connections and files of one process
LAST_WORDS = 5  # seconds that open requests have to end


def bind(host: str, port: int) -> socket.socket:
    """The listening port. Raises Refused, in words, when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named, or asyncio would not switch off Nagle's waiting, which costs 40 ms an answer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except (OSError, OverflowError) as error:
        listener.close()
        raise Refused(_why_not(error, host, port)) from error
    return listener


def _why_not(error: OSError | OverflowError, host: str, port: int) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return f"Port {port} is in use by another program. Stop that one, or choose another: --port {port + 1}"
    if number == errno.EACCES:
        return f"Port {port} is reserved for the administrator. Choose one above 1023: --port 8000"
    if isinstance(error, socket.gaierror) or number == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine. For this machine alone: --host 127.0.0.1"
    return f"Port {port} at {host} cannot be opened: {error}"


def address(listener: socket.socket) -> str:
    """Where to find it with a browser on this machine, without a trailing slash."""
    host, port = listener.getsockname()[:2]
    if host in ANY_HOST:
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def allow(host: str) -> None:
    """Requests by this name or address are answered; for a host that means any, by this machine's own names."""
    names = [host] if host not in ANY_HOST else _own_names()
    settings.ALLOWED_HOSTS += [f"[{name}]" if ":" in name else name for name in names]


def _own_names() -> list[str]:
    name = socket.gethostname()
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except OSError:
        return [name]
    return [name, *{str(entry[4][0]) for entry in found}]


def load() -> None:
    """Everything that serving needs is imported, and nothing is open: no thread, no connection, no file."""
    from makegood.config import asgi

    _ = asgi.application, get_resolver().url_patterns


class _Server(uvicorn.Server):
    """Ends the live streams first, which would otherwise keep it waiting."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        from makegood.config.asgi import hub

        hub.close()
        await super().shutdown(sockets)


def serve(listener: socket.socket) -> None:
    """Serves until SIGINT or SIGTERM."""
    load()
    _allow_many_screens()
    processes.stop_on_signal(threading.Event())  # uvicorn stops by itself, and then raises the signal once more
    config: dict[str, Any] = {
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "lifespan": "on",
        "ws": "none",
        "timeout_keep_alive": 30,
        "timeout_graceful_shutdown": LAST_WORDS,
    }
    _Server(uvicorn.Config("makegood.config.asgi:application", **config)).run(sockets=[listener])


def _allow_many_screens() -> None:
    """As many open connections as this account may have: a shell's usual thousand would be one shift's screens."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_OPEN if most == resource.RLIM_INFINITY else min(MOST_OPEN, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
