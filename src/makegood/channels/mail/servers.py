"""The other end: a mail server, how to be safe on the way to it, and who we are there."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

CONNECT_SECONDS = 20
ANSWER_SECONDS = 60


class Security(StrEnum):
    """How the connection is protected. NONE is allowed on loopback alone."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Server:
    """Where to connect and as whom. Exactly one of `password` and `token` (OAuth2) is set, or neither: no sign-in."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"{self.host} (port {self.port})"


def is_loopback(host: str) -> bool:
    """True when the name can only mean this machine, whatever a name server says."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def why_not_use(server: Server) -> str:
    """Empty when a connection may be tried; else what is wrong with the settings themselves."""
    if not server.host:
        return _("No server is named.")
    if not 0 < server.port < 65536:
        return _("%(port)s is no port number; it lies between 1 and 65535.") % {"port": server.port}
    if server.security is Security.NONE and not is_loopback(server.host):
        return _(
            "Without encryption everyone on the way to %(host)s could read the password. Choose TLS or STARTTLS."
        ) % {"host": server.host}
    return ""


@cache
def tls_context() -> ssl.SSLContext:
    """Certificates and names are checked, always. One for the process: a copy for each connection costs a megabyte."""
    return ssl.create_default_context()


def server_from_url(url: str) -> Server | None:
    """The server of `smtp://`, `smtp+starttls://` or `smtps://user:password@host:port`; None for "".

    Plain `smtp://` means STARTTLS unless the host is loopback. Raises ValueError when it is something else.
    """
    if not url:
        return None
    parts = urlsplit(url)
    choices = {
        "smtps": (Security.TLS, 465),
        "smtp+starttls": (Security.STARTTLS, 587),
        "smtp": (Security.NONE, 25) if is_loopback(parts.hostname or "") else (Security.STARTTLS, 587),
    }
    if parts.scheme not in choices or not parts.hostname:
        raise ValueError("MAKEGOOD_SMTP_URL must look like smtps://user:password@mail.example.com:465")
    security, port = choices[parts.scheme]
    return Server(
        parts.hostname,
        parts.port or port,
        security,
        unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
