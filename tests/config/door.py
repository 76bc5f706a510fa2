"""The front door without a network: requests as ASGI messages, and a browser's end of a live stream."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.servers.machine import PATIENCE

Headers = list[tuple[bytes, bytes]]


def scope(path: str, *, method: str = "GET", query: str = "", headers: Headers | None = None) -> dict[str, Any]:
    """What uvicorn says of a request."""
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(b"host", b"localhost"), *(headers or [])],
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 50000),
    }


@dataclass
class Answer:
    """What came back so far."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    is_whole: bool = False
    grew: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, message: dict[str, Any]) -> None:
        """The `send` of an ASGI app."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.body += message.get("body", b"")
            self.is_whole = not message.get("more_body", False)
        self.grew.set()

    async def until(self, words: str) -> None:
        """Returns when the words have come. Raises TimeoutError when they do not."""
        async with asyncio.timeout(PATIENCE):
            while words.encode() not in self.body:
                self.grew.clear()
                await self.grew.wait()

    async def until_whole(self) -> None:
        """Returns when the answer has ended."""
        async with asyncio.timeout(PATIENCE):
            while not self.is_whole:
                self.grew.clear()
                await self.grew.wait()

    def news(self) -> list[dict[str, Any]]:
        """What a stream has told: the data of its messages."""
        lines = self.body.decode().splitlines()
        return [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]

    def marks(self) -> list[int]:
        """The ids of a stream's messages."""
        return [int(line.removeprefix("id: ")) for line in self.body.decode().splitlines() if line.startswith("id: ")]


async def ask(app: Any, scope: dict[str, Any], *parts: bytes) -> Answer:
    """The whole answer to a request whose body comes in these parts."""
    answer, left = Answer(), list(parts)

    async def receive() -> dict[str, Any]:
        part = left.pop(0) if left else b""
        return {"type": "http.request", "body": part, "more_body": bool(left)}

    await app(scope, receive, answer.take)
    return answer


@asynccontextmanager
async def listening(
    app: Any, *, session: str, query: str = "", headers: Headers | None = None
) -> AsyncIterator[Answer]:
    """An open `/live`; the browser leaves at the end."""
    answer, gone = Answer(), asyncio.Event()

    async def receive() -> dict[str, Any]:
        await gone.wait()
        return {"type": "http.disconnect"}

    cookie = (b"cookie", f"other=1; makegood={session}".encode())
    request = scope("/live", query=query, headers=[cookie, *(headers or [])])
    task = asyncio.ensure_future(app(request, receive, answer.take))
    try:
        await asyncio.wait_for(answer.grew.wait(), PATIENCE)
        yield answer
    finally:
        gone.set()
        await asyncio.wait_for(task, PATIENCE)
