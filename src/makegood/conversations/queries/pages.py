"""What a customer sees of their own conversation: what was said between them and us, and nothing that was not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from makegood.base import secrets
from makegood.conversations.letter import Kind
from makegood.conversations.models import Conversation, Delivery, File, Message, PageLink, State
from makegood.customers.models import Identity, IdentityKind
from makegood.customers.rules import normalised

CLOSED_FOR = timedelta(days=365)
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that a link opens: its conversation, followed through merges, and to which address of theirs it went."""

    link: int
    conversation: Conversation
    address: str


@dataclass(frozen=True, slots=True)
class SaidFile:
    """A file of a message that they may save."""

    id: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class SaidItem:
    """A message as its customer sees it: plain text alone. `who` is a first name of ours, "" when no person wrote."""

    id: int
    is_ours: bool
    who: str
    text: str
    at: datetime
    files: list[SaidFile]


def is_theirs(address: str, customer: int) -> bool:
    """Whether mail to the address reaches this customer and nobody else that we know of. One query."""
    value = normalised(IdentityKind.MAIL, address)
    return Identity.objects.filter(kind=IdentityKind.MAIL, value=value, customer=customer).exists()


def by_token(token: str, *, at: datetime) -> Opened | None:
    """What the token opens; None when it opens nothing: never made, the mailbox gives no pages, the customer is blocked
    or another, or it has been closed for a year."""
    if not 16 <= len(token) <= 64 or not token.isascii():
        return None
    link = PageLink.objects.select_related("customer").filter(hashed=secrets.hashed(token)).first()
    if link is None or link.customer.blocked_at or not is_theirs(link.address, link.customer_id):
        return None
    conversation = _followed(link.conversation_id)
    if conversation.customer_id != link.customer_id or not (conversation.mailbox and conversation.mailbox.gives_page):
        return None
    if conversation.closed_at and at - conversation.closed_at > CLOSED_FOR:
        return None
    return Opened(link.pk, conversation, link.address)


def _followed(number: int) -> Conversation:
    everything = Conversation.objects.select_related("customer", "owner", "team__location", "mailbox")
    found = everything.get(pk=number)
    while found.state == State.MERGED and found.merged_into_id:
        found = everything.get(pk=found.merged_into_id)
    return found


def said_to(opened: Opened) -> list[SaidItem]:
    """What they wrote, and what of ours has left for an address of theirs; newest first, a hundred at most.

    Nothing that may still be taken back, nothing that others wrote, and nothing whose sender is in doubt. Four queries.
    """
    found = list(_seen(opened).select_related("by").order_by("-pk")[:MOST_SHOWN])
    files: dict[int, list[SaidFile]] = {}
    for one in File.objects.filter(message__in=[one.pk for one in found], is_inline=False).order_by("pk"):
        files.setdefault(one.message_id or 0, []).append(SaidFile(one.pk, one.name, one.size))
    return [_item(one, files.get(one.pk, [])) for one in found]


def _item(one: Message, files: list[SaidFile]) -> SaidItem:
    is_ours = one.direction == Message.OUT
    who = one.by.name.partition(" ")[0] if is_ours and one.by else ""
    return SaidItem(one.pk, is_ours, who, one.text if is_ours else one.reply_text or one.text, one.at, files)


@dataclass(frozen=True, slots=True)
class Helper:
    """One of us who has written to them. `name` is a first name."""

    id: int
    name: str


def helpers_of(opened: Opened) -> list[Helper]:
    """Those of us whose words have reached them and who still work here, the newest first. Four queries."""
    ours = _seen(opened).filter(direction=Message.OUT, by__is_active=True).order_by("-pk")
    found = dict(ours.values_list("by", "by__name")[:MOST_SHOWN])
    return [Helper(pk, name.partition(" ")[0]) for pk, name in found.items()]


def file_to(opened: Opened, pk: int) -> File | None:
    """A file of a message that they see; None for any other."""
    return File.objects.filter(pk=pk, message__in=_seen(opened).values("pk"), is_inline=False).first()


def told_in(opened: Opened) -> set[int]:
    """The messages of ours that have reached them. Two queries."""
    return set(_seen(opened).filter(direction=Message.OUT).values_list("pk", flat=True))


def _seen(opened: Opened) -> QuerySet[Message]:
    number, customer = opened.conversation.pk, opened.conversation.customer_id
    theirs = list(Identity.objects.filter(customer=customer, kind=IdentityKind.MAIL).values_list("value", flat=True))
    all_of_it = Message.objects.filter(conversation=number)
    left = Delivery.objects.filter(state=Delivery.State.SENT, bounced_at=None, message__conversation=number)
    reached = [pk for pk, address in left.values_list("message", "address") if _known(address) in theirs]
    wrote = all_of_it.filter(direction=Message.IN, kind=Kind.PERSON, is_doubtful=False, is_stranger=False)
    own = [pk for pk, address in wrote.values_list("pk", "sender_address") if _known(address) in theirs]
    return all_of_it.filter(pk__in=[*reached, *own])


def _known(address: str) -> str:
    return normalised(IdentityKind.MAIL, address)
