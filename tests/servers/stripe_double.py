"""A stand-in for Stripe: takes refunds as its API does, keeps idempotency keys, signs events, fails when told."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "sk_test_harbour51234567890"
HOOK_SECRET = "whsec_harbour1234567890"
Answer = tuple[int, dict[str, Any]]


@dataclass
class Stripe:
    """What it has, and how the next requests are met.

    `paid`: by payment, how much is left of it. `mood`: "" answers; "500", "429", "drop" (no answer) before anything is
    done; "done and drop", "done and 500" after it. `status` is how a new refund stands.
    """

    port: int = 0
    paid: dict[str, int] = field(default_factory=dict)
    refunds: list[dict[str, Any]] = field(default_factory=list)
    keys: dict[str, tuple[str, Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    mood: str = ""
    status: str = "succeeded"
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def becomes(self, status: str, *, why: str = "", at: int = -1) -> dict[str, Any]:
        """The bank has moved a refund, the last one if not said."""
        self.refunds[at] |= {"status": status, "failure_reason": why or None}
        return self.refunds[at]

    def forgets(self) -> None:
        """A day has passed: keys are not remembered any more."""
        self.keys.clear()

    def create(self, said: dict[str, str], key: str) -> Answer:
        """A refund, or the one that was made under this key before."""
        with self.lock:
            body = json.dumps(said, sort_keys=True)
            if key in self.keys:
                before, answer = self.keys[key]
                return answer if before == body else _error(400, "idempotency_error", "", "Keys can only be used once.")
            answer = self._create(said)
            self.keys[key] = (body, answer)
            return answer

    def _create(self, said: dict[str, str]) -> Answer:
        payment, amount = said.get("payment_intent") or said.get("charge") or "", int(said["amount"])
        if payment not in self.paid:
            return _error(404, "invalid_request_error", "resource_missing", f"No such payment_intent: '{payment}'")
        if self.paid[payment] < amount:
            return _error(400, "invalid_request_error", "charge_already_refunded", "It has already been refunded.")
        self.paid[payment] -= amount
        ours = {"makegood": said["metadata[makegood]"]} if "metadata[makegood]" in said else {}
        made = {"id": f"re_{len(self.refunds) + 1}", "object": "refund", "amount": amount, "payment_intent": payment,
                "status": self.status, "failure_reason": None, "metadata": ours}  # fmt: skip
        self.refunds.append(made)
        return 200, dict(made)

    def one(self, pk: str) -> Answer:
        """A refund by its id."""
        found = next((one for one in self.refunds if one["id"] == pk), None)
        return (200, dict(found)) if found else _error(404, "invalid_request_error", "resource_missing", "No such one.")

    def list(self, said: dict[str, str]) -> Answer:
        """The refunds of a payment."""
        payment = said.get("payment_intent") or said.get("charge")
        some = [dict(one) for one in self.refunds if payment in (None, one["payment_intent"])]
        return 200, {"object": "list", "data": some, "has_more": False, "url": "/v1/refunds"}

    @staticmethod
    def event(kind: str, about: dict[str, Any], *, at: int, key: str = "evt_1", secret: str = HOOK_SECRET) -> Any:
        """What it posts: the bytes and their signature, made at that moment (seconds)."""
        content = json.dumps({"id": key, "object": "event", "type": kind, "data": {"object": about}}).encode()
        signed = hmac.new(secret.encode(), f"{at}.".encode() + content, hashlib.sha256).hexdigest()
        return content, f"t={at},v1={signed}"


def _error(status: int, kind: str, code: str, message: str) -> Answer:
    return status, {"error": {"type": kind, "code": code, "message": message}}


@contextmanager
def stripe_double() -> Iterator[Stripe]:
    """It answers on a port of its own until the end."""
    stripe = Stripe()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"stripe": stripe}))
    stripe.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stripe
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    stripe: Stripe

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        self._answer(url.path, {name: some[0] for name, some in parse_qs(url.query).items()})

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        self._answer(self.path, {name: some[0] for name, some in parse_qs(content).items()})

    def _answer(self, path: str, said: dict[str, str]) -> None:
        self.stripe.asked.append(f"{self.command} {path}")
        mood = self.stripe.mood
        if mood == "drop":
            return self._drop()
        if mood in ("500", "429"):
            return self._say(*_error(int(mood), "api_error", "", "Try again later."))
        answer = self._do(path, said)
        if mood == "done and drop":
            return self._drop()
        return self._say(*(_error(500, "api_error", "", "Something broke.") if mood == "done and 500" else answer))

    def _do(self, path: str, said: dict[str, str]) -> Answer:
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            return _error(401, "invalid_request_error", "", "Invalid API Key provided.")
        if self.command == "POST" and path == "/v1/refunds":
            return self.stripe.create(said, self.headers["Idempotency-Key"])
        if path == "/v1/refunds":
            return self.stripe.list(said)
        return self.stripe.one(path.removeprefix("/v1/refunds/"))

    def _say(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _drop(self) -> None:
        self.close_connection = True
        self.connection.close()

    def log_message(self, *_args: object) -> None:
        """Nothing is printed."""
