"""A server on this machine that takes webhooks, or does not."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.servers.machine import PATIENCE


@dataclass
class Sink:
    """What came in, as (headers, body); `status` is what is answered next."""

    status: int = 204
    answer: bytes = b""
    location: str = ""
    drips: bool = False
    is_silent: bool = False
    ended: threading.Event = field(default_factory=threading.Event)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


@contextmanager
def sink() -> Iterator[Sink]:
    """A sink that listens until the end of the block."""
    kept = Sink()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            kept.got.append(({name.lower(): value for name, value in self.headers.items()}, self.rfile.read(length)))
            if kept.is_silent:
                kept.ended.wait(PATIENCE)
                return
            self.send_response(kept.status)
            if kept.location:
                self.send_header("Location", kept.location)
            self.send_header("Content-Length", str(10**9 if kept.drips else len(kept.answer)))
            self.end_headers()
            self._say()

        def _say(self) -> None:
            while kept.drips:
                try:
                    self.wfile.write(b".")
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(0.02)
            self.wfile.write(kept.answer)

        def log_message(self, *_args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        kept.ended.set()
        server.shutdown()
        server.server_close()
