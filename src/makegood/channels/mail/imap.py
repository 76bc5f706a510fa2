"""A folder on an IMAP server, opened for reading alone. Nothing here can delete a mail or change a flag.

Mails are known by UIDVALIDITY and UID (RFC 9051, 2.3.1.1), never by flags or by dates of the sender.
"""

from __future__ import annotations

import imaplib
import select
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext as _
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError

from makegood.channels.mail.servers import ANSWER_SECONDS, CONNECT_SECONDS, Security, Server, tls_context, why_not_use
from makegood.channels.mail.troubles import Trouble, connecting, no_starttls, refused_sign_in, words_of

# A search answers in one line, and the standard library reads lines of up to a million octets.
WINDOW = 50_000
NO_FOLDER = ("nonexistent", "doesn't exist", "does not exist", "unknown mailbox", "no such mailbox", "not found")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the server says of the folder: UIDs mean something within one `uidvalidity`; `uidnext` is not yet given."""

    uidvalidity: int
    uidnext: int


class Folder:
    """One folder under EXAMINE. Every method raises Trouble when the connection or the server fails."""

    def __init__(self, client: IMAPClient, server: Server, name: str) -> None:
        self._client = client
        self._server = server
        self._name = name

    def standing(self) -> Standing:
        """Look at the folder anew. Needed again and again: a server may renumber while we are connected."""
        with self._told("cannot be opened"):
            answer = self._client.select_folder(self._name, readonly=True)
            uidnext = answer.get(b"UIDNEXT") or self._highest() + 1
            return Standing(int(answer[b"UIDVALIDITY"]), int(uidnext))

    def uids(self, first: int, last: int, *, since: date | None = None) -> Iterator[int]:
        """UIDs from `first` to `last`, ascending; with `since`, those that the server took in on that day or later."""
        for start in range(first, last + 1, WINDOW):
            end = min(start + WINDOW - 1, last)
            criteria: list[Any] = ["UID", f"{start}:{end}", *(["SINCE", since] if since else [])]
            with self._told("cannot be searched"):
                found = self._client.search(criteria)
            yield from sorted(uid for uid in found if start <= uid <= end)

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Octets of each of these mails that are still there."""
        return {uid: int(size) for uid, size in self._fetch(uids, "RFC822.SIZE", b"RFC822.SIZE").items()}

    def taken_in_at(self, uids: Sequence[int]) -> dict[int, datetime]:
        """When the server took in each of these mails that are still there (INTERNALDATE), UTC."""
        return {uid: at.astimezone(UTC) for uid, at in self._fetch(uids, "INTERNALDATE", b"INTERNALDATE").items()}

    def read(self, uid: int) -> bytes | None:
        """The mail, byte for byte; None when someone moved it away in the meantime."""
        raw = self._fetch([uid], "BODY.PEEK[]", b"BODY[]").get(uid)
        return bytes(raw) if raw is not None else None

    @property
    def can_idle(self) -> bool:
        """True when the server tells of new mail by itself (RFC 2177)."""
        return bool(self._client.has_capability("IDLE"))

    def listen(self, seconds: float) -> bool:
        """Wait this long at most. True when a look may be worth it; a server without IDLE says so after each wait."""
        with self._told("stopped answering"):
            if not self.can_idle:
                return self._wait(seconds)
            self._client.idle()
            news = self._client.idle_check(timeout=seconds)
            _, more = self._client.idle_done()
            return any(_is_new_mail(answer) for answer in [*news, *more])

    def hang_up(self) -> None:
        """End the connection from another thread: whoever listens wakes at once, with Trouble."""
        with suppress(OSError):
            # The plain socket's method: that of a TLS socket would pull the rug from under a reader.
            socket.socket.shutdown(self._client.socket(), socket.SHUT_RDWR)

    def _wait(self, seconds: float) -> bool:
        """Over when the time is, or when the connection ends: the next command will find that out."""
        waiting = select.poll()
        waiting.register(self._client.socket(), select.POLLIN)
        waiting.poll(seconds * 1000)
        return True

    def _fetch(self, uids: Sequence[int], what: str, name: bytes) -> dict[int, Any]:
        """What the server says under that name for each UID. Flags that others change meanwhile come in between."""
        if not uids:
            return {}
        with self._told("does not hand out a mail"):
            found = self._client.fetch(uids, [what])
        return {uid: item[name] for uid, item in found.items() if item.get(name) is not None}

    def _highest(self) -> int:
        return max(self._client.search(["UID", "*"]), default=0)

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        try:
            yield
        except imaplib.IMAP4.abort as error:
            raise connecting(error, self._server) from error
        except imaplib.IMAP4.error as error:
            raise _refused(error, self._server, self._name, what) from error
        except OSError as error:
            raise connecting(error, self._server) from error


