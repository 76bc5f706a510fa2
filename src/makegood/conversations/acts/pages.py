"""The links that open a customer's page: one in each mail to them, and what they write there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.base import secrets
from makegood.conversations import rules
from makegood.conversations.acts.changing import lock
from makegood.conversations.acts.receive import Received, receive
from makegood.conversations.letter import Address, Attachment, Letter
from makegood.conversations.models import Delivery, PageLink
from makegood.conversations.queries.pages import Opened, is_theirs

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a customer wrote on their page. `once`: twice is once."""

    text: str
    files: Sequence[Attachment] = field(default=())
    once: str = ""


def give_link(delivery_id: int, *, at: datetime) -> str:
    """The token of the page, for the mail of this delivery; "" when it goes to anybody but the customer alone.

    The same for each try until the mail has left; who had it before it bounced has it no more.
    """
    with transaction.atomic():
        delivery = Delivery.objects.select_related("message__conversation").filter(pk=delivery_id).first()
        if delivery is None:
            return ""
        conversation = lock(delivery.message.conversation_id)
        if not is_theirs(delivery.address, conversation.customer_id):
            return ""
        found = PageLink.objects.filter(delivery=delivery).first()
        if found is not None and (kept := _kept(found)):
            return kept
        token = secrets.token()
        new = {"hashed": secrets.hashed(token), "sealed": secrets.seal(token), "at": at}
        whose = {"conversation": conversation, "customer_id": conversation.customer_id, "address": delivery.address}
        PageLink.objects.update_or_create(delivery=delivery, defaults=new | whose)
    return token


def _kept(link: PageLink) -> str:
    """The token that another try sends again; "" when it has left, or was sealed with another key."""
    try:
        return secrets.unseal(link.sealed)
    except secrets.Unreadable:
        return ""


def link_left(delivery_id: int) -> None:
    """The mail has left: its token is nowhere but there any more."""
    PageLink.objects.filter(delivery=delivery_id).exclude(sealed="").update(sealed="")


def write(opened: Opened, spoken: Spoken, *, at: datetime) -> Received:
    """It is a message of the customer in this conversation, which is open, however long it was closed. Raises Refused.

    Said twice in the same breath, it is there once.
    """
    conversation, mailbox = opened.conversation, opened.conversation.mailbox
    text = spoken.text.replace("\0", "").replace("\r\n", "\n").strip()[:LONGEST]
    if not text and not spoken.files:
        raise rules.Refused(_("There is nothing to send yet. Write something first."))
    if mailbox is None:
        raise rules.Refused(_("This cannot be answered here. Answer our mail instead: it reaches us."))
    sender = Address(conversation.customer.name, opened.address)
    what = "\0".join([str(opened.link), spoken.once, text, *(f"{one.name} {one.size}" for one in spoken.files)])
    letter = Letter(
        sender=sender,
        subject=conversation.subject,
        to=(Address(mailbox.name, mailbox.address),),
        message_id=f"{secrets.mac('page', what)}@page.{mailbox.address.rpartition('@')[2]}",
        date=at,
        text=text,
        reply_text=text,
        attachments=tuple(spoken.files),
    )
    got = receive(letter, mailbox=mailbox, at=at, hint=conversation.pk, is_on_page=True)
    if got.is_refused:
        raise rules.Refused(_("This cannot be answered here. Answer our mail instead: it reaches us."))
    return got
