"""A customer has called us, and somebody wrote down what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.base import phones
from makegood.base.transactions import alone
from makegood.calls import queries
from makegood.calls.acts.common import end, held, say
from makegood.calls.acts.wishing import Wish, ask, number_of
from makegood.calls.models import Call, Outcome, State
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.rules import RESPONSES
from makegood.conversations import attached, rules
from makegood.conversations.acts.changing import HEARD, change, lock, tell, whose, why_not_yet
from makegood.conversations.acts.giving import Giving
from makegood.conversations.acts.spoken import Heard, begin_by_phone, looks_of, say_by_phone
from makegood.conversations.models import Conversation, Message
from makegood.conversations.models import State as Standing
from makegood.conversations.rules import Refused
from makegood.customers import acts as customers
from makegood.customers.models import Customer, IdentityKind
from makegood.people.models import Agent, Team
from makegood.timeline.kinds import Kind

LONGEST = 20_000
SOLVED = (ClockKind.RESOLUTION.value,)


class Then(StrEnum):
    """What follows a call that was logged."""

    CALL_BACK = "call_back"
    TO_DO = "to_do"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Said:
    """Who called (`number` as typed), what was said, and what follows.

    `when`: to call back then (None: as soon as the target says). `joins` None: it is a conversation of its own.
    `is_mine`: who writes it down has it, if they work in the team.
    """

    team: Team
    number: str = ""
    name: str = ""
    mail: str = ""
    text: str = ""
    then: Then = Then.CALL_BACK
    when: datetime | None = None
    joins: Conversation | None = None
    is_mine: bool = True


def log(said: Said, *, by: Agent, at: datetime, once: str) -> Message:
    """The call is in a conversation, and what was asked for is owed. `once` makes a second press the same call.

    Raises Refused, in words.
    """
    once = f"call:{once}"
    with transaction.atomic():
        alone(once)
        if done := Message.objects.filter(once=once).first():
            return done
        number = number_of(said.number)
        text = said.text.replace("\0", "").strip()[:LONGEST] or _("Called us.")
        joined = lock(said.joins.pk) if said.joins else None
        if joined is not None and joined.state == Standing.MERGED:
            raise Refused(_("This conversation was merged into another. Do it there."))
        conversation = joined or _begin(said, number, text, by=by, at=at)
        customers.learn_identity(conversation.customer, IdentityKind.PHONE, number)
        message = say_by_phone(conversation, Heard(text, Message.IN, number), by=by, at=at, once=once)
        number = number or (queries.number_to_call(conversation) if said.then is Then.CALL_BACK else "")
        write(message, conversation, Outcome.SPOKE, number, by=by, at=at, is_done=said.then is Then.DONE)
        _follow(conversation, said, message, number, is_new=joined is None, by=by, at=at)
    return message


def _begin(said: Said, number: str, text: str, *, by: Agent, at: datetime) -> Conversation:
    customer = _customer(number, said, at=at)
    owner = by if said.is_mine and by.roles.filter(team=said.team).exists() else None
    subject = rules.preview_of(text)[:80] if said.text.strip() else _call_from(said.name, number)
    return begin_by_phone(customer, subject=subject, team=said.team, owner=owner, at=at)


def _call_from(name: str, number: str) -> str:
    return _("Call from %(who)s") % {"who": name.strip() or phones.shown(number)}


def _customer(number: str, said: Said, *, at: datetime) -> Customer:
    """Who is known by the number, else by the address; else somebody new. Raises Refused when nothing is said."""
    name, mail = " ".join(said.name.split())[:200], said.mail.strip()
    if mail and not rules.is_address(mail):
        raise Refused(_("This is not a mail address: %(address)s") % {"address": mail})
    if number and (known := queries.customer_at(number)):
        customers.learn_identity(known, IdentityKind.MAIL, mail)
        return customers.known_by(IdentityKind.PHONE, number, name=name, at=at)
    if mail:
        return customers.known_by(IdentityKind.MAIL, mail, name=name, at=at)
    if number:
        return customers.known_by(IdentityKind.PHONE, number, name=name, at=at)
    if name:
        return customers.without_identity(name=name, at=at)
    raise Refused(_("Who called? Write a number or a name."))


def write(
    message: Message,
    conversation: Conversation,
    outcome: Outcome,
    number: str,
    *,
    by: Agent | None,
    at: datetime,
    is_done: bool = False,
) -> Call:
    """The call is on record beside what was said in it."""
    call = Call.objects.create(
        conversation=conversation, direction=Call.IN, outcome=outcome, number=number, message=message, by=by, at=at
    )
    about = {"call": call.pk, "message": message.pk, "outcome": outcome} | ({"done": True} if is_done else {})
    about |= {"owner": conversation.owner_id} if conversation.owner_id else {}
    tell(Kind.CALL_LOGGED, conversation, at=at, by=by, about=about)
    return call


def _follow(
    conversation: Conversation, said: Said, message: Message, number: str, *, is_new: bool, by: Agent, at: datetime
) -> None:
    """What is owed from now on. Who spoke with us was reached; if they wait for a call again, it stays the one."""
    if not is_new:
        for one in attached.everyone():
            one.received(conversation, at=at)
    fields: dict[str, Any] = {"is_automatic": False, **looks_of(message)}
    if said.then is Then.CALL_BACK:
        ask(conversation, Wish(number, said.when), by=by, at=at, message=message)
        reopen(conversation, fields, begins=SOLVED, at=at, by=by)
        return
    for callback in held(conversation):
        end(callback, conversation, to=State.REACHED, by=by, at=at, message=message.pk)
        say(Kind.CALLBACK_REACHED, callback, conversation, by=by, at=at)
    if said.then is Then.TO_DO:
        reopen(conversation, fields, begins=HEARD, at=at, by=by)
    else:
        _settle(conversation, fields, message, is_new=is_new, by=by, at=at)


def reopen(
    conversation: Conversation, fields: dict[str, Any], *, begins: Sequence[str], at: datetime, by: Agent | None
) -> None:
    """It is open, with who has it, and these clocks begin."""
    giving = Giving()
    team, owner = whose(conversation, instead=conversation.team, at=at, giving=giving)
    change(
        conversation, at=at, by=by, begins=begins, state=Standing.OPEN, closed_at=None, team=team, owner=owner, **fields
    )
    giving.finish()


def _settle(
    conversation: Conversation, fields: dict[str, Any], message: Message, *, is_new: bool, by: Agent, at: datetime
) -> None:
    """It was answered on the phone: a new one is closed; one that was there waits, unless something is owed."""
    fields["replied_at"] = conversation.replied_at or at
    for one in attached.everyone():
        one.replied(message, conversation, by=by, at=at)
    if (is_new or conversation.state == Standing.CLOSED) and not why_not_yet(conversation, by=by):
        change(conversation, at=at, by=by, state=Standing.CLOSED, closed_at=at, **fields)
        if is_new:
            tell(Kind.CONVERSATION_CLOSED, conversation, at=at, by=by)
        return
    state = Standing.OPEN if attached.keeps_open(conversation) else Standing.WAITING
    change(conversation, at=at, by=by, ends=RESPONSES, state=state, closed_at=None, **fields)
