"""Keeps slow and greedy clients away from the few threads that Django runs in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from makegood.config.live import Receive, Scope, Send

MOST_BYTES = 64 * 1024 * 1024  # a mail of 30 MB with its pictures, as a browser encodes it
IN_MEMORY = 1024 * 1024
PART = 256 * 1024
PATIENCE = 30.0  # seconds for the next part of a body, or for a part of the answer to be taken
App = Callable[[Any, Any, Any], Any]


class TooMuch(Exception):
    """The body is larger than we take."""


class Gone(Exception):
    """The client left, or sends nothing any more."""


async def shielded(app: App, scope: Scope, receive: Receive, send: Send) -> None:
    """Run the app with the whole body at hand, and with a `send` that never waits long."""
    with SpooledTemporaryFile(IN_MEMORY) as body:
        try:
            if _has_body(scope):
                await _gather(receive, body)
        except TooMuch:
            return await _refuse(
                send, 413, b"This is larger than 64 MB, which is the most that Makegood takes at once."
            )
        except Gone:
            return await _refuse(send, 408, b"The request did not arrive whole.")
        body.seek(0)
        await app(scope, _from(body), _impatient(send))


def _has_body(scope: Scope) -> bool:
    names = {name for name, _ in scope["headers"]}
    return b"content-length" in names or b"transfer-encoding" in names


async def _gather(receive: Receive, body: IO[bytes]) -> None:
    """The body is all in the file. Raises TooMuch or Gone."""
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


def _from(body: IO[bytes]) -> Receive:
    async def receive() -> dict[str, Any]:
        part = body.read(PART)
        return {"type": "http.request", "body": part, "more_body": len(part) == PART}

    return receive


def _impatient(send: Send) -> Send:
    """Once a part of the answer is not taken in time, the rest is dropped, so that the app can end."""
    gave_up = False

    async def give(message: dict[str, Any]) -> None:
        nonlocal gave_up
        if gave_up:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await send(message)
        except TimeoutError:
            gave_up = True

    return give


async def _refuse(send: Send, status: int, words: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words, "more_body": False})
