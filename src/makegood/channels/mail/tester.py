"""The mailbox test: each step on the way to its servers, and in words what is wrong at the first that fails."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from imapclient import IMAPClient

from makegood.agenda.models import Turn
from makegood.agenda.rules import GiveUp, TryAgain
from makegood.base.secrets import Unreadable
from makegood.channels.mail import imap, oauth, queries, smtp
from makegood.channels.mail.addresses import new_message_id, plus_address
from makegood.channels.mail.arriving import PROOF_HEADER
from makegood.channels.mail.compose import Outgoing, compose
from makegood.channels.mail.due import NO_SERVER
from makegood.channels.mail.models import Access, Proof
from makegood.channels.mail.servers import CONNECT_SECONDS, Server, tls_context, why_not_use
from makegood.channels.mail.troubles import Trouble, connecting
from makegood.conversations.letter import Address

SUBJECT = "Makegood's test of this mailbox"
TEXT = "This mail shows that answers to this mailbox come back. Nobody needs to do anything; you may delete it."


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the test. `words` say what is wrong; "" when it went well."""

    name: str
    words: str = ""

    @property
    def is_ok(self) -> bool:
        """True when the step went well."""
        return not self.words


def receiving(access: Access, *, now: datetime, context: ssl.SSLContext | None = None) -> list[Step]:
    """The steps to the mailbox's folder, up to the first that fails. Changes nothing there."""
    try:
        server = queries.imap_server(access, token=oauth.token_for(access, now=now))
    except (Trouble, Unreadable) as error:
        return [Step("settings", str(error))]
    return check_imap(server, access.folder, context)


def sending(access: Access, *, now: datetime, context: ssl.SSLContext | None = None) -> list[Step]:
    """The steps to the mailbox's sending server, up to the first that fails. Sends nothing."""
    try:
        token = oauth.token_for(access, now=now) if queries.uses_oauth_for_sending(access) else ""
        server = queries.smtp_server(access, token=token)
    except (Trouble, Unreadable, ValueError) as error:
        return [Step("settings", str(error))]
    return check_smtp(server, access.mailbox.address, context) if server else [Step("settings", _(NO_SERVER))]


def check_imap(server: Server, folder: str, context: ssl.SSLContext | None = None) -> list[Step]:
    """Settings, name, port, protection, sign-in, folder."""
    with ExitStack() as stack:

        def connect() -> None:
            client = imap.connect(server, context or tls_context())
            stack.callback(imap.close, client)
            held.append(client)

        held: list[IMAPClient] = []
        return _run(
            *_ground(server),
            ("connection", connect),
            ("sign-in", lambda: imap.sign_in(held[0], server)),
            ("folder", lambda: imap.Folder(held[0], server, folder).standing()),
        )


def check_smtp(server: Server, sender: str, context: ssl.SSLContext | None = None) -> list[Step]:
    """Settings, name, port, protection, sign-in, and whether the server takes this sender."""
    with ExitStack() as stack:

        def connect() -> None:
            connection = smtp.connect(server, context or tls_context())
            stack.callback(connection.close)
            held.append(connection)

        held: list[smtplib.SMTP] = []
        return _run(
            *_ground(server),
            ("connection", connect),
            ("sign-in", lambda: smtp.sign_in(held[0], server)),
            ("sender", lambda: smtp.would_take(held[0], sender)),
        )


def _ground(server: Server) -> list[tuple[str, Callable[[], object]]]:
    address = (server.host, server.port)
    return [
        ("settings", lambda: _refuse(why_not_use(server))),
        ("name", lambda: _reach(server, lambda: socket.getaddrinfo(server.host, server.port))),
        ("port", lambda: _reach(server, lambda: socket.create_connection(address, timeout=CONNECT_SECONDS).close())),
    ]


def _reach(server: Server, step: Callable[[], object]) -> None:
    try:
        step()
    except (OSError, ValueError) as error:
        raise connecting(error, server) from error


def _refuse(problem: str) -> None:
    if problem:
        raise Trouble(problem, needs_person=True)


def _run(*steps: tuple[str, Callable[[], object]]) -> list[Step]:
    done: list[Step] = []
    for name, step in steps:
        try:
            step()
        except (Trouble, smtp.NotSent) as error:
            return [*done, Step(name, str(error))]
        done.append(Step(name))
    return done


def prove(turn: Turn, *, now: datetime) -> None:
    """The turn: our test mail is on its way to the mailbox's own plus address. Its arrival is the proof."""
    proof = Proof.objects.select_related("access__mailbox").filter(pk=turn.about["proof"], arrived_at=None).first()
    if proof is None:
        return
    if reason := queries.halted():
        raise TryAgain(f"Sending is switched off: {reason}")
    access, box = proof.access, proof.access.mailbox
    recipient = plus_address(box.address, f"test-{proof.mark[:8]}")
    try:
        token = oauth.token_for(access, now=now) if queries.uses_oauth_for_sending(access) else ""
        server = queries.smtp_server(access, token=token) or _refuse_sending()
        smtp.send(_test_mail(proof, recipient, now=now), server=server, sender=box.address, recipient=recipient)
    except (Trouble, smtp.NotSent) as error:
        if getattr(error, "failure", None) in (smtp.Failure.PERMANENT, smtp.Failure.OURS):
            raise GiveUp(
                _("The test mail of %(address)s could not be sent. %(error)s")
                % {"address": box.address, "error": error}
            ) from error
        raise TryAgain(f"The test mail of {box.address} could not be sent. {error}") from error


def _refuse_sending() -> Server:
    raise smtp.NotSent(smtp.Failure.OURS, _(NO_SERVER))


def _test_mail(proof: Proof, recipient: str, *, now: datetime) -> bytes:
    box = proof.access.mailbox
    mail = Outgoing(
        sender=Address(box.name, box.address),
        to=(Address("", recipient),),
        subject=SUBJECT,
        message_id=new_message_id(box.address),
        date=now,
        text=TEXT,
        automatic=True,
    )
    return f"{PROOF_HEADER}: {proof.mark}\r\n".encode() + compose(mail)
