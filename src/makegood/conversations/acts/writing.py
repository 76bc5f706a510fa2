"""A message of ours is written down, with a delivery to each of those it goes to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.base.html import sanitise_composed, to_text
from makegood.base.plain import ask
from makegood.base.rows import new, write
from makegood.conversations import attached, rules
from makegood.conversations.acts.tray import as_rows
from makegood.conversations.automatic import SORTS, Occasion, may_leave
from makegood.conversations.letter import Address
from makegood.conversations.models import Channel, Conversation, Delivery, Draft, File, Message, Reference
from makegood.conversations.queries.tongue import tongue_of_customer
from makegood.conversations.queries.wishing import wishes_in
from makegood.customers.models import Identity, IdentityKind
from makegood.people.models import Agent, Mailbox

THREAD = "SELECT direction, message_id FROM conversations_message WHERE conversation_id = %s ORDER BY id"
Thread = list[tuple[str, str]]  # of each message so far, oldest first: its direction and its Message-ID


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes along: how it is called, of what kind, how large, and under which name its bytes are kept."""

    name: str
    type: str
    size: int
    stored: str


@dataclass(frozen=True, slots=True)
class Words:
    """What is to be said, and to whom. Either `html` (as composed) or plain `text`; the other follows from it."""

    to: Sequence[Address]
    cc: Sequence[Address] = ()
    html: str = ""
    text: str = ""
    files: Sequence[int] = field(default=())


def write_down(
    conversation: Conversation,
    words: Words,
    *,
    draft: QuerySet[Draft] | None,
    by: Agent | None,
    at: datetime,
    once: str,
) -> Message:
    """The message is in the conversation and leaves when the undo window ends; what was a draft is one no more.

    `by` None: no person wrote it.
    """
    to, cc = _sides(words)
    message = _message(conversation, words, to, cc, by=by, at=at, once=once)
    if draft is not None:
        _files(words, draft).update(draft=None, message=message, conversation=conversation)
    _send_to(message, [*to, *cc], at=at)
    if draft is not None:
        draft.delete()
    for one in attached.everyone():
        one.said([(message, conversation)])
    return message


def _message(
    conversation: Conversation,
    words: Words,
    to: list[Address],
    cc: list[Address],
    *,
    by: Agent | None,
    at: datetime,
    once: str,
) -> Message:
    """The message is in the conversation, and known by its Message-ID."""
    mailbox = mailbox_of(conversation)
    html = sanitise_composed(words.html) if words.html else ""
    thread = ask(THREAD, [conversation.pk])
    message = new(
        Message,
        conversation=conversation,
        direction=Message.OUT,
        by=by,
        sender_name=by.name if by else mailbox.name,
        sender_address=mailbox.address,
        to=as_rows(to),
        cc=as_rows(cc),
        subject=_subject(conversation, thread),
        html=html,
        text=words.text or to_text(html),
        message_id=f"{uuid4().hex}@{mailbox.address.partition('@')[2]}",
        references=_references(thread),
        at=at,
        once=once,
    )
    write([message])
    ref = rules.as_ref(message.message_id)
    write([new(Reference, ref=ref, mailbox=mailbox, conversation=conversation, message=message, is_own=True)])
    return message


def say_by_itself(
    conversation: Conversation,
    occasion: Occasion,
    words: Callable[[], str],
    *,
    about: int | str,
    at: datetime,
    first_to: Address | None = None,
    tongue: str = "",
    enclosed: Sequence[Enclosed] = (),
) -> Message | None:
    """A mail that no person wrote goes to the customer alone, in their language, inside an act that holds the
    conversation. It ends no clock.

    `about` makes a second call the same mail. `first_to` is where to write while nobody has written yet, `tongue` their
    language where they have never shown it; `enclosed` goes along. None: there is nowhere to write to, or they want no
    such mail.
    """
    once = f"{rules.UNASKED if not SORTS[occasion].answers else ''}{occasion}:{about}"
    if done := Message.objects.filter(once=once).first():
        return done
    to = _customer_of(conversation) or _unless_written(conversation, first_to)
    if to is None or conversation.mailbox is None:
        return None
    if not may_leave(occasion, only_changes=wishes_in(conversation).only_changes):
        return None
    with translation.override(tongue_of_customer(conversation, otherwise=tongue)):
        text = words()
    message = write_down(conversation, Words(to=[to], text=text), draft=None, by=None, at=at, once=once)
    for one in enclosed:
        File.objects.create(message=message, conversation=conversation, name=one.name[:255], type=one.type,
                            size=one.size, stored=one.stored)  # fmt: skip
    return message


