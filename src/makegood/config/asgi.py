"""The front door: one port, one ASGI function. `/live` and static files are served here, the rest by Django in threads.

The threads are few, and each keeps its database connection; so nothing that waits for a slow client may hold one. A
request's body is read to its end before a thread sees it, and a client that does not read its answer is given up.
"""

from __future__ import annotations

from typing import Any, cast
from wsgiref.headers import Headers

from a2wsgi import WSGIMiddleware
from django.conf import settings
from servestatic import ServeStaticASGI

from makegood.config import slow_clients
from makegood.config.live import Hub, Receive, Scope, Send
from makegood.config.wsgi import application as django

DESK_THREADS = 10
hub = Hub()
_desk = WSGIMiddleware(cast(Any, django), workers=DESK_THREADS)  # two libraries, two names for one type


async def _front_door(scope: Scope, receive: Receive, send: Send) -> None:
    match scope["type"]:
        case "http" if scope["path"] == "/live":
            await hub.serve(scope, receive, send)
        case "http":
            await slow_clients.shielded(_desk, _clean(scope), receive, send)
        case "websocket":
            await send({"type": "websocket.close", "code": 1000})
        case "lifespan":
            await _live_and_die(receive, send)


def _clean(scope: Scope) -> dict[str, Any]:
    """Headers with an underscore are dropped: in WSGI they would pass for those with a dash, which proxies guard."""
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if b"_" not in name]}


async def _live_and_die(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    hub.close()
    await send({"type": "lifespan.shutdown.complete"})


def _guard_file(headers: Headers, path: str, url: str) -> None:
    """A style or script is what it says it is, and for our own pages."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


application = ServeStaticASGI(
    _front_door,
    root=settings.STATIC_ROOT,
    prefix=settings.STATIC_URL,
    max_age=60,
    allow_all_origins=False,
    add_headers_function=_guard_file,
)
