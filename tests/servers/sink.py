"""An SMTP server that keeps what it gets, and that fails in every way that real ones do when it is told to."""

from __future__ import annotations

import asyncio
import email
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from time import monotonic

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers.machine import HOST, free_port, wait_until


@dataclass(frozen=True)
class Taken:
    """One mail as it was taken: the envelope, and the bytes between DATA and the dot."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    was_told: bool = True  # False: the connection broke before the sender heard our yes
    at: float = field(default_factory=monotonic, compare=False)  # seconds of the steady clock

    @property
    def message(self) -> Message:
        """The mail, read."""
        return email.message_from_bytes(self.content)


@dataclass
class Sink:
    """What was taken, in order, and how the next mails are met. Each `answer…` holds until it is changed.

    `answer_recipient` and `answer_data` are SMTP replies; "" says yes. The first may be a function of the address.
    """

    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    tries: int = 0
    answer_recipient: str | Callable[[str], str] = ""
    answer_data: str = ""
    hangs: bool = False
    drops_after_data: bool = False
    moods: Callable[[], str] = str  # asked for each mail: "", "hang", "drop", or an SMTP reply

    def behave(self) -> None:
        """Take everything again, as at the start; what was taken stays."""
        self.answer_recipient = self.answer_data = ""
        self.hangs = self.drops_after_data = False
        self.moods = str

    def wait(self, count: int) -> list[Taken]:
        """All that was taken, once it is at least so many. Raises TimeoutError."""
        wait_until(f"{count} mails at the sink (it has {len(self.taken)})", lambda: len(self.taken) >= count)
        return self.taken

    def to(self, recipient: str) -> list[Taken]:
        """What was taken for this address."""
        return [mail for mail in self.taken if recipient in mail.recipients]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answer_recipient(address) if callable(self.answer_recipient) else self.answer_recipient
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Known here"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.tries += 1
        mood = self.moods()
        if self.hangs or mood == "hang":
            await asyncio.sleep(3600)
        drops = self.drops_after_data or mood == "drop"
        if self.answer_data or (mood and not drops):
            return self.answer_data or mood
        content = envelope.original_content or b""
        self.taken.append(Taken(envelope.mail_from or "", tuple(envelope.rcpt_tos), content, was_told=not drops))
        if drops and server.transport:
            # The mail is taken, and the sender never hears of it.
            server.transport.abort()
        return "250 2.0.0 Taken"


@contextmanager
def running() -> Iterator[Sink]:
    """A sink that listens inside the block, without TLS and without sign-in."""
    sink = Sink(port=free_port())
    controller = Controller(sink, hostname=HOST, port=sink.port, data_size_limit=100_000_000)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
