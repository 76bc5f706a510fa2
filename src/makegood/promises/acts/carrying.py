"""Promises go along with what happens to their conversation, and come back when that is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.clocks import acts as clocks
from makegood.clocks.models import Clock
from makegood.clocks.models import Kind as ClockKind
from makegood.conversations.models import Conversation, Message
from makegood.conversations.rules import TooLate
from makegood.people.models import Agent
from makegood.promises import heard, queries, rules
from makegood.promises.acts.breaking import own_up_key
from makegood.promises.acts.common import asked, clock_of
from makegood.promises.acts.warning import forget_warning, plan_warning
from makegood.promises.models import Promise, State, Term

NEVER_KEPT: dict[str, Any] = {"state": State.OPEN, "kept_at": None, "kept_by": None, "ended_by": None, "how": ""}
NOT_ENDED = (State.OPEN, State.BROKEN)


def unsay(message: Message, conversation: Conversation, *, at: datetime) -> None:
    """A reply never left: what it kept is owed again, what it moved is due as before, what it promised never was."""
    for promise in _held(kept_by=message):
        _unkeep(promise, conversation, at=at)
    for term in Term.objects.filter(told_by=message, was_due_at__isnull=False).select_related("promise"):
        _move_back(term, conversation, at=at)
    for promise in _held(told_by=message):
        _untell(promise, conversation, at=at)


def _held(**which: Any) -> QuerySet[Promise]:
    return Promise.objects.select_for_update().filter(**which).order_by("pk")


def _unkeep(promise: Promise, conversation: Conversation, *, at: datetime) -> None:
    if promise.state == State.MADE_GOOD:
        back = {"state": State.BROKEN, "made_good_at": None, "kept_by": None, "ended_by": None, "how": ""}
        _set(promise, **back)
        run_at = queries.hours_of(conversation).add(promise.broken_at or at, rules.OWNS_UP_AFTER)
        agenda.plan("own_up", own_up_key(promise.pk), run_at=max(run_at, at), about={"promise": promise.pk})
        for one in heard.everyone():
            one.broken_again(promise, conversation, at=at)
    elif promise.state == State.KEPT:
        _owe_again(promise, conversation, at=at)


def _owe_again(promise: Promise, conversation: Conversation, *, at: datetime) -> None:
    """It is open, with its clock and its time as they were; if that has passed, the clock breaks it next."""
    _set(promise, **NEVER_KEPT, withdrawn_at=None)
    its = Clock.objects.filter(kind=ClockKind.PROMISE, about_id=promise.pk).order_by("-pk")
    clocks.restore(its.values_list("pk", flat=True)[:1], at=at)
    plan_warning(promise, conversation, said_at=queries.newest_term(promise).said_at, at=at)
    for one in heard.everyone():
        one.owed_again(promise, conversation, at=at)


def _move_back(term: Term, conversation: Conversation, *, at: datetime) -> None:
    promise = term.promise
    if promise.state == State.OPEN and promise.due_at == term.due_at and term.was_due_at:
        _set(promise, due_at=term.was_due_at)
        for clock in clock_of(promise):
            clocks.move(clock, due_at=term.was_due_at)
        term.delete()
        plan_warning(promise, conversation, said_at=queries.newest_term(promise).said_at, at=at)
    else:
        Term.objects.filter(pk=term.pk).update(told_by=None)


def _untell(promise: Promise, conversation: Conversation, *, at: datetime) -> None:
    """Made with that reply: it never was, unless something has become of it. Made before it: it is not told."""
    made_with_it = promise.told_at == promise.made_at and promise.terms.count() == 1
    _set(promise, told_at=None, told_by=None)
    promise.terms.update(told_by=None)
    for one in heard.everyone():
        one.untold(promise, conversation, at=at)
    if made_with_it and promise.state in (State.OPEN, State.KEPT):
        _forget(promise, at=at)


def _forget(promise: Promise, *, at: datetime) -> None:
    clocks.forget(Clock.objects.filter(kind=ClockKind.PROMISE, about_id=promise.pk).values_list("pk", flat=True), at=at)
    forget_warning(promise, at=at)
    promise.delete()


def _set(promise: Promise, **new: Any) -> None:
    for name, value in new.items():
        setattr(promise, name, value)
    promise.save(update_fields=list(new))


def undo(conversation: Conversation, before: Mapping[str, Any], *, by: Agent, at: datetime) -> None:
    """An act on a promise alone is taken back: kept, withdrawn, made. What broke stays broken. Raises TooLate."""
    if "promise_ended" in before:
        raise TooLate(_("It was broken before it was made good, and that cannot be taken back."))
    pk = before.get("promise_kept") or before.get("promise_withdrawn")
    if pk:
        for promise in _held(pk=pk, conversation=conversation):
            _owe_again(promise, conversation, at=at)
    for promise in _held(pk=before.get("promise_made"), conversation=conversation):
        if promise.told_at:
            raise TooLate(_("The customer knows of it. Withdraw it, and say why."))
        _forget(promise, at=at)


def pass_on(conversation: Conversation, *, was: Agent | None) -> None:
    """What the former owner was to keep is the new owner's; other keepers stay."""
    for promise in Promise.objects.filter(conversation=conversation, keeper=was, state__in=NOT_ENDED):
        Promise.objects.filter(pk=promise.pk).update(keeper=conversation.owner)
    for promise in Promise.objects.filter(conversation=conversation, state=State.OPEN):
        clocks.put_to(clock_of(promise), agent=asked(promise, conversation))


