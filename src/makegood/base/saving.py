"""A file for the browser to save and never to show: fixed type, no name that could end a header, nothing that runs."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

SANDBOX = "default-src 'none'; sandbox"


def to_save(content: bytes, name: str) -> HttpResponse:
    """The response."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = disposition(name, inline=False)
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def disposition(name: str, *, inline: bool) -> str:
    """RFC 6266: the name in ASCII and in UTF-8, with nothing that could end the header."""
    plain = "".join(letter if " " <= letter <= "~" and letter not in '"\\%;' else "_" for letter in name) or "file"
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
