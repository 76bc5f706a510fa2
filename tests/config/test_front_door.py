"""One port: pages from threads, files from memory, and no slow client in anybody's way."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from servestatic import ServeStaticASGI

from makegood.config import asgi, slow_clients, static
from tests.config.door import Answer, ask, scope

SIX_BYTES = [(b"content-length", b"6")]


async def _echo(scope: Any, receive: Any, send: Any) -> None:
    """An app that answers with the body it got."""
    body, more = b"", True
    while more:
        part = await receive()
        body, more = body + part["body"], part["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def _through_the_shield(request: dict[str, Any], receive: Any) -> Answer:
    answer = Answer()
    await slow_clients.shielded(_echo, request, receive, answer.take)
    return answer


def test_a_page_is_answered_by_django() -> None:
    answer = asyncio.run(ask(asgi.application, scope("/livez")))
    assert (answer.status, answer.body) == (200, b'{"ok": true}')


def test_a_header_cannot_pass_for_another_by_an_underscore() -> None:
    headers = [(b"x_forwarded_proto", b"https"), (b"x-forwarded-proto", b"http")]
    assert (b"x_forwarded_proto", b"https") not in asgi._clean(scope("/", headers=headers))["headers"]
    assert (b"x-forwarded-proto", b"http") in asgi._clean(scope("/", headers=headers))["headers"]


def test_a_websocket_is_refused() -> None:
    said: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    asyncio.run(asgi._front_door({"type": "websocket"}, None, send))  # type: ignore[arg-type]
    assert said == [{"type": "websocket.close", "code": 1000}]


def test_a_body_reaches_the_app_whole_in_whatever_parts_it_came() -> None:
    parts = [bytes([65 + n]) * 200_000 for n in range(8)]
    answer = asyncio.run(
        ask(
            lambda *door: slow_clients.shielded(_echo, *door),
            scope("/", method="POST", headers=[(b"transfer-encoding", b"chunked")]),
            *parts,
        )
    )
    assert answer.body == b"".join(parts)


def test_what_is_too_large_is_refused_before_anything_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_clients, "MOST_BYTES", 5)
    request = scope("/", method="POST", headers=SIX_BYTES)
    answer = asyncio.run(ask(lambda *door: slow_clients.shielded(_echo, *door), request, b"abc", b"def"))
    assert (answer.status, b"which is the most" in answer.body) == (413, True)


def test_a_body_that_never_comes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_clients, "PATIENCE", 0.02)

    async def silence() -> None:
        await asyncio.sleep(10)

    answer = asyncio.run(_through_the_shield(scope("/", method="POST", headers=SIX_BYTES), silence))
    assert answer.status == 408


def test_half_a_body_is_never_taken_for_a_whole_one() -> None:
    parts = [
        {"type": "http.request", "body": b"abc", "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> dict[str, Any]:
        return parts.pop(0)

    answer = asyncio.run(_through_the_shield(scope("/", method="POST", headers=SIX_BYTES), receive))
    assert answer.status == 408


def test_an_answer_that_nobody_takes_does_not_hold_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_clients, "PATIENCE", 0.02)
    ended: list[bool] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        for _ in range(100):
            await send({"type": "http.response.body", "body": b"x", "more_body": True})
        ended.append(True)

    async def stuck(message: dict[str, Any]) -> None:
        await asyncio.sleep(10)

    async def play() -> None:
        async with asyncio.timeout(1):
            await slow_clients.shielded(app, scope("/"), None, stuck)  # type: ignore[arg-type]

    asyncio.run(play())
    assert ended == [True]


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
