"""By which server, and from which address, the desk writes to its own people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet

from makegood.channels.mail import oauth, queries
from makegood.channels.mail.models import Access
from makegood.channels.mail.servers import Server, server_from_url


@dataclass(frozen=True, slots=True)
class Voice:
    """A server for sending, and the address that the mail comes from."""

    server: Server
    address: str


def has_voice() -> bool:
    """Whether there is any server by which to write."""
    return bool(settings.SMTP_URL) or _accesses().exists()


def voice(*, now: datetime) -> Voice | None:
    """The server of MAKEGOOD_SMTP_URL, else that of the oldest mailbox with its own; None: there is neither.

    May ask the provider for a token. Raises Trouble, and Unreadable.
    """
    if server := server_from_url(settings.SMTP_URL):
        return Voice(server, sender_of(server))
    access = _accesses().select_related("mailbox").first()
    if access is None:
        return None
    token = oauth.token_for(access, now=now) if queries.uses_oauth_for_sending(access) else ""
    own = queries.smtp_server(access, token=token)
    return Voice(own, access.mailbox.address) if own else None


def sender_of(server: Server) -> str:
    """The desk's own address: that of its account at the mail server, else no-reply at its public host."""
    host = urlsplit(settings.PUBLIC_URL.origin).hostname if settings.PUBLIC_URL else "localhost"
    return server.user if "@" in server.user else f"no-reply@{host}"


def _accesses() -> QuerySet[Access]:
    return Access.objects.filter(mailbox__is_active=True).exclude(smtp_host="").order_by("pk")
