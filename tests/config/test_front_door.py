"""One port: pages from threads, files from memory, and no slow client in anybody's way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import FileResponse, HttpResponse
from servestatic import ServeStaticASGI

from makegood.config import asgi, bridge, static
from makegood.config.bridge import Bridge
from tests.config.door import Answer, Headers, ask, scope
from tests.servers.machine import PATIENCE

SIX_BYTES = [(b"content-length", b"6")]


def _echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> HttpResponse:
    """A page that holds the body it was sent, and the headers that it saw."""
    start_response("200 OK", [("X-Saw", environ.get("HTTP_X_FORWARDED_PROTO", "nothing"))])
    return HttpResponse(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))


def _post(receive: Any = None, *parts: bytes, headers: Headers = SIX_BYTES) -> Answer:
    """What a desk that echoes says to a POST."""
    request, bridge = scope("/", method="POST", headers=headers), Bridge(_echo, threads=1)

    async def play() -> Answer:
        if receive is None:
            return await ask(bridge, request, *parts)
        answer = Answer()
        await bridge(request, receive, answer.take)
        return answer

    return asyncio.run(play())


def test_a_page_is_answered_by_django() -> None:
    answer = asyncio.run(ask(asgi.application, scope("/livez")))
    assert (answer.status, answer.body) == (200, b'{"ok": true}')


def test_a_header_cannot_pass_for_another_by_an_underscore() -> None:
    assert _post(None, b"", headers=[(b"x_forwarded_proto", b"https")]).headers["x-saw"] == "nothing"
    assert _post(None, b"", headers=[(b"x-forwarded-proto", b"https")]).headers["x-saw"] == "https"


def test_a_websocket_is_refused() -> None:
    said: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    asyncio.run(asgi._front_door({"type": "websocket"}, None, send))  # type: ignore[arg-type]
    assert said == [{"type": "websocket.close", "code": 1000}]


def test_a_body_reaches_the_app_whole_in_whatever_parts_it_came() -> None:
    parts = [bytes([65 + n]) * 200_000 for n in range(8)]
    assert _post(None, *parts, headers=[(b"transfer-encoding", b"chunked")]).body == b"".join(parts)


def test_what_is_too_large_is_refused_before_anything_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "MOST_BYTES", 5)
    answer = _post(None, b"abc", b"def")
    assert (answer.status, b"the most that Makegood takes" in answer.body) == (413, True)


def test_a_body_that_never_comes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "PATIENCE", 0.02)

    async def silence() -> None:
        await asyncio.sleep(3600)

    assert _post(silence).status == 408


def test_half_a_body_is_never_taken_for_a_whole_one() -> None:
    parts = [{"type": "http.request", "body": b"abc", "more_body": True}, {"type": "http.disconnect"}]

    async def receive() -> dict[str, Any]:
        return parts.pop(0)

    assert _post(receive).status == 408


def _file(environ: dict[str, Any], start_response: Callable[..., Any]) -> FileResponse:
    start_response("200 OK", [])
    return FileResponse(BytesIO(b"picture" * 100_000))


def test_a_large_file_comes_whole_and_in_parts() -> None:
    answer = asyncio.run(ask(Bridge(_file, threads=1), scope("/")))
    assert (answer.status, answer.body, answer.is_whole) == (200, b"picture" * 100_000, True)


def test_who_does_not_take_a_file_holds_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "PATIENCE", 0.1)
    door = Bridge(_file, threads=1)
    taken = asyncio.Event()

    async def stuck(message: dict[str, Any]) -> None:
        taken.set()
        await asyncio.sleep(3600)

    async def play() -> Answer:
        slow = asyncio.ensure_future(door(scope("/"), None, stuck))  # type: ignore[arg-type]
        await taken.wait()
        async with asyncio.timeout(PATIENCE):
            quick = await ask(door, scope("/"))
            await slow
        return quick

    assert asyncio.run(play()).is_whole


def test_styles_are_collected_once_hashed_compressed_and_kept_by_browsers(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    assert static.collect()
    assert not static.collect()
    [name] = [path.name for path in (settings.STATIC_ROOT / "css").glob("tokens.*.css")]
    files = ServeStaticASGI(None, root=settings.STATIC_ROOT, prefix="static/")
    answer = asyncio.run(ask(files, scope(f"/static/css/{name}", headers=[(b"accept-encoding", b"gzip")])))
    assert answer.status == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]


def test_no_file_outside_the_styles_is_served() -> None:
    for path in ["/static/../secret.key", "/static/%2e%2e/secret.key", "/static/.collected", "/secret.key"]:
        answer = asyncio.run(ask(asgi.application, scope(path)))
        assert answer.status == 404
        assert settings.SECRET_KEY.encode() not in answer.body
