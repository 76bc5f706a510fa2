"""Takes the demo's outgoing mail on loopback, sends nothing on, and lets the invented customers answer."""

from __future__ import annotations

import email
import random
from email.message import EmailMessage, Message
from email.utils import format_datetime, getaddresses, make_msgid
from queue import SimpleQueue

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.utils import timezone

from makegood.channels.mail.addresses import without_mark
from makegood.demo.stories import STORIES
from makegood.intake import acts as intake

CUSTOMERS = {story.address: story.name for story in STORIES}
THINKS = (15.0, 40.0)  # seconds until a customer answers
WORDS = (
    "Thank you, that is all I wanted to know.",
    "Good. And could you tell me by when?",
    "That was quick! I wait to hear from you, then.",
    "Thank you for writing like a person. Friday suits me well.",
)
PATIENCE = 2  # answers of one customer; then they are content


class Customers:
    """Those who read what the desk sends. An answer is due some seconds after a mail came."""

    def __init__(self, seed: int = 7) -> None:
        self.read: SimpleQueue[bytes] = SimpleQueue()
        self._answers: dict[str, int] = {}
        self._chance = random.Random(seed)  # noqa: S311 - small talk, no secret

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Everything is taken, and goes no further."""
        self.read.put(envelope.original_content or b"")
        return "250 2.0.0 Read"

    def pause(self) -> float:
        """Seconds until the next one answers."""
        return self._chance.uniform(*THINKS)

    def answer(self, raw: bytes) -> bytes | None:
        """What the customer writes back; None when there is nothing left to say."""
        mail = email.message_from_bytes(raw)
        [(_, address), *_] = getaddresses([mail["To"] or ""]) or [("", "")]
        if address not in CUSTOMERS or self._answers.get(address, 0) >= PATIENCE:
            return None
        self._answers[address] = self._answers.get(address, 0) + 1
        return _reply(mail, address, self._chance.choice(WORDS))


def _reply(mail: Message, address: str, words: str) -> bytes:
    reply = EmailMessage()
    reply["From"] = f"{CUSTOMERS[address]} <{address}>"
    reply["To"] = mail["Reply-To"] or mail["From"]
    reply["Subject"] = mail["Subject"] or ""
    reply["Date"] = format_datetime(timezone.now())
    reply["Message-ID"] = make_msgid(domain=address.partition("@")[2])
    reply["In-Reply-To"] = reply["References"] = mail["Message-ID"] or ""
    reply.set_content(words)
    return reply.as_bytes()


def hand_in(raw: bytes | None) -> None:
    """The answer has arrived at the mailbox it was written to."""
    if raw is None:
        return
    [(_, to), *_] = getaddresses([email.message_from_bytes(raw)["To"] or ""])
    intake.keep(raw, source="demo", mailbox=without_mark(to), at=timezone.now())
