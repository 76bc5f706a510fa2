"""A provider of telephone lines on this machine: it calls our address as Twilio does, and keeps recordings."""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import urlencode

from tests.calls.sounds import WAVE

ACCOUNT, SECRET = "AC" + "1" * 32, "the-auth-token"
_calls = count(1)


def signed(url: str, fields: dict[str, str], secret: str = SECRET) -> str:
    """What it writes under a request, by its own description."""
    said = url
    for name in sorted(fields):
        said += name + fields[name]
    return base64.b64encode(hmac.new(secret.encode(), said.encode(), hashlib.sha1).digest()).decode()


@dataclass
class Provider:
    """`sounds` are its recordings by path; `status` 0: as it is, else what it answers next; `asked` who came for what.

    `location`: it sends on to there.
    """

    port: int = 0
    status: int = 0
    location: str = ""
    sounds: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def left(self, sound: bytes = WAVE, **more: str) -> dict[str, str]:
        """Somebody has spoken: the form of it. Each call is unlike every other."""
        number = next(_calls)
        path = f"/2010-04-01/Accounts/{ACCOUNT}/Recordings/RE{number:032d}"
        self.sounds[path] = sound
        said = {
            "AccountSid": ACCOUNT,
            "CallSid": f"CA{number:032d}",
            "CallStatus": "completed",
            "Direction": "inbound",
            "From": "+4930123456",
            "To": "+4930555555",
            "RecordingUrl": self.origin + path,
            "RecordingSid": f"RE{number:032d}",
            "RecordingDuration": "7",
        }
        return {name: value for name, value in (said | more).items() if value is not None}


@contextmanager
def provider() -> Iterator[Provider]:
    """One that listens on loopback until the end of the block."""
    kept = Provider()
    right = "Basic " + base64.b64encode(f"{ACCOUNT}:{SECRET}".encode()).decode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kept.asked.append((self.path, self.headers.get("Authorization", "")))
            sound = kept.sounds.get(self.path)
            status = kept.status or (200 if sound is not None else 404)
            if not kept.status and self.headers.get("Authorization") != right:
                status = 401
            self.send_response(status)
            if kept.location:
                self.send_header("Location", kept.location)
            body = sound if status == 200 and sound else b""
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()


def body_of(fields: dict[str, str]) -> bytes:
    """As it sends a form."""
    return urlencode(fields).encode()
