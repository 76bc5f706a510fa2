"""The front door: one port, one ASGI function. Live streams and files are served here, pages by Django in threads."""

from __future__ import annotations

from wsgiref.headers import Headers

from django.conf import settings
from servestatic import ServeStaticASGI

from makegood.config.bridge import Bridge
from makegood.config.live import Hub, Receive, Scope, Send
from makegood.config.live_presence import PresenceWatch
from makegood.config.wsgi import application as django

DESK_THREADS = 10
hub = Hub()
watch = PresenceWatch(hub)
_desk = Bridge(django, threads=DESK_THREADS, more=lambda: {"makegood.mark": hub.mark})


async def _front_door(scope: Scope, receive: Receive, send: Send) -> None:
    match scope["type"]:
        case "http" if scope["path"] == "/live":
            await hub.serve(scope, receive, send)
        case "http":
            await _desk(scope, receive, send)
        case "websocket":
            await send({"type": "websocket.close", "code": 1000})
        case "lifespan":
            await _live_and_die(receive, send)


async def _live_and_die(receive: Receive, send: Send) -> None:
    await receive()
    hub.open()
    watch.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    watch.stop()
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
