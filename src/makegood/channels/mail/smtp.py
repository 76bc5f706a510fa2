"""One mail to one recipient by SMTP, and what the server's answer means for us."""

from __future__ import annotations

import re
import smtplib
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum

from django.utils.translation import gettext as _

from makegood.channels.mail.servers import ANSWER_SECONDS, CONNECT_SECONDS, Security, Server, tls_context, why_not_use
from makegood.channels.mail.troubles import Trouble, connecting, no_starttls, refused_sign_in, words_of

# RFC 5321, 4.5.3.2.6: whoever gives up sooner sends the same mail twice to a server that is only slow.
TAKING_SECONDS = 600
SIGNED_IN = 235
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")  # RFC 3463

# RFC 3463: what the second and third number of an enhanced status mean for a person.
MEANINGS = {
    (1, 1): "There is no such mailbox",
    (1, 2): "The recipient's domain does not exist",
    (1, 3): "The address is not well-formed",
    (1, 10): "The recipient's domain takes no mail",
    (2, 1): "The mailbox is switched off",
    (2, 2): "The mailbox is full",
    (2, 3): "The mail is too large for the mailbox",
    (3, 4): "The mail is too large for the server",
    (4, 1): "The recipient's server does not answer",
    (4, 2): "The connection to the recipient's server broke",
    (4, 4): "No way to the recipient's server is known",
    (4, 6): "The mail went round in circles",
    (7, 1): "The server does not take mail from us for this recipient",
    (7, 8): "The server refused our sign-in",
}
GREYLISTED = ("greylist", "graylist", "grey list", "gray list")
FULL = ("mailbox full", "mailbox is full", "over quota", "quota exceeded", "insufficient storage")
UNKNOWN = ("user unknown", "unknown user", "no such user", "does not exist", "no mailbox here", "recipient not found")


class Failure(StrEnum):
    """What to do after a mail was not taken."""

    TEMPORARY = "temporary"  # the same mail may be taken later
    PERMANENT = "permanent"  # this mail to this recipient will never be taken
    UNKNOWN = "unknown"  # the connection broke after the whole mail was handed over: it may have been taken
    OURS = "ours"  # our own server or settings are at fault: the recipient has nothing to do with it


class NotSent(Exception):
    """The mail was not taken, or we cannot know. Its text is for a person; `status` as in RFC 3463, or ""."""

    def __init__(self, failure: Failure, words: str, *, status: str = "") -> None:
        super().__init__(words)
        self.failure = failure
        self.status = status


def send(mail: bytes, *, server: Server, sender: str, recipient: str, context: ssl.SSLContext | None = None) -> None:
    """The server has taken the mail for this one recipient. `sender` is the envelope's ("": null return path).

    Raises NotSent. Never sends a password or a mail over a connection less protected than `server` says.
    """
    if not recipient.isascii() or not recipient.isprintable() or " " in recipient:
        raise NotSent(
            Failure.PERMANENT,
            _("%(recipient)r is not an address that our mail server can carry.") % {"recipient": recipient},
        )
    try:
        with session(server, context) as connection:
            _hand_over(connection, mail, sender, recipient)
    except Trouble as trouble:
        raise NotSent(Failure.OURS if trouble.needs_person else Failure.TEMPORARY, str(trouble)) from trouble


@contextmanager
def session(server: Server, context: ssl.SSLContext | None = None) -> Iterator[smtplib.SMTP]:
    """A protected session, signed in. Raises Trouble."""
    problem = why_not_use(server)
    if problem:
        raise Trouble(problem, needs_person=True)
    connection = connect(server, context or tls_context())
    try:
        sign_in(connection, server)
        yield connection
    finally:
        with suppress(OSError):  # smtplib's own errors are OSErrors too
            connection.quit()
        connection.close()


def connect(server: Server, context: ssl.SSLContext) -> smtplib.SMTP:
    """A connection as protected as the server's settings say. Raises Trouble."""
    try:
        if server.security is Security.TLS:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=CONNECT_SECONDS, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=CONNECT_SECONDS)
        if server.security is Security.STARTTLS:
            _protect(connection, server, context)
    except (OSError, ValueError) as error:
        raise connecting(error, server) from error
    if connection.sock:
        connection.sock.settimeout(ANSWER_SECONDS)
    return connection