def leave(agent: Agent) -> None:
    """What somebody who is gone was to keep in another's conversation is the owner's."""
    for promise in Promise.objects.filter(keeper=agent, state__in=NOT_ENDED).select_related("conversation"):
        owner = promise.conversation.owner_id
        Promise.objects.filter(pk=promise.pk).update(keeper=owner if owner != agent.pk else None)
        clocks.put_to(clock_of(promise), agent=None)


def carry_all(source: Conversation, target: Conversation) -> None:
    """All promises of a merged conversation hang on its target, each with its own clock."""
    going = list(Promise.objects.filter(conversation=source))
    for promise in going:
        promise.path = [*promise.path, source.pk]
    _carry(going, target, was=source.owner)


def bring_back(source: Conversation, target: Conversation) -> None:
    """What came from the source, and has not ended, is its own again; what ended stays where it ended."""
    rows = Promise.objects.filter(conversation=target, state__in=NOT_ENDED)
    coming = [one for one in rows if source.pk in one.path]
    for promise in coming:
        promise.path = promise.path[: promise.path.index(source.pk)]
    _carry(coming, source, was=target.owner)


def take_along(
    source: Conversation, target: Conversation, *, messages: Sequence[int] = (), promises: Iterable[int] = ()
) -> None:
    """What these messages told, and these promises, begin anew in a conversation of their own."""
    chosen = Q(told_by__in=list(messages)) | Q(pk__in=list(promises))
    _carry(list(Promise.objects.filter(chosen, conversation=source)), target, was=source.owner)


def _carry(going: list[Promise], target: Conversation, *, was: Agent | None) -> None:
    """They hang on the target with their clocks; what the owner there was to keep, the owner here is, if there is one.

    Where nobody is, the target's next owner gets what was nobody's.
    """
    for promise in going:
        is_owners = promise.keeper_id == (was.pk if was else None) and promise.state in NOT_ENDED
        promise.keeper = target.owner if is_owners and target.owner else promise.keeper
        promise.conversation = target
        promise.save(update_fields=["conversation", "path", "keeper"])
        running = clock_of(promise)
        clocks.carry(running, to=target.pk)
        clocks.give(running, team=target.team_id)
        clocks.put_to(running, agent=asked(promise, target))
