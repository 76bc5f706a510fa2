"""Runs Django's pages in a few threads, each with a database connection of its own that it keeps.

No thread ever waits for a client: a request's body is all here before a thread sees it, and an answer is handed out
after the thread has gone back to other work. (a2wsgi's own middleware crosses between loop and thread five times for
an answer and lets slow readers hold threads; of it we take the WSGI environment.)
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from a2wsgi.wsgi import build_environ

from makegood.config.live import Receive, Scope, Send

MOST_BYTES = 64 * 1024 * 1024  # a mail of 30 MB with its pictures, as a browser encodes it
IN_MEMORY = 1024 * 1024
PART = 256 * 1024
PATIENCE = 30.0  # seconds for the next part of a body, or for a part of the answer to be taken
App = Callable[[dict[str, Any], Callable[..., Any]], Any]


class TooMuch(Exception):
    """The body is larger than we take."""


class Gone(Exception):
    """The client left, or neither sends nor takes anything any more."""


@dataclass(frozen=True)
class Answer:
    """What the app said: a `whole` page; or, where `parts` is not None, a file in parts, closed at the end."""

    status: int
    headers: list[tuple[bytes, bytes]]
    whole: bytes = b""
    parts: Iterator[bytes] | None = None
    close: Callable[[], None] = lambda: None


class Bridge:
    """An ASGI app that answers with a WSGI app. What `more` gives is in each request's environment."""

    def __init__(self, app: App, *, threads: int, more: Callable[[], dict[str, Any]] = dict) -> None:
        self._app, self._more = app, more
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="desk")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request; a client that leaves or stalls is let go."""
        with SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                size = await _gather(receive, body) if _has_body(scope) else 0
            except TooMuch:
                return await _refuse(send, 413, b"This is larger than 64 MB, the most that Makegood takes at once.")
            except Gone:
                return await _refuse(send, 408, b"The request did not arrive whole.")
            body.seek(0)
            answer = await self._in_thread(self._ask, {**_environ(scope, body, size), **self._more()})
        await self._give(answer, send)

    def _ask(self, environ: dict[str, Any]) -> Answer:
        began: list[tuple[str, list[tuple[str, str]]]] = []
        response = self._app(environ, lambda status, headers, exc_info=None: began.append((status, headers)))
        [(status, headers)] = began
        head = int(status[:3]), [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        if response.streaming:
            return Answer(*head, parts=iter(response), close=response.close)
        try:
            return Answer(*head, whole=b"".join(response))
        finally:
            response.close()

    async def _give(self, answer: Answer, send: Send) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
            while answer.parts and (part := await self._in_thread(_next_part, answer.parts)):
                async with asyncio.timeout(PATIENCE):
                    await send({"type": "http.response.body", "body": part, "more_body": True})
            async with asyncio.timeout(PATIENCE):
                await send({"type": "http.response.body", "body": answer.whole, "more_body": False})
        except TimeoutError:
            return  # the server closes what was not finished
        finally:
            if answer.parts:
                await self._in_thread(answer.close)

    async def _in_thread(self, act: Callable[..., Any], *about: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, act, *about)


def _next_part(parts: Iterator[bytes]) -> bytes:
    """As much as is worth a crossing; nothing at the end."""
    taken, size = [], 0
    for part in parts:
        taken.append(part)
        size += len(part)
        if size >= PART:
            break
    return b"".join(taken)


def _environ(scope: Scope, body: IO[bytes], size: int) -> dict[str, Any]:
    """Headers with an underscore are dropped: in WSGI they would pass for those with a dash, which proxies guard."""
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    seen: Any = {**scope, "headers": headers}
    fixed = {"wsgi.errors": sys.stderr, "CONTENT_LENGTH": str(size)}
    return {**build_environ(seen, body), **fixed}  # type: ignore[arg-type]  # it asks for its own class of body


def _has_body(scope: Scope) -> bool:
    names = {name for name, _ in scope["headers"]}
    return b"content-length" in names or b"transfer-encoding" in names


async def _gather(receive: Receive, body: IO[bytes]) -> int:
    """The body is all in the file, of this size. Raises TooMuch or Gone."""
    size, more = 0, True
    while more:
        try:
            async with asyncio.timeout(PATIENCE):
                part = await receive()
        except TimeoutError:
            raise Gone from None
        if part["type"] == "http.disconnect":
            raise Gone
        size += body.write(part.get("body", b""))
        if size > MOST_BYTES:
            raise TooMuch
        more = part.get("more_body", False)
    return size


async def _refuse(send: Send, status: int, words: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words, "more_body": False})
