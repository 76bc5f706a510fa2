"""What may happen to a conversation: pure decisions, no database."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from makegood.conversations.letter import Address, Kind, Letter
from makegood.conversations.models import Conversation, State

UNDO_WINDOW = timedelta(seconds=10)
UNDO_LIFE = timedelta(minutes=10)
STRANGERS_A_DAY = 3
REFERENCES_READ = 20
UNASKED = "unasked:"  # so begins the `once` of a mail that no person wrote and that answers none


class Refused(Exception):
    """The act was not done. The message says why, in words for the person who tried."""


class Overtaken(Refused):
    """Somebody wrote after what the author saw. `newest` is the id of the newest message."""

    def __init__(self, newest: int) -> None:
        super().__init__(_("Something new was said since you began to write. Read it first; your text is kept."))
        self.newest = newest


class OffDuty(Refused):
    """Who should have it is not there. `stand_in` is who is and may have it instead; None: leave it to the team."""

    def __init__(self, words: str, *, stand_in: int | None) -> None:
        super().__init__(words)
        self.stand_in = stand_in


class TooLate(Refused):
    """It can no longer be taken back."""


@dataclass(frozen=True, slots=True)
class Known:
    """A conversation that knows one of a letter's ids. `is_own`: the id is of a message in it, not only referred to."""

    ref: str
    mailbox: int
    conversation: int
    customer: int
    is_own: bool


def as_ref(message_id: str) -> str:
    """The form in which a Message-ID is stored: itself, or its digest when it is absurdly long. "" stays ""."""
    return message_id if len(message_id) <= 200 else "sha256:" + hashlib.sha256(message_id.encode()).hexdigest()


def refs_of(letter: Letter) -> list[str]:
    """The ids a letter answers, most telling first: In-Reply-To, then References from the last. Never an empty one."""
    if not letter.in_reply_to and not letter.references:
        return []
    ids = [letter.in_reply_to, *reversed(letter.references[-REFERENCES_READ:])]
    return list(dict.fromkeys(as_ref(one) for one in ids if one))


def thread_for(letter: Letter, known: Iterable[Known], *, mailbox: int, customer: int, hint: int | None) -> int | None:
    """The conversation a letter belongs to; None: a new one.

    First the signed address it was sent to (`hint`); then the ids that it answers; then those who answered it before
    it came; last the same customer's other answers to a mail that we never saw. A subject decides nothing, an empty id
    neither, and a doubtful sender joins only by the signed address.
    """
    if hint is not None:
        return hint
    if letter.is_doubtful:
        return None
    ours = [one for one in known if one.mailbox == mailbox]
    own_id = as_ref(letter.message_id)
    for ref in refs_of(letter):
        for one in ours:
            if one.ref == ref and one.is_own:
                return one.conversation
    for one in ours:
        if one.ref != own_id and not one.is_own and one.customer == customer and one.ref in refs_of(letter):
            return one.conversation
        if own_id and one.ref == own_id and not one.is_own:
            return one.conversation
    return None


def fingerprint(letter: Letter, *, mailbox: int) -> str:
    """What makes a message the same: mailbox, Message-ID, From and the decoded body (without an id, also the date)."""
    body = hashlib.sha256(letter.text.encode())
    body.update(b"\0" + letter.html.encode())
    for file in letter.attachments:
        body.update(b"\0" + file.name.encode() + b"\0" + file.content)
    moment = "" if letter.message_id else str(letter.date)
    parts = (str(mailbox), letter.message_id, letter.sender.address.lower(), moment, body.hexdigest())
    return "in:" + hashlib.sha256("\0".join(parts).encode()).hexdigest()


def opens(letter: Letter, *, is_reply: bool) -> bool:
    """Whether a letter makes it our turn. Machines do not; a person writing through a list does, when answering us."""
    return letter.kind is Kind.PERSON or (letter.kind is Kind.LIST and is_reply)


def starts_closed(letter: Letter, *, automatic_stays_open: bool, is_history: bool) -> bool:
    """Whether a new conversation is closed on arrival."""
    return is_history or (letter.kind is not Kind.PERSON and not automatic_stays_open)


def may_reopen(conversation: Conversation, *, days: int, now: datetime) -> bool:
    """Whether an answer to a closed conversation reopens it; else a linked one begins."""
    return conversation.closed_at is None or now - conversation.closed_at <= timedelta(days=days)


