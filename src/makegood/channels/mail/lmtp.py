"""Takes mail from a mail server in front of us, by LMTP (RFC 2033) or SMTP, on loopback.

"250" is said only once the mail is committed; whatever keeps us from that is "451", and the sender keeps the mail.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connections

from makegood.channels.mail import queries
from makegood.channels.mail.arriving import arrive

LARGEST = 100 * 1024 * 1024  # octets
AT_ONCE = 4  # mails that are written at the same time
NO_MAILBOX = "550 5.1.1 There is no such mailbox here"
LATER = "451 4.3.0 The mail could not be kept; keep it and try again"
TAKEN = "250 2.0.0 Kept"
log = logging.getLogger(__name__)


def wall() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


class Receiver:
    """What aiosmtpd asks: may this recipient have mail, and what becomes of the mail."""

    def __init__(self, *, clock: Callable[[], datetime] = wall, is_lmtp: bool = True) -> None:
        self._clock, self._is_lmtp = clock, is_lmtp
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="lmtp")

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, to: str, options: list[str]) -> str:
        """A mailbox of ours, with or without a mark after a plus; to anyone else no mail is taken."""
        try:
            found = await self._in_thread(queries.mailbox_for, to)
        except Exception as error:  # a database that is away must not lose the mail
            log.error("A recipient could not be looked up: %s", error)
            return LATER
        if not found:
            return NO_MAILBOX
        envelope.rcpt_tos.append(to)
        return "250 2.1.5 Known here"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """One answer for each recipient by LMTP; by SMTP one for all, a yes only if every copy is kept."""
        content = envelope.original_content or b""
        sender = "" if envelope.mail_from in (None, "<>") else str(envelope.mail_from)
        answers = [await self._kept(content, sender, to) for to in envelope.rcpt_tos]
        if self._is_lmtp:
            return "\r\n".join(answers)
        return next((answer for answer in answers if answer != TAKEN), TAKEN)

    async def _kept(self, content: bytes, sender: str, recipient: str) -> str:
        try:
            return await self._in_thread(self._keep, content, sender, recipient)
        except Exception as error:  # whatever is wrong with us, the sender keeps the mail
            log.error("A mail for %s could not be kept: %s", recipient, error)
            return LATER

    def _keep(self, content: bytes, sender: str, recipient: str) -> str:
        mailbox = queries.mailbox_for(recipient)
        if not mailbox:
            return NO_MAILBOX
        raw = envelope_lines(sender, recipient) + content
        # The sender may not have heard our yes and come again; the same mail then has the same place.
        position = hashlib.sha256(f"{mailbox}\0".encode() + raw).hexdigest()
        arrive(raw, mailbox=mailbox, source="lmtp", position=position, now=self._clock())
        return TAKEN

    async def _in_thread(self, work: Callable[..., str], *values: object) -> str:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _with_database, work, *values)


def _with_database(work: Callable[..., str], *values: object) -> str:
    """A connection of its own for each piece of work: none is left open, and none is met that broke meanwhile."""
    try:
        return work(*values)
    finally:
        connections.close_all()


def envelope_lines(sender: str, recipient: str) -> bytes:
    """What whoever delivers a mail writes above it (RFC 5321, 4.4): its return path and its recipient."""
    lines = [f"Return-Path: <{_one_line(sender)}>", f"Delivered-To: {_one_line(recipient)}"]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace")


def _one_line(text: str) -> str:
    return "".join(c for c in text if c.isprintable())


async def serve(
    host: str, port: int, *, stop: threading.Event, is_lmtp: bool = True, ready: Callable[[], None] = lambda: None
) -> None:
    """Takes mail until `stop` is set; calls `ready` once it does. Raises OSError when the port is taken."""
    receiver = Receiver(is_lmtp=is_lmtp)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: protocol(receiver, is_lmtp=is_lmtp), host, port)
    async with server:
        ready()
        while not stop.is_set():
            await asyncio.sleep(0.2)


def protocol(receiver: Receiver, *, is_lmtp: bool) -> SMTP:
    """One connection's side of the talk, in LMTP or SMTP."""
    kind = PatientLMTP if is_lmtp else PatientSMTP
    return kind(receiver, data_size_limit=LARGEST, enable_SMTPUTF8=True, ident="Makegood")


class PatientSMTP(SMTP):
    """Lines of any length are taken: real mail has them, and to refuse it would be to lose it."""

    line_length_limit = LARGEST


class PatientLMTP(LMTP):
    """As PatientSMTP."""

    line_length_limit = LARGEST
