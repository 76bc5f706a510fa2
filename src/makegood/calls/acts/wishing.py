"""The customer wants to be called back; and wants it no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.base.phones import number_in
from makegood.calls import queries, rules
from makegood.calls.acts.common import clock_of, end, held, note_clocks, say, start_clock
from makegood.calls.models import Callback, State
from makegood.clocks import acts as clocks
from makegood.clocks.models import Kind as ClockKind
from makegood.conversations.acts.changing import change, lock, tell, undoable, whose
from makegood.conversations.acts.giving import Giving
from makegood.conversations.acts.timing import Timing
from makegood.conversations.models import Conversation, Message
from makegood.conversations.models import State as Standing
from makegood.conversations.rules import Refused
from makegood.customers import acts as customers
from makegood.customers.models import IdentityKind
from makegood.people.models import Agent
from makegood.people.queries import phone_region
from makegood.timeline.kinds import Kind


@dataclass(frozen=True, slots=True)
class Wish:
    """On which number (E.164), and when; None: as soon as the callback target says."""

    number: str
    when: datetime | None = None


def number_of(said: str) -> str:
    """The number that somebody typed, as E.164; "" stays "". Raises Refused when it is none."""
    number = number_in(said, region=phone_region()) if said.strip() else ""
    if said.strip() and not number:
        raise Refused(
            _("“%(said)s” is no telephone number. Write it with its country code, such as +49 30 123456.")
            % {"said": said.strip()}
        )
    return number


def call_back(conversation: Conversation, *, number: str, when: datetime | None, by: Agent, at: datetime) -> Callback:
    """We owe them a call, and its clock runs; a closed conversation is open. A call that is owed already stays one.

    `number` as it was typed; "": the one that we know. Raises Refused.
    """
    with transaction.atomic():
        conversation = lock(conversation.pk)
        if conversation.state == Standing.MERGED:
            raise Refused(_("This conversation was merged into another. Do it there."))
        wish = Wish(number_of(number) or queries.number_to_call(conversation), when)
        before_it = held(conversation)[:1]
        kept, running = [as_kept(one) for one in before_it], [clock.pk for one in before_it for clock in clock_of(one)]
        callback = ask(conversation, wish, by=by, at=at)
        customers.learn_identity(conversation.customer, IdentityKind.PHONE, callback.number)
        giving = Giving()
        team, owner = whose(conversation, instead=conversation.team, at=at, giving=giving)
        before = change(conversation, at=at, by=by, state=Standing.OPEN, closed_at=None, team=team, owner=owner)
        giving.finish()
        now_running = [clock.pk for clock in clock_of(callback)]
        if now_running != running:
            note_clocks(before, ended=running, started=now_running)
        undoable(conversation, before, by=by, at=at, callbacks=kept, callback_made=0 if kept else callback.pk)
    return callback


def ask(
    conversation: Conversation, wish: Wish, *, by: Agent | None, at: datetime, message: Message | None = None
) -> Callback:
    """The same inside an act that holds the conversation and calls `change()`. Another wish buys us no time."""
    if not wish.number:
        raise Refused(_("On which number do they want to be called? Write it down."))
    if why := rules.why_not_call_at(wish.when, now=at):
        raise Refused(why)
    there = held(conversation)
    return _again(there[0], conversation, wish, by=by, at=at) if there else _new(conversation, wish, by, at, message)


def _new(conversation: Conversation, wish: Wish, by: Agent | None, at: datetime, message: Message | None) -> Callback:
    usual = Timing().owed(conversation, ClockKind.CALLBACK, at=at).due_at
    due_at = wish.when or queries.when_to_call(conversation, usual)
    callback = Callback.objects.create(
        conversation=conversation, number=wish.number, made_at=at, made_by=by, message=message, first_due_at=due_at,
        due_at=due_at,
    )  # fmt: skip
    start_clock(callback, conversation, at=at, warned=due_at == usual)
    say(Kind.CALLBACK_ASKED, callback, conversation, by=by, at=at, named=wish.when is not None)
    return callback


def _again(callback: Callback, conversation: Conversation, wish: Wish, *, by: Agent | None, at: datetime) -> Callback:
    """Who names a time agrees it anew; who only calls again keeps theirs. The newest number is called."""
    callback.number, callback.due_at = wish.number, wish.when or callback.due_at
    callback.save(update_fields=["number", "due_at"])
    if wish.when:
        clocks.end(clock_of(callback), at=at)
        start_clock(callback, conversation, at=at, warned=False)
    say(Kind.CALLBACK_ASKED, callback, conversation, by=by, at=at, named=wish.when is not None, again=True)
    return callback


def mind(conversation: Conversation, *, at: datetime) -> None:
    """What is owed here is due when the customer may be called, as they say now; never sooner than it was."""
    moved = []
    for callback in held(conversation):
        due_at = queries.when_to_call(conversation, callback.due_at)
        if due_at != callback.due_at:
            callback.due_at = due_at
            callback.save(update_fields=["due_at"])
            clocks.end(clock_of(callback), at=at)
            start_clock(callback, conversation, at=at, warned=False)
            moved.append(due_at)
    if moved:
        change(conversation, at=at, by=None)
        about = {"kind": ClockKind.CALLBACK.value, "due_at": max(moved).isoformat()}
        tell(Kind.CLOCK_MOVED, conversation, at=at, about=about)


def call_off(callback: Callback, *, why: str, by: Agent, at: datetime) -> Conversation:
    """The call is owed no more, and everyone reads why. Raises Refused when it is not owed any more."""
    with transaction.atomic():
        conversation = lock(Callback.objects.values_list("conversation_id", flat=True).get(pk=callback.pk))
        found = next((one for one in held(conversation) if one.pk == callback.pk), None)
        if found is None:
            raise Refused(_("Nobody waits for this call any more. Look again."))
        if not why.strip():
            raise Refused(_("Why is the call not wanted any more? Colleagues read it."))
        kept = as_kept(found)
        ended = end(found, conversation, to=State.CALLED_OFF, by=by, at=at, why=why)
        say(Kind.CALLBACK_CALLED_OFF, found, conversation, by=by, at=at, why=found.why)
        before = change(conversation, at=at, by=by)
        note_clocks(before, ended=ended, started=[])
        undoable(conversation, before, by=by, at=at, callbacks=[kept])
    return conversation


def as_kept(callback: Callback) -> list[object]:
    """What an undo must know of a call that is owed: its id, how often it was tried, when it is due, where."""
    return [callback.pk, callback.tries, callback.due_at.isoformat(), callback.number]
