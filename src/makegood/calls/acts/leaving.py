"""A customer spoke on a machine of ours: the recording, and the call back that we owe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.base import phones, sounds
from makegood.base.transactions import alone
from makegood.calls import queries
from makegood.calls.acts.logging import LONGEST, SOLVED, reopen, write
from makegood.calls.acts.recording import listen
from makegood.calls.acts.wishing import Wish, ask
from makegood.calls.models import Call, Outcome, Recording
from makegood.conversations import attached
from makegood.conversations.acts.changing import HEARD, lock
from makegood.conversations.acts.spoken import Heard, begin_by_phone, looks_of, say_by_phone
from makegood.conversations.letter import Attachment
from makegood.conversations.models import Conversation, Message, State
from makegood.conversations.rules import Refused
from makegood.customers import acts as customers
from makegood.customers.models import Customer, IdentityKind
from makegood.people.models import Agent, Team


@dataclass(frozen=True, slots=True)
class Left:
    """What a machine recorded. `number` is E.164, "" when it was withheld; `text` what somebody understood.

    `recording` None: it comes later, or never did (`is_coming`). `joins`: somebody says in which conversation; None:
    in the one in which this caller waits, unless it `is_apart`. `arrival`: where the provider's word lies.
    """

    team: Team
    number: str = ""
    name: str = ""
    text: str = ""
    recording: Attachment | None = None
    is_coming: bool = False
    seconds: int | None = None
    joins: Conversation | None = None
    is_apart: bool = False
    arrival: int | None = None


class Blocked(Refused):
    """The caller is blocked: what they leave is kept, and nobody is rung up by it."""


def uploaded(name: str, content: bytes) -> Attachment:
    """A recording as it is kept: of the type that its bytes bear out, whatever its name says. Raises Refused."""
    if not content:
        raise Refused(_("Choose the file with the recording."))
    if len(content) > sounds.LARGEST:
        most = sounds.LARGEST // 1024 // 1024
        raise Refused(_("The recording is too large. It may have %(most)d MB at most.") % {"most": most})
    sound = sounds.sound_in(content)
    if sound is None:
        raise Refused(_("This is no recording that we know. Take a WAV, MP3, OGG, M4A or AMR file."))
    return Attachment(sounds.named(name, sound), sound.type, content)


def leave(left: Left, *, by: Agent | None, at: datetime, once: str) -> Message:
    """A voicemail is in a conversation, and a call back is owed if we know the number. `by` None: a machine took it.

    Who waits for a call by the same team already waits there; else it is in the only open one that they have with it.
    Raises Refused; Blocked when the caller is blocked.
    """
    once = f"voicemail:{once}"[:80]
    with transaction.atomic():
        alone(once)
        if done := Message.objects.filter(once=once).first():
            return done
        conversation, is_new = _place(left, by=by, at=at)
        files = [left.recording] if left.recording else []
        heard = Heard(left.text.replace("\0", "")[:LONGEST], Message.IN, left.number, files, left.arrival)
        message = say_by_phone(conversation, heard, by=by, at=at, once=once)
        call = write(message, conversation, Outcome.VOICEMAIL, left.number, by=by, at=at)
        if left.recording or left.is_coming:
            _record(call, message, left, at=at)
        if not is_new:
            for one in attached.everyone():
                one.received(conversation, at=at)
        number = left.number or (queries.number_to_call(conversation) if left.joins else "")
        if number:
            ask(conversation, Wish(number), by=by, at=at, message=message)
        reopen(conversation, looks_of(message), begins=SOLVED if number else HEARD, at=at, by=by)
    return message


def _place(left: Left, *, by: Agent | None, at: datetime) -> tuple[Conversation, bool]:
    """The conversation that it belongs to, held; and whether it is new."""
    if left.joins is not None:
        joined = lock(left.joins.pk)
        if joined.state == State.MERGED:
            raise Refused(_("This conversation was merged into another. Do it there."))
        customers.learn_identity(joined.customer, IdentityKind.PHONE, left.number)
        return joined, False
    customer = _caller(left, by=by, at=at)
    there = None if left.is_apart or not left.number else queries.waits_in(customer.pk, left.team.pk)
    if there and (found := lock(there)).state not in (State.MERGED, State.CLOSED):
        return found, False
    who = customer.name or phones.shown(left.number) or _("a withheld number")
    subject = _("Voicemail from %(who)s") % {"who": who}
    return begin_by_phone(customer, subject=subject, team=left.team, owner=None, at=at), True


def _caller(left: Left, *, by: Agent | None, at: datetime) -> Customer:
    name = " ".join(left.name.split())[:200]
    if not left.number:
        return customers.without_identity(name=name, at=at)
    customer = customers.known_by(IdentityKind.PHONE, left.number, name=name, at=at)
    if customer.blocked_at and by is None:
        raise Blocked(_("The caller is blocked. The recording is kept; unblock them to file it."))
    return customer


def _record(call: Call, message: Message, left: Left, *, at: datetime) -> None:
    file = message.files.order_by("pk").first() if left.recording else None
    recording = Recording.objects.create(call=call, file=file, seconds=left.seconds)
    if file is not None:
        listen(recording, at=at)
