"""Our word is kept, made good, corrected, or withdrawn."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.clocks import acts as clocks
from makegood.conversations import acts as conversations
from makegood.conversations.acts import Along
from makegood.conversations.acts.changing import change, tell, undoable
from makegood.conversations.acts.changing import lock as lock_conversation
from makegood.conversations.automatic import Occasion
from makegood.conversations.models import Conversation, Message, Undo
from makegood.conversations.models import State as Standing
from makegood.conversations.rules import Refused
from makegood.people.models import Agent
from makegood.promises import heard, queries, rules, words
from makegood.promises.acts.breaking import break_, break_and_open, own_up_key
from makegood.promises.acts.common import clock_of, gone, held, opening, refuse_unless, say, write
from makegood.promises.acts.warning import forget_warning
from makegood.promises.models import Came, Promise, State
from makegood.promises.rules import Broke, Verb
from makegood.timeline.kinds import Kind

EVENT = "event:"  # so begins how a promise was kept by what it waited for


def keep(promise: Promise, *, how: str = "", by: Agent, at: datetime) -> Undo:
    """It is kept; past its time it is broken first, and then made good. Raises Refused, Gone."""
    with transaction.atomic():
        promise, conversation = held(promise.pk)
        refuse_unless(Verb.KEEP, promise, conversation, by, at=at)
        broke = rules.is_late(promise.state, promise.due_at, now=at)
        keep_(promise, conversation, how=how, by=by, at=at)
        before = change(conversation, at=at, by=by, **(opening(conversation) if broke else {}))
        kept = {"promise_kept": promise.pk} if promise.state == State.KEPT else {"promise_ended": promise.pk}
        return undoable(conversation, before, by=by, at=at, **kept)


def keeping(pk: int, *, by: Agent, at: datetime, how: str = "") -> Along:
    """The same, along with a reply: what it says, or does, is what was promised."""

    def along(message: Message, conversation: Conversation) -> None:
        promise = of(pk, conversation)
        refuse_unless(Verb.KEEP, promise, conversation, by, at=at)
        keep_(promise, conversation, how=how, by=by, at=at, message=message)

    return along


def keep_(
    promise: Promise,
    conversation: Conversation,
    *,
    how: str,
    by: Agent | None,
    at: datetime,
    message: Message | None = None,
) -> None:
    """Inside an act. Whatever the worker did: past its time it breaks first, and is made good."""
    if rules.is_late(promise.state, promise.due_at, now=at):
        break_(promise, conversation, at=at)
    if promise.state == State.BROKEN:
        _make_good(promise, conversation, how=how, by=by, at=at, message=message)
        return
    if promise.state != State.OPEN:
        raise gone(promise)
    clocks.end(clock_of(promise), at=at)
    write(promise, was=State.OPEN, state=State.KEPT, kept_at=at, kept_by=message, ended_by=by, how=how.strip()[:300])
    forget_warning(promise, at=at)
    say(Kind.PROMISE_KEPT, promise, conversation, by=by, at=at, how=promise.how)
    for one in heard.everyone():
        one.kept(promise, conversation, by=by, at=at)


def make_good(promise: Promise, *, how: str, by: Agent, at: datetime) -> Promise:
    """What was broken is done after all, and whoever it was escalated to need not see to it. Raises Refused, Gone."""
    with transaction.atomic():
        promise, conversation = held(promise.pk)
        refuse_unless(Verb.MAKE_GOOD, promise, conversation, by, at=at)
        if not how.strip():
            raise Refused(_("How was it made good? A few words will do."))
        if promise.state != State.BROKEN:
            raise gone(promise)
        _make_good(promise, conversation, how=how, by=by, at=at)
        change(conversation, at=at, by=by)
    return promise


def _make_good(
    promise: Promise,
    conversation: Conversation,
    *,
    how: str,
    by: Agent | None,
    at: datetime,
    message: Message | None = None,
) -> None:
    at = max(at, promise.broken_at or at)  # whose author was overtaken by the clock pressed a moment before it
    done = {"made_good_at": at, "kept_by": message, "ended_by": by, "how": how.strip()[:300]}
    write(promise, was=State.BROKEN, state=State.MADE_GOOD, **done)
    agenda.cancel(own_up_key(promise.pk), now=at)
    say(Kind.PROMISE_MADE_GOOD, promise, conversation, by=by, at=at, how=promise.how)
    for one in heard.everyone():
        one.made_good(promise, conversation, by=by, at=at)
    if promise.owned_up_at and message is None and not how.startswith(EVENT):
        _tell_that_it_is_done(promise, conversation, Occasion.MADE_GOOD, done_at=at, at=at)


def correct(promise: Promise, *, kept_at: datetime, by: Agent, at: datetime) -> Promise:
    """It was kept at that time, though nobody said so. Both times stay on record. Raises Refused, Gone."""
    with transaction.atomic():
        promise, conversation = held(promise.pk)
        refuse_unless(Verb.CORRECT, promise, conversation, by, at=at)
        if rules.is_late(promise.state, promise.due_at, now=at):
            break_(promise, conversation, at=at)
        if promise.state != State.BROKEN:
            raise gone(promise)
        if why := rules.why_not_kept_then(kept_at, made_at=promise.made_at, now=at):
            raise Refused(why)
        write(promise, was=State.BROKEN, state=State.KEPT, kept_at=kept_at, corrected_at=at, ended_by=by)
        agenda.cancel(own_up_key(promise.pk), now=at)
        say(Kind.PROMISE_CORRECTED, promise, conversation, by=by, at=at, kept_at=kept_at.isoformat())
        for one in heard.everyone():
            one.corrected(promise, conversation, by=by, at=at)
        _take_back_the_word(promise, conversation, at=at)
        change(conversation, at=at, by=by)
    return promise


def _take_back_the_word(promise: Promise, conversation: Conversation, *, at: datetime) -> None:
    """Who was told by a mail that it was not done is told when it was."""
    if promise.owned_up_at:
        _tell_that_it_is_done(promise, conversation, Occasion.CORRECTED, done_at=promise.kept_at or at, at=at)


def _tell_that_it_is_done(
    promise: Promise, conversation: Conversation, occasion: Occasion, *, done_at: datetime, at: datetime
) -> None:
    zone = queries.zone_of(conversation)
    text = partial(words.kept_after_all, promise, done_at=done_at, zone=zone)
    conversations.say_by_itself(conversation, occasion, text, about=promise.pk, at=at)


def withdraw(promise: Promise, *, reason: str, by: Agent, at: datetime, told: bool = False) -> Undo:
    """We do not owe it any more. `told`: the customer was told by mouth. Raises Refused, Gone; Broke past its time."""
    with transaction.atomic():
        promise, conversation = held(promise.pk)
        refuse_unless(Verb.WITHDRAW, promise, conversation, by, at=at)
        is_late = rules.is_late(promise.state, promise.due_at, now=at)
        if is_late:
            break_and_open(promise, conversation, at=at)
        else:
            _refuse_unless_told(promise, told=told)
            _withdraw(promise, conversation, reason=reason, by=by, at=at)
            before = change(conversation, at=at, by=by)
            undo = undoable(conversation, before, by=by, at=at, promise_withdrawn=promise.pk)
    if is_late:
        raise Broke(
            _("It was due at its time and is broken now. Own up to “%(what)s”, or make it good.")
            % {"what": promise.what}
        )
    return undo


def withdrawing(pk: int, *, reason: str, by: Agent, at: datetime) -> Along:
    """The same, along with the reply that tells the customer."""

    def along(message: Message, conversation: Conversation) -> None:
        promise = of(pk, conversation)
        refuse_unless(Verb.WITHDRAW, promise, conversation, by, at=at)
        if rules.is_late(promise.state, promise.due_at, now=at):
            words = _("“%(what)s” is due already: it is broken, and cannot be withdrawn any more.")
            raise Broke(words % {"what": promise.what})
        _withdraw(promise, conversation, reason=reason, by=by, at=at)

    return along


def _refuse_unless_told(promise: Promise, *, told: bool) -> None:
    if not told and queries.is_told(promise):
        raise Refused(_("The customer was promised this. Tell them in a reply, or say that you have told them."))


def _withdraw(promise: Promise, conversation: Conversation, *, reason: str, by: Agent, at: datetime) -> None:
    if not reason.strip():
        raise Refused(_("Why is it withdrawn? A few words will do."))
    if promise.state != State.OPEN:
        raise gone(promise)
    clocks.end(clock_of(promise), at=at)
    write(promise, was=State.OPEN, state=State.WITHDRAWN, withdrawn_at=at, ended_by=by, how=reason.strip()[:300])
    forget_warning(promise, at=at)
    say(Kind.PROMISE_WITHDRAWN, promise, conversation, by=by, at=at, reason=promise.how)
    for one in heard.everyone():
        one.withdrawn(promise, conversation, by=by, at=at)


def let_go(promise: Promise, conversation: Conversation, *, reason: str, by: Agent, at: datetime) -> None:
    """Inside an act: an answer that a rule promised is not owed, for there is nothing to answer."""
    _withdraw(promise, conversation, reason=reason, by=by, at=at)


def event_came(conversation: Conversation, event: str, *, by: Agent | None, at: datetime) -> list[Promise]:
    """What promises here waited for has happened: they are kept, and the customer is told by a mail.

    Said twice, it changes nothing. A promise past its time breaks first, and is made good. Raises Refused.
    """
    if event not in rules.EVENTS:
        raise Refused(_("Nobody here knows that event."))
    with transaction.atomic():
        conversation = lock_conversation(conversation.pk)
        if conversation.state == Standing.MERGED:
            raise Refused(_("This conversation was merged into another. Say it there."))
        if not Came.objects.get_or_create(conversation=conversation, event=event, defaults={"at": at, "by": by})[1]:
            return []
        waiting = _waiting_for(event, conversation)
        broke = any(rules.is_late(one.state, one.due_at, now=at) for one in waiting)
        tell(Kind.EVENT_CAME, conversation, at=at, by=by, about={"event": event})
        for promise in waiting:
            keep_(promise, conversation, how=f"{EVENT}{event}", by=None, at=at)
            _tell_that_it_came(promise, conversation, at=at)
        change(conversation, at=at, by=by, **(opening(conversation) if broke else {}))
    return waiting


def come_true(promise: Promise, conversation: Conversation, *, by: Agent | None, how: str, at: datetime) -> bool:
    """Inside an act of a floor above: what this one promise waited for has come, whatever others here wait for.

    The customer is told by a mail. True when its time had passed: it broke first, and the conversation is to open.
    """
    broke = rules.is_late(promise.state, promise.due_at, now=at)
    keep_(promise, conversation, how=how or f"{EVENT}{promise.event}", by=by, at=at)
    _tell_that_it_came(promise, conversation, at=at)
    return broke


def done_in_person(promise: Promise, conversation: Conversation, *, by: Agent, how: str, at: datetime) -> bool:
    """The same before the customer's eyes, so that no mail tells them."""
    broke = rules.is_late(promise.state, promise.due_at, now=at)
    keep_(promise, conversation, how=how, by=by, at=at)
    return broke


