"""A server elsewhere, on this machine: it has pages, feeds and posts, and lies, stalls and stuffs whoever asks."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

MEGABYTE = b"x" * 2**20


@dataclass
class Answer:
    """What is said to the next who asks. `times`: the body so many times over, however much that is."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    stalls: bool = False


@dataclass
class Asked:
    """What somebody asked for."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""


Says = Callable[[Asked], Answer]


@dataclass
class Elsewhere:
    """`pages` says what lies where, or who decides it; `asked` who came for what. `let_go` ends each stalling."""

    port: int = 0
    pages: dict[str, Answer | Says] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def page(self, path: str, html: str, **more: Any) -> str:
        """The address of a page that lies there now."""
        self.pages[path] = Answer(html.encode(), **more)
        return self.origin + path

    def json(self, path: str, said: Any, **more: Any) -> None:
        """It answers this there, as JSON."""
        self.pages[path] = Answer(json.dumps(said).encode(), "application/json", **more)

    def answer(self, asked: Asked) -> Answer:
        """What is said to this."""
        self.asked.append(asked)
        found = self.pages.get(asked.path) or Answer(b"nothing here", status=404)
        return found(asked) if callable(found) else found


def bomb() -> Answer:
    """A hundred megabytes in a parcel of a hundred kilobytes."""
    return Answer(gzip.compress(MEGABYTE * 100, 9), headers={"content-encoding": "gzip"})


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """One that listens on loopback until the end of the block."""
    here = Elsewhere()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(b"")

        def do_POST(self) -> None:
            self._say(self.rfile.read(int(self.headers.get("content-length", "0"))))

        def _say(self, body: bytes) -> None:
            parts = urlsplit(self.path)
            query = {name: said[0] for name, said in parse_qs(parts.query).items()}
            headers = {name.lower(): said for name, said in self.headers.items()}
            said = here.answer(Asked(parts.path, query, headers, body))
            self.send_response(said.status)
            self.send_header("content-type", said.kind)
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(said.body) * said.times))
            self.end_headers()
            try:
                if said.stalls:
                    here.let_go.wait(60)
                for _ in range(said.times):
                    self.wfile.write(said.body)
            except OSError:
                pass  # they hung up, as they should

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    here.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield here
    finally:
        here.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()
