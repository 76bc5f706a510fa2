"""What the mail channel needs to know to send one delivery."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from makegood.conversations.automatic import answers_by_itself
from makegood.conversations.letter import Address
from makegood.conversations.models import Delivery, Message
from makegood.conversations.queries.tongue import LONGEST_FOR_LANGUAGE, READ_FOR_LANGUAGE
from makegood.conversations.rules import UNASKED
from makegood.people.models import Mailbox


@dataclass(frozen=True, slots=True)
class Quoted:
    """The message that is answered, as it is quoted. `words`: its sender's newest, which show their language."""

    name: str
    address: str
    at: datetime
    text: str
    html: str
    words: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file to attach; `stored` is the name that base.files knows."""

    name: str
    type: str
    stored: str
    cid: str
    is_inline: bool


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """One delivery, ready to be made into a mail. Everything is plain values. `once`: what made it, once."""

    delivery: int
    state: str
    conversation: int
    mailbox: Mailbox
    recipient: Address
    sender_name: str
    to: list[Address]
    cc: list[Address]
    subject: str
    message_id: str
    references: list[str]
    text: str
    html: str
    signature: str
    quoted: Quoted | None
    files: list[StoredFile]
    written_at: datetime
    attempts: int
    is_automatic: bool
    answers: bool
    answers_automatic: bool
    once: str = ""


def outgoing(delivery_id: int) -> OutgoingMail | None:
    """The delivery with all that it says; None when it was taken back. Six queries."""
    delivery = (
        Delivery.objects.select_related("message__by", "message__conversation__mailbox").filter(pk=delivery_id).first()
    )
    if delivery is None:
        return None
    message, mailbox = delivery.message, delivery.message.conversation.mailbox
    if mailbox is None:  # a reply without a mailbox is refused, so this cannot leave
        return None
    return OutgoingMail(
        delivery=delivery.pk,
        state=delivery.state,
        conversation=message.conversation_id,
        mailbox=mailbox,
        recipient=Address(delivery.name, delivery.address),
        sender_name=mailbox.name or message.sender_name,
        to=[Address(one["name"], one["address"]) for one in message.to],
        cc=[Address(one["name"], one["address"]) for one in message.cc],
        subject=message.subject,
        message_id=message.message_id,
        references=list(message.references),
        text=message.text,
        html=message.html,
        signature=_signature(message, mailbox),
        quoted=_quoted(message),
        files=[
            StoredFile(one.name, one.type, one.stored, one.cid, one.is_inline) for one in message.files.order_by("pk")
        ],
        written_at=message.at,
        attempts=delivery.attempts,
        is_automatic=message.by_id is None,
        answers=answers_by_itself(message.once or ""),
        answers_automatic=_answers_automatic(message),
        once=message.once or "",
    )


def _answers_automatic(message: Message) -> bool:
    """True when the newest word from outside was one that no automatic mail may answer (RFC 3834).

    What we say of ourselves, because time has passed or something has happened, answers nothing.
    """
    if (message.once or "").startswith(UNASKED):
        return False
    earlier = Message.objects.filter(conversation=message.conversation_id, direction=Message.IN, pk__lt=message.pk)
    last = earlier.order_by("-pk").values_list("may_autorespond", flat=True).first()
    return last is False


def _signature(message: Message, mailbox: Mailbox) -> str:
    """The agent's own words, then the mailbox's."""
    own = message.by.signature.strip() if message.by else ""
    return "\n".join(part for part in (own, mailbox.signature.strip()) if part)


def _quoted(message: Message) -> Quoted | None:
    earlier = Message.objects.filter(conversation=message.conversation_id, direction=Message.IN, pk__lt=message.pk)
    newest = list(earlier.filter(kind__in=["person", "list"]).order_by("-pk")[:READ_FOR_LANGUAGE])
    if not newest:
        return None
    last = newest[0]
    theirs = [one for one in newest if one.sender_address == last.sender_address]
    return Quoted(
        last.sender_name,
        last.sender_address,
        last.written_at or last.at,
        last.reply_text or last.text,
        last.reply_html or last.html,
        words="\n".join((one.reply_text or one.text)[:LONGEST_FOR_LANGUAGE] for one in theirs),
    )