def has_come(number: int, event: str, *, came_at: datetime, more: str, at: datetime) -> list[Promise]:
    """What was promised here before the event, and waits for it, is kept; the customer is told, with `more` beneath.

    Unlike `event_came`, of which there is one, it may come again: the next promise waits for the next one.
    """
    with transaction.atomic():
        conversation = lock_conversation(number)
        waiting = [one for one in _waiting_for(event, conversation) if one.made_at <= came_at]
        if not waiting or conversation.state == Standing.MERGED:
            return []
        broke = any(rules.is_late(one.state, one.due_at, now=at) for one in waiting)
        tell(Kind.EVENT_CAME, conversation, at=at, about={"event": event})
        for promise in waiting:
            keep_(promise, conversation, how=f"{EVENT}{event}", by=None, at=at)
            _tell_that_it_came(promise, conversation, more=more, at=at)
        change(conversation, at=at, **(opening(conversation) if broke else {}))
    return waiting


def _waiting_for(event: str, conversation: Conversation) -> list[Promise]:
    rows = Promise.objects.filter(conversation=conversation, event=event, state__in=[State.OPEN, State.BROKEN])
    return list(rows.order_by("due_at", "pk"))


def _tell_that_it_came(promise: Promise, conversation: Conversation, *, at: datetime, more: str = "") -> None:
    if queries.is_told(promise):
        text = partial(words.came, promise, more=more)
        conversations.say_by_itself(conversation, Occasion.EVENT_CAME, text, about=promise.pk, at=at)


def of(pk: int, conversation: Conversation) -> Promise:
    """The promise of this conversation. Raises Refused when it is not here any more."""
    promise = Promise.objects.select_for_update().filter(pk=pk, conversation=conversation).first()
    if promise is None:
        raise Refused(_("This promise is not in this conversation any more."))
    return promise