class NotHandedOut(Trouble):
    """The server answered NO: the connection lives, the one thing asked for is refused."""


@contextmanager
def open_folder(server: Server, name: str, context: ssl.SSLContext | None = None) -> Iterator[Folder]:
    """The folder, connected, signed in and examined once. Raises Trouble."""
    client = connect(server, context or tls_context())
    try:
        sign_in(client, server)
        folder = Folder(client, server, name)
        folder.standing()
        yield folder
    finally:
        close(client)


def connect(server: Server, context: ssl.SSLContext) -> IMAPClient:
    """A connection as protected as the server's settings say. Raises Trouble; never protects less."""
    problem = why_not_use(server)
    if problem:
        raise Trouble(problem, needs_person=True)
    wait = SocketTimeout(CONNECT_SECONDS, ANSWER_SECONDS)
    try:
        tls = server.security is Security.TLS
        client = IMAPClient(server.host, server.port, ssl=tls, ssl_context=context if tls else None, timeout=wait)
    except (OSError, imaplib.IMAP4.error, ValueError) as error:
        raise connecting(error, server) from error
    client.normalise_times = False
    if server.security is Security.STARTTLS:
        _protect(client, server, context)
    return client


def _protect(client: IMAPClient, server: Server, context: ssl.SSLContext) -> None:
    try:
        client.starttls(context)
    except CapabilityError as error:
        close(client)
        raise no_starttls(server) from error
    except (OSError, imaplib.IMAP4.error) as error:
        close(client)
        raise connecting(error, server) from error


def sign_in(client: IMAPClient, server: Server) -> None:
    """Signed in by password or by OAuth2. Raises Trouble."""
    try:
        if server.token:
            client.oauth2_login(server.user, server.token)
        elif server.password.isascii() and server.user.isascii():
            client.login(server.user, server.password)
        else:
            client.plain_login(server.user, server.password)
    except imaplib.IMAP4.error as error:
        # imapclient makes a LoginError even of a connection that broke.
        if isinstance(error, imaplib.IMAP4.abort) or isinstance(error.__context__, imaplib.IMAP4.abort):
            raise connecting(error, server) from error
        if "UNAVAILABLE" in str(error):  # RFC 5530: the server's own trouble, not a wrong password
            raise Trouble(
                _("%(server)s does not sign us in at the moment: %(error)s")
                % {"server": server, "error": words_of(error)}
            ) from error
        raise refused_sign_in(error, server) from error
    except OSError as error:
        raise connecting(error, server) from error


def close(client: IMAPClient) -> None:
    """The connection is gone, politely if the server still listens."""
    try:
        client.socket().settimeout(5)
        client.logout()
    except (OSError, imaplib.IMAP4.error, AttributeError):
        with suppress(OSError, AttributeError):
            client.shutdown()


def _refused(error: Exception, server: Server, name: str, what: str) -> Trouble:
    said = words_of(error)
    if what == "cannot be opened" and any(words in said.lower() for words in NO_FOLDER):
        return Trouble(
            _("%(server)s has no folder %(name)s for %(user)s.")
            % {"server": server, "name": name, "user": server.user},
            needs_person=True,
        )
    return NotHandedOut(f"The folder {name} of {server.user} {what}: {said}")


def _is_new_mail(answer: Any) -> bool:
    """True for `* 7 EXISTS`, and for anything we do not understand; flags that others set are no news."""
    if len(answer) >= 2 and answer[1] in (b"FETCH", b"EXPUNGE", b"RECENT"):
        return False
    return not (answer and answer[0] in (b"OK",))
