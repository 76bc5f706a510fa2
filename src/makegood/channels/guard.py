"""What may be connected to when an address was given to us by somebody (no SSRF)."""

from __future__ import annotations

import ssl
from functools import cache

import httpx
from drawbridge import Policy

from makegood.base.places import PUBLIC_PORTS, place_of

TIMEOUT = 10.0  # seconds


def guarded(url: str, *, is_inside: bool, most: int | None = None) -> Policy:
    """Only the place of this address, and nothing private, unless it is named as a place inside; no redirect.

    At most so many bytes are read of the answer; None: whoever reads it counts.
    """
    place = place_of(url)
    return Policy(
        allow_private=is_inside,
        allow_domains=frozenset({place.host}),
        allow_ports=frozenset({place.port}) if is_inside else PUBLIC_PORTS,
        timeout=TIMEOUT,
        verify_ssl=_tls(),  # type: ignore[arg-type]  # it is handed on to httpx, which takes a context as well
        max_redirects=0,
        max_response_bytes=most,
        user_agent="Makegood",
    )


@cache
def _tls() -> ssl.SSLContext:
    """What checks certificates. Made once: that takes longer than all else that a telling costs."""
    return httpx.create_ssl_context(trust_env=False)