def _customer_of(conversation: Conversation) -> Address | None:
    """Where the customer last wrote from, doubtful senders and strangers left out; else where we wrote to first."""
    mails = conversation.messages.filter(channel=Channel.MAIL)
    theirs = mails.filter(direction=Message.IN, kind="person", is_doubtful=False, is_stranger=False)
    last = theirs.order_by("-pk").first()
    if last is not None:
        address = last.reply_to or last.sender_address
        return Address(last.sender_name, address) if rules.is_address(address) else None
    ours = mails.filter(direction=Message.OUT).order_by("pk").first()
    if ours and ours.to:
        return Address(ours.to[0]["name"], ours.to[0]["address"])
    return _known_address(conversation) if conversation.channel != Channel.MAIL else None


def _unless_written(conversation: Conversation, to: Address | None) -> Address | None:
    """The address, while nothing was said in the conversation: what strangers wrote in it proves nothing."""
    return None if to is None or conversation.messages.exists() else to


def _known_address(conversation: Conversation) -> Address | None:
    """The newest mail address that we know of who only called or was only quoted; None: we know none."""
    known = Identity.objects.filter(customer=conversation.customer_id, kind=IdentityKind.MAIL).order_by("-pk")
    value = known.values_list("value", flat=True).first() or ""
    return Address(conversation.customer.name, value) if rules.is_address(value) else None


def _sides(words: Words) -> tuple[list[Address], list[Address]]:
    to = rules.recipients(words.to)
    taken = {one.address.lower() for one in to}
    return to, [one for one in rules.recipients(words.cc) if one.address.lower() not in taken]


def _subject(conversation: Conversation, thread: Thread) -> str:
    """The subject as the customer knows it, with one Re: when they wrote first."""
    subject, first = conversation.subject, thread[0][0] if thread else ""
    return subject if first != Message.IN or subject[:3].lower() == "re:" else f"Re: {subject}".strip()


def _references(thread: Thread) -> list[str]:
    """The thread so far, oldest first: the first id and the newest ones, as RFC 5322 3.6.4 suggests."""
    ids = list(dict.fromkeys(message_id for _direction, message_id in thread if message_id))
    return ids if len(ids) <= rules.REFERENCES_READ else [ids[0], *ids[-(rules.REFERENCES_READ - 1) :]]


def _files(words: Words, draft: QuerySet[Draft]) -> QuerySet[File]:
    """Those that go along: only files of this very draft can, never another's, nor those of a note."""
    return File.objects.filter(pk__in=list(words.files), draft__in=draft)


def refuse_if_files_are_gone(words: Words, draft: QuerySet[Draft]) -> None:
    """Raises Refused when a file that should go along is not the draft's any more."""
    if _files(words, draft).count() < len(set(words.files)):
        raise rules.Refused(_("A file is no longer there: it was taken off, or sent with another letter. Look again."))


def _send_to(message: Message, people: list[Address], *, at: datetime) -> None:
    due_at = at + rules.UNDO_WINDOW
    mails = [new(Delivery, message=message, name=one.name, address=one.address, due_at=due_at) for one in people]
    agenda.plan_all(
        agenda.turn("send", delivery_key(one.pk), run_at=due_at, about={"delivery": one.pk}) for one in write(mails)
    )


def delivery_key(pk: int) -> str:
    """The key of the turn that sends a delivery."""
    return f"send:{pk}"


def mailbox_of(conversation: Conversation) -> Mailbox:
    """The mailbox that an answer leaves from. Raises Refused when there is none."""
    if conversation.mailbox is None:
        raise rules.Refused(_("This conversation has no mailbox to answer from."))
    return conversation.mailbox
