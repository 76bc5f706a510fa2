"""A token issuer on this machine: OAuth2 sign-in, tokens and introspection, as a mail provider's login has them."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.servers.machine import HOST

CLIENT_ID = "makegood-tests"
CLIENT_SECRET = "a client secret for a second"


@dataclass
class Issuer:
    """Signs in whoever `person` names. Every token that it gave is in `tokens`, with the address it stands for."""

    url: str = ""
    person: str = "help@example.test"
    lifetime: int = 3600
    refuses: bool = False
    tokens: dict[str, str] = field(default_factory=dict)
    refresh_tokens: dict[str, str] = field(default_factory=dict)
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def token(self, person: str) -> str:
        """A new access token for this address."""
        token = secrets.token_urlsafe(16)
        self.tokens[token] = person
        return token

    def refresh_token(self, person: str) -> str:
        """A new refresh token for this address."""
        token = secrets.token_urlsafe(16)
        self.refresh_tokens[token] = person
        return token

    def expire(self) -> None:
        """No access token that was given so far is good any more; refresh tokens are."""
        self.tokens.clear()

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser goes next: back, with a code that the person's sign-in is worth."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = self.person, query.get("code_challenge", "")
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query.get('state', '')})}"

    def grant(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The answer of the token endpoint (RFC 6749, 5): status and JSON."""
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return 401, {"error": "invalid_client"}
        person = "" if self.refuses else self._person(form)
        if not person:
            return 400, {"error": "invalid_grant", "error_description": "The sign-in is over; sign in again."}
        given = {"access_token": self.token(person), "token_type": "Bearer", "expires_in": self.lifetime}
        if form.get("grant_type") == "authorization_code":
            given["refresh_token"] = self.refresh_token(person)
        return 200, given

    def _person(self, form: dict[str, str]) -> str:
        if form.get("grant_type") == "refresh_token":
            return self.refresh_tokens.get(form.get("refresh_token", ""), "")
        person, challenge = self.codes.pop(form.get("code", ""), ("", ""))
        return person if not challenge or challenge == _challenge(form.get("code_verifier", "")) else ""

    def introspect(self, form: dict[str, str]) -> dict[str, Any]:
        """Whether a token is good, and whose it is (RFC 7662)."""
        person = self.tokens.get(form.get("token", ""), "")
        return {"active": True, "email": person, "username": person} if person else {"active": False}


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


class _Handler(BaseHTTPRequestHandler):
    issuer: Issuer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = self._note(parts.path, parts.query)
        if parts.path != "/authorize":
            return self._answer(404, {})
        self.send_response(302)
        self.send_header("Location", self.issuer.authorize(query))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self) -> None:
        form = self._note(self.path, self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
        if self.path == "/token":
            return self._answer(*self.issuer.grant({**self._basic(), **form}))
        if self.path == "/introspect":
            return self._answer(200, self.issuer.introspect(form))
        self._answer(404, {})

    def _note(self, path: str, encoded: str) -> dict[str, str]:
        values = {name: found[-1] for name, found in parse_qs(encoded).items()}
        self.issuer.asked.append((path, values))
        return values

    def _basic(self) -> dict[str, str]:
        """The client's own credentials, where they come in a header (RFC 6749, 2.3.1)."""
        scheme, _, encoded = self.headers.get("Authorization", "").partition(" ")
        if scheme != "Basic":
            return {}
        name, _, secret = base64.b64decode(encoded).decode().partition(":")
        return {"client_id": name.replace("+", " "), "client_secret": secret.replace("+", " ")}

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: `Issuer.asked` has it."""


@contextmanager
def running() -> Iterator[Issuer]:
    """An issuer that answers inside the block: `/authorize`, `/token`, `/introspect` below its `url`."""
    issuer = Issuer()
    server = ThreadingHTTPServer((HOST, 0), type("Handler", (_Handler,), {"issuer": issuer}))
    issuer.url = f"http://{HOST}:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