def without_page_links(text: str) -> str:
    """The text without the secret in a link to a customer's page: whoever answers our mail quotes it back to us, and
    from there it would go to everyone who may read, or is quoted, what they said."""
    return _PAGE_LINK.sub(r"\1…", text) if "/t/" in text else text


def preview_of(text: str) -> str:
    """The first words, on one line, at most 160 characters."""
    words = " ".join(text[:600].split())
    return words if len(words) <= 160 else words[:159].rstrip() + "…"


def why_not_close(state: str, *, owes_answer: bool) -> str:
    """Empty when the conversation may be closed; else the reason in words."""
    if state in (State.CLOSED, State.MERGED):
        return _("It is closed already.")
    return _("The customer is waiting for an answer. Answer, or say that no answer is needed.") if owes_answer else ""


def why_not_hold(state: str, *, owes_answer: bool) -> str:
    """Empty when the conversation may rest; else the reason in words."""
    if state in (State.CLOSED, State.MERGED):
        return _("It is closed. Reopen it first.")
    return (
        _("The customer is waiting for an answer. Answer first, or say that no answer is needed.")
        if owes_answer
        else ""
    )


def why_not_merge(source: Conversation, target: Conversation) -> str:
    """Empty when the source may be merged into the target; else the reason in words."""
    for one in (source, target):
        if one.state == State.MERGED:
            return f"#{one.pk} was merged into #{one.merged_into_id} already."
    if source.customer_id != target.customer_id:
        return _("They are of two customers. Only conversations of one customer can be merged; link them instead.")
    if source.parent_id == target.pk or target.parent_id == source.pk:
        return _("One is a part of the other. Take that away first.")
    return ""


def why_not_split(state: str, *, chosen: int, asked: int, of: int) -> str:
    """Empty when so many messages may be split off; else the reason in words."""
    if state not in (State.OPEN, State.WAITING):
        return _("It is closed. Reopen it first.")
    if not asked:
        return _("Choose at least one message.")
    if chosen < asked:
        return _("Some of these messages are no longer here. Look again, and choose anew.")
    return _("At least one message must stay. Choose fewer.") if chosen == of else ""


def why_not_part(part: Conversation, whole: Conversation, *, above: list[int]) -> str:
    """Empty when the one may be a part of the other; `above` are the greater matters of the whole."""
    if part.pk == whole.pk:
        return _("A conversation cannot be a part of itself.")
    if part.pk in above:
        return f"#{whole.pk} is a part of #{part.pk} already."
    if part.state == State.MERGED or whole.state == State.MERGED:
        return _("One of them was merged into another. Choose that one.")
    if whole.state == State.CLOSED and part.state != State.CLOSED:
        return f"#{whole.pk} is closed. Reopen it first."
    return ""


_PAGE_LINK = re.compile(r"(https?://[^\s/<>\"]{1,260}/t/)[\w-]{22}(?![\w-])", re.ASCII)
_NO_WORD = re.compile(r"[\W_]+")
_PREFIXES = frozenset("re aw fw fwd wg sv vs antw tr rv".split())
# What both say, of all that they say, from which on they are perhaps about the same.
ALIKE = 0.5


def likeness(one: str, other: str) -> float:
    """How much of what two texts say they both say: 0 nothing, 1 the same words. Marks of answers do not count."""
    first, second = (
        {word for word in _NO_WORD.split(text.lower()) if len(word) > 1 and word not in _PREFIXES}
        for text in (one, other)
    )
    return len(first & second) / len(first | second) if first and second else 0.0


def recipients(people: Iterable[Address]) -> list[Address]:
    """Each address once, in order, the empty ones left out. Addresses are compared without regard to case."""
    firsts: dict[str, Address] = {}
    for one in people:
        if one.address:
            firsts.setdefault(one.address.lower(), one)
    return list(firsts.values())


_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\.]+(\.[^\s@<>,;:\"()\[\]\\.]+)*")


def is_address(value: str) -> bool:
    """Whether this can be mailed to: one local part, one domain, nothing that needs quoting, 254 signs at most."""
    return len(value) <= 254 and _ADDRESS.fullmatch(value) is not None
