"""Which addresses may be reached: public ones, and those inside that an admin has named (no SSRF)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

PORTS = {"https": 443, "http": 80}
PUBLIC_PORTS = frozenset({80, 443, 8080, 8443})


@dataclass(frozen=True, slots=True)
class Place:
    """A host and a port."""

    host: str
    port: int


def place_of(url: str) -> Place:
    """Where the address leads. Raises ValueError for one that leads nowhere, with the reason in words."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError("is not an address") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("must look like https://example.com/hook")
    if parts.username is not None or parts.password is not None:
        raise ValueError("must not hold a user or password; check the signature instead")
    if any(letter.isspace() or not letter.isprintable() for letter in url) or len(url) > 500:
        raise ValueError("holds characters that no address has, or is too long")
    return Place(parts.hostname.lower(), port or PORTS[parts.scheme])


def check(url: str, inside: frozenset[Place]) -> str:
    """The address. Raises ValueError, in words, for one that may not be told. What it resolves to, sending sees."""
    place = place_of(url)
    if place in inside:
        return url
    if urlsplit(url).scheme != "https":
        raise ValueError("must begin with https://; only hosts inside, which an admin names, may do without")
    if place.port not in PUBLIC_PORTS:
        raise ValueError("has an unusual port; name it among the hosts inside if you trust it")
    return url
