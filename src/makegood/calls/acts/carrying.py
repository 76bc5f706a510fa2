"""Calls go along with what happens to their conversation, and come back when that is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from makegood.calls.acts.common import clock_of
from makegood.calls.models import Call, Callback, State
from makegood.clocks import acts as clocks
from makegood.clocks.models import Clock
from makegood.clocks.models import Kind as ClockKind
from makegood.conversations import attached
from makegood.conversations.acts.looks import show_newest
from makegood.conversations.models import Conversation
from makegood.conversations.rules import TooLate

Rows = Iterable[Call | Callback]


def carry_all(source: Conversation, target: Conversation) -> None:
    """All calls of a merged conversation hang on its target, those that are owed with their own clocks."""
    going: list[Call | Callback] = [
        *Call.objects.filter(conversation=source),
        *Callback.objects.filter(conversation=source),
    ]
    for one in going:
        one.path = [*one.path, source.pk]
    _carry(going, target)


def bring_back(source: Conversation, target: Conversation) -> None:
    """What came from the source is its own again; a call that was done meanwhile stays where it was done."""
    there: list[Call | Callback] = [
        *Call.objects.filter(conversation=target),
        *Callback.objects.filter(conversation=target, state=State.OPEN),
    ]
    coming = [one for one in there if source.pk in one.path]
    for one in coming:
        one.path = one.path[: one.path.index(source.pk)]
    _carry(coming, source)


def take_along(target: Conversation, *, messages: Sequence[int]) -> None:
    """What these messages told of goes along with them."""
    _carry(Call.objects.filter(message__in=list(messages)), target)
    _carry(Callback.objects.filter(message__in=list(messages)), target)


def _carry(going: Rows, target: Conversation) -> None:
    for one in going:
        one.conversation = target
        one.save(update_fields=["conversation", "path"])
        if isinstance(one, Callback):
            running = clock_of(one)
            clocks.carry(running, to=target.pk)
            clocks.give(running, team=target.team_id)


def undo(conversation: Conversation, before: Mapping[str, Any], *, at: datetime) -> None:
    """A call that was written down never was; what it ended is owed again. Raises TooLate once they were written to."""
    if before.get("wrote"):
        raise TooLate(_("The customer was written to, and that cannot be taken back."))
    for pk, tries, due_at, number in before.get("callbacks", []):
        again = {"state": State.OPEN, "ended_at": None, "ended_by": None, "why": "", "number": number}
        due = datetime.fromisoformat(due_at)
        Callback.objects.filter(pk=pk, conversation=conversation).update(tries=tries, due_at=due, **again)
    for call in Call.objects.filter(pk=before.get("call") or 0, conversation=conversation):
        _unsay(call, conversation, at=at)
    for made in Callback.objects.filter(pk=before.get("callback_made") or 0, conversation=conversation):
        its = Clock.objects.filter(kind=ClockKind.CALLBACK, about_id=made.pk).values_list("pk", flat=True)
        clocks.forget(list(its), at=at)
        made.delete()


def _unsay(call: Call, conversation: Conversation, *, at: datetime) -> None:
    message = call.message
    call.delete()
    if message is None:
        return
    for one in attached.everyone():
        one.unreplied(message, conversation, at=at)
        one.unsaid(message)
    message.delete()
    show_newest(conversation)