def _protect(connection: smtplib.SMTP, server: Server, context: ssl.SSLContext) -> None:
    try:
        connection.starttls(context=context)
    except smtplib.SMTPNotSupportedError as error:
        connection.close()
        raise no_starttls(server) from error
    except Exception:
        connection.close()
        raise


def sign_in(connection: smtplib.SMTP, server: Server) -> None:
    """Signed in, if there is something to sign in with. Raises Trouble."""
    try:
        connection.ehlo_or_helo_if_needed()
        if server.token:
            connection.auth("XOAUTH2", lambda challenge=None: "" if challenge else xoauth2(server))
        elif server.password.isascii() and server.user.isascii() and server.password:
            connection.login(server.user, server.password)
        elif server.password:
            _sign_in_with_other_letters(connection, server)
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
        if isinstance(error, smtplib.SMTPAuthenticationError) and 400 <= error.smtp_code < 500:
            raise Trouble(
                _("%(server)s does not sign us in at the moment: %(error)s")
                % {"server": server, "error": words_of(error)}
            ) from error
        raise refused_sign_in(error, server) from error
    except OSError as error:
        raise connecting(error, server) from error


def _sign_in_with_other_letters(connection: smtplib.SMTP, server: Server) -> None:
    """The library's own login knows ASCII alone; SASL PLAIN is UTF-8 (RFC 4616)."""
    secret = b64encode(f"\0{server.user}\0{server.password}".encode()).decode()
    code, said = connection.docmd("AUTH", f"PLAIN {secret}")
    if code != SIGNED_IN:
        raise smtplib.SMTPAuthenticationError(code, said)


def xoauth2(server: Server) -> str:
    """The initial answer of SASL XOAUTH2, before base64."""
    return f"user={server.user}\1auth=Bearer {server.token}\1\1"


def would_take(connection: smtplib.SMTP, sender: str) -> None:
    """The server takes mail from this sender. Raises NotSent. Nothing is sent."""
    _accepted(connection.mail(sender), _("The server does not take mail from %(sender)s") % {"sender": sender})
    connection.rset()


def _hand_over(connection: smtplib.SMTP, mail: bytes, sender: str, recipient: str) -> None:
    try:
        size = [f"SIZE={len(mail)}"] if connection.has_extn("size") else []
        _accepted(connection.mail(sender, size), _("The server does not take mail from this sender"))
        _accepted(
            connection.rcpt(recipient), _("The server does not take mail for %(recipient)s") % {"recipient": recipient}
        )
    except OSError as error:
        raise NotSent(
            Failure.TEMPORARY,
            _("The connection broke before the mail was handed over: %(error)s") % {"error": words_of(error)},
        ) from error
    try:
        if connection.sock:
            connection.sock.settimeout(TAKING_SECONDS)
        answer = connection.data(mail)
    except smtplib.SMTPDataError as error:
        raise refusal(error.smtp_code, _text(error.smtp_error), _("The server does not take the mail")) from error
    except OSError as error:
        words = _("The connection broke while the mail was handed over: it may have arrived. The same mail goes again.")
        raise NotSent(Failure.UNKNOWN, words) from error
    _accepted(answer, _("The server does not take the mail"))


def _accepted(answer: tuple[int, bytes], otherwise: str) -> None:
    code, said = answer
    if not 200 <= code < 300:
        raise refusal(code, _text(said), otherwise)


def refusal(code: int, said: str, otherwise: str) -> NotSent:
    """The meaning of a refusal: `otherwise` is the sentence when nothing more exact is known. Pure."""
    found = STATUS.search(said)
    status = found[0] if found else ""
    meaning = _meaning(status, said.lower()) or otherwise
    line = " ".join("".join(c if c.isprintable() else " " for c in said).split())[:300]
    temporary = 400 <= code < 500 or code <= 0
    # A full mailbox is emptied one day, even when the server calls it permanent; three days of trying decide.
    failure = Failure.TEMPORARY if temporary or meaning == MEANINGS[2, 2] else Failure.PERMANENT
    return NotSent(failure, f"{meaning}: {code} {line}".strip(), status=status)


def _meaning(status: str, said: str) -> str:
    if any(word in said for word in GREYLISTED):
        return "The server asks us to come back later (greylisting)"
    if any(word in said for word in FULL):
        return MEANINGS[2, 2]
    if any(word in said for word in UNKNOWN):
        return MEANINGS[1, 1]
    _, subject, detail = (int(part) for part in status.split(".")) if status else (0, 0, 0)
    return MEANINGS.get((subject, detail), "")


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
