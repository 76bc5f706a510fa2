"""We have called the customer: they were reached, or this was another try."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.base import phones
from makegood.calls import queries, rules, words
from makegood.calls.acts.common import clock_of, end, held, note_clocks, say, start_clock
from makegood.calls.acts.wishing import as_kept, number_of
from makegood.calls.models import Call, Callback, Outcome, State
from makegood.calls.rules import Trying
from makegood.clocks import acts as clocks
from makegood.clocks.rules import RESPONSES
from makegood.conversations import acts as conversations
from makegood.conversations import attached
from makegood.conversations.acts.changing import change, lock, owes_answer, tell, undoable, why_not_yet
from makegood.conversations.acts.spoken import Heard, looks_of, say_by_phone
from makegood.conversations.acts.standing import newest_message
from makegood.conversations.automatic import Occasion
from makegood.conversations.models import Conversation, Message
from makegood.conversations.models import State as Standing
from makegood.conversations.rules import Overtaken, Refused
from makegood.customers import acts as customers
from makegood.customers.models import IdentityKind
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind

# What is said of the same ringing twice, by one or by two, is one try.
SAME_TRY = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Talk:
    """How a call of ours went. `number` as typed; "": the one that we know. `seen`: the newest message that was read.

    Who spoke with them may close the matter with it (`closes`), or say that something is still to do (`not_done`).
    """

    outcome: str
    text: str = ""
    number: str = ""
    seen: int = 0
    closes: bool = False
    not_done: bool = False


def called(conversation: Conversation, talk: Talk, *, by: Agent, at: datetime, once: str) -> Call:
    """The call is on record. Reached: what they waited for is done. Not reached: counted, and the next try is planned;
    after the last one they are written to.

    `once` makes a second press the same call. Raises Refused, Overtaken.
    """
    with transaction.atomic():
        conversation = lock(conversation.pk)
        if done := Call.objects.filter(once=once, conversation=conversation).first():
            return done
        if conversation.state == Standing.MERGED:
            raise Refused(_("This conversation was merged into another. Do it there."))
        number = number_of(talk.number) or queries.number_to_call(conversation)
        customers.learn_identity(conversation.customer, IdentityKind.PHONE, number)
        if talk.outcome == Outcome.SPOKE:
            return _reached(conversation, talk, number, by=by, at=at, once=once)
        if talk.outcome not in (Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE):
            raise Refused(_("How did it go? Choose one: spoke with them, no answer, left a message."))
        return _tried(conversation, talk, number, by=by, at=at, once=once)


def _reached(conversation: Conversation, talk: Talk, number: str, *, by: Agent, at: datetime, once: str) -> Call:
    newest = newest_message(conversation)
    if newest > talk.seen and owes_answer(conversation):
        raise Overtaken(newest)
    text = talk.text.replace("\0", "").strip() or _("Spoke on the phone.")
    message = say_by_phone(conversation, Heard(text, Message.OUT, number), by=by, at=at, once=f"called:{once}"[:80])
    kept, ended = [], []
    for callback in held(conversation):
        kept.append(as_kept(callback))
        ended += end(callback, conversation, to=State.REACHED, by=by, at=at, message=message.pk)
        say(Kind.CALLBACK_REACHED, callback, conversation, by=by, at=at)
    for one in attached.everyone():
        one.replied(message, conversation, by=by, at=at)
    if talk.closes and (why := why_not_yet(conversation, by=by)):
        raise Refused(why)
    before = change(conversation, at=at, by=by, ends=RESPONSES, **_standing(conversation, talk, message, at))
    note_clocks(before, ended=ended, started=[])
    call = _write(conversation, talk, number, by=by, at=at, once=once, message=message)
    undoable(conversation, before, by=by, at=at, call=call.pk, callbacks=kept)
    if talk.closes:
        tell(Kind.CONVERSATION_CLOSED, conversation, at=at, by=by)
    return call


def _standing(conversation: Conversation, talk: Talk, message: Message, at: datetime) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "replied_at": conversation.replied_at or at,
        "is_automatic": False,
        "closed_at": None,
        "owner": conversation.owner or message.by,
        **looks_of(message),
    }
    if talk.closes:
        return fields | {"state": Standing.CLOSED, "closed_at": at}
    keeps_open = talk.not_done or attached.keeps_open(conversation)
    return fields | {"state": Standing.OPEN if keeps_open else Standing.WAITING}


def _tried(conversation: Conversation, talk: Talk, number: str, *, by: Agent, at: datetime, once: str) -> Call:
    callbacks = held(conversation)
    counts = bool(callbacks) and not _is_same_try(conversation, at)
    tried = max((one.tries for one in callbacks), default=0) + 1 if counts else 0
    call = _write(conversation, talk, number, by=by, at=at, once=once, tried=tried)
    kept = [as_kept(one) for one in callbacks] if counts else []
    ended, started, wrote, trying = [], [], False, queries.trying()
    for callback in callbacks if counts else []:
        callback.tries += 1
        callback.save(update_fields=["tries"])
        if callback.tries < trying.tries:
            ended += clocks.end(clock_of(callback), at=at)
            started.append(_plan_next(callback, conversation, trying, at=at))
        else:
            wrote = _write_to_them(callback, conversation, at=at) or wrote
            to = State.WRITTEN if wrote else State.UNREACHED
            ended += end(callback, conversation, to=to, by=None, at=at)
            say(Kind.CALLBACK_UNREACHED, callback, conversation, by=None, at=at, tries=callback.tries, told=wrote)
    rests = _waiting(conversation)
    _say_tried(call, conversation, callbacks, trying, by=by, at=at, rests=bool(rests))
    before = change(conversation, at=at, by=by, **rests)
    note_clocks(before, ended=ended, started=started)
    undoable(conversation, before, by=by, at=at, call=call.pk, callbacks=kept, wrote=wrote)
    return call


def _is_same_try(conversation: Conversation, at: datetime) -> bool:
    recent = Call.objects.filter(conversation=conversation, direction=Call.OUT, tried__gt=0, at__gt=at - SAME_TRY)
    return recent.exists()


def _plan_next(callback: Callback, conversation: Conversation, trying: Trying, *, at: datetime) -> int:
    """The clock runs to the next try."""
    since = Call.objects.filter(conversation=conversation, direction=Call.OUT, tried__gt=0, at__gte=callback.made_at)
    tried = list(since.order_by("at", "pk").values_list("at", flat=True)) or [at]
    due_at = rules.next_try(tried, hours=queries.hours_of(conversation), trying=trying)
    callback.due_at = queries.when_to_call(conversation, due_at)
    callback.save(update_fields=["due_at"])
    return start_clock(callback, conversation, at=at, warned=False).pk


def _write_to_them(callback: Callback, conversation: Conversation, *, at: datetime) -> bool:
    """They are written to in their language, once; False when there is no address, or nothing to write from."""

    def text() -> str:
        name, number = conversation.customer.name.partition(" ")[0], phones.shown(callback.number)
        return words.not_reached(name=name, tries=callback.tries, number=number, house=queries.house())

    said = conversations.say_by_itself(conversation, Occasion.UNREACHED, text, about=callback.pk, at=at)
    return said is not None


def _waiting(conversation: Conversation) -> dict[str, Any]:
    """After the last try it waits as after a reply, unless something else is owed."""
    if conversation.state != Standing.OPEN or held(conversation) or owes_answer(conversation):
        return {}
    return {} if attached.keeps_open(conversation) else {"state": Standing.WAITING}


def _say_tried(
    call: Call,
    conversation: Conversation,
    callbacks: list[Callback],
    trying: Trying,
    *,
    by: Agent,
    at: datetime,
    rests: bool,
) -> None:
    following = min((one.due_at for one in callbacks if one.state == State.OPEN), default=None)
    about = {
        "call": call.pk,
        "outcome": call.outcome,
        "tried": call.tried,
        "of": trying.tries,
        "next_at": following.isoformat() if following and call.tried else "",
        "words": call.words,
        "rests": rests,
    }
    tell(Kind.CALL_MADE, conversation, at=at, by=by, about=about)


def _write(
    conversation: Conversation, talk: Talk, number: str, *, by: Agent, at: datetime, once: str, tried: int = 0,
    message: Message | None = None,
) -> Call:  # fmt: skip
    text = " ".join(talk.text.replace("\0", "").split())[:500] if message is None else ""
    call = Call.objects.create(
        conversation=conversation, direction=Call.OUT, outcome=talk.outcome, number=number, message=message,
        tried=tried, words=text, by=by, at=at, once=once[:80],
    )  # fmt: skip
    if message is not None:
        tell(
            Kind.CALL_LOGGED,
            conversation,
            at=at,
            by=by,
            about={"call": call.pk, "message": message.pk, "outcome": call.outcome, "owner": conversation.owner_id},
        )
    return call
