"""What the tests of the mail channel share: servers as settings, one look, small mails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from makegood.channels.mail import queries
from makegood.channels.mail.acts.settings import Reach
from makegood.channels.mail.fetch import Reader
from makegood.channels.mail.imap import Folder, open_folder
from makegood.channels.mail.models import Access
from makegood.channels.mail.servers import Security
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.machine import HOST
from tests.servers.sink import Sink

HELP = "help@example.test"


def now() -> datetime:
    return datetime.now(UTC)


def imap_of(dovecot: Dovecot) -> Reach:
    return Reach(HOST, dovecot.imap, Security.NONE, HELP, PASSWORD)


def smtp_of(sink: Sink) -> Reach:
    return Reach(HOST, sink.port, Security.NONE)


@contextmanager
def opened(access: Access) -> Iterator[Folder]:
    with open_folder(queries.imap_server(access), access.folder) as folder:
        yield folder


def look(access: Access, *, at: datetime | None = None) -> int:
    """One look on a connection of its own, as after each outage; everything older too. How many mails were new."""
    reader, took = Reader(queries.task(access)), 0
    with opened(access) as folder:
        more = True
        while more:
            fresh, more = reader.look(folder, now=at or now())
            took += fresh
    return took


def mail(number: int = 1, *, body: str = "It drips.") -> bytes:
    """A small mail by Eva, unlike every other number's."""
    names = ["From: Eva <eva@example.test>", f"To: {HELP}", f"Subject: Tap {number}"]
    head = [*names, f"Message-ID: <eva-{number}@example.test>"]
    return "\r\n".join([*head, "", f"{body} ({number})", ""]).encode()
