"""A second matter in a conversation gets one of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from django.db import transaction

from makegood.clocks import acts as clocks
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.queries import running
from makegood.clocks.rules import RESPONSES
from makegood.clocks.targets import Times
from makegood.conversations import attached, rules
from makegood.conversations.acts.changing import change, lock, tell
from makegood.conversations.acts.looks import show_newest
from makegood.conversations.acts.timing import Timing, start
from makegood.conversations.acts.tray import tie
from makegood.conversations.models import Conversation, File, Link, Message, NextClock, Reference, State
from makegood.people.models import Agent
from makegood.timeline.kinds import Kind


def split(
    conversation: Conversation,
    messages: Collection[int],
    *,
    subject: str = "",
    by: Agent,
    at: datetime,
    along: Sequence[Callable[[Conversation, Conversation], None]] = (),
) -> Conversation:
    """The chosen messages are a conversation of their own, open, with the same people; the two are linked.

    Its answer is due no later than it was; `along` is done to both in the same act. Raises Refused; pressed twice, the
    second finds the messages gone.
    """
    with transaction.atomic():
        conversation = lock(conversation.pk)
        all_of_it = list(conversation.messages.order_by("pk"))
        chosen = [one for one in all_of_it if one.pk in set(messages)]
        if why := rules.why_not_split(conversation.state, chosen=len(chosen), asked=len(messages), of=len(all_of_it)):
            raise rules.Refused(why)
        new = _begin(conversation, chosen, subject=subject, at=at)
        _carry(chosen, new)
        for one in attached.everyone():
            one.split(conversation, new, messages=[one.pk for one in chosen], by=by, at=at)
        for act in along:
            act(conversation, new)
        tie(conversation.pk, new.pk, Link.Why.SPLIT)
        ids = {"source": conversation.pk, "target": new.pk, "owner": conversation.owner_id}
        about = ids | {"answers": _answers(chosen)}
        for each in (conversation, new):
            change(each, at=at, by=by)
            show_newest(each)
            tell(Kind.CONVERSATION_SPLIT, each, at=at, by=by, about=about)
    return new


def _answers(gone: list[Message]) -> list[tuple[int, str]]:
    """What we wrote of it, and when: it answered what stays behind all the same."""
    return [(one.pk, one.at.isoformat()) for one in gone if one.direction == Message.OUT and one.by_id]


def _begin(conversation: Conversation, chosen: list[Message], *, subject: str, at: datetime) -> Conversation:
    owed = [one for one in running(conversation.pk) if one.kind in RESPONSES]
    replied = [one.at for one in chosen if one.direction == Message.OUT]
    kind = (ClockKind.NEXT_RESPONSE if replied else ClockKind.FIRST_RESPONSE).value
    times = Timing().owed(conversation, kind, at=at)
    if owed:
        first = min(owed, key=lambda one: one.due_at)
        times = Times(first.due_at, first.turn_at, first.hours_id, first.target_id)
    new = Conversation.objects.create(
        subject=" ".join(subject.split())[:500] or chosen[0].subject or conversation.subject,
        customer_id=conversation.customer_id,
        team=conversation.team,
        owner_id=conversation.owner_id,
        mailbox_id=conversation.mailbox_id,
        channel=conversation.channel,
        state=State.OPEN,
        next_due=times.due_at,
        next_kind=kind,
        next_started=min(at, times.due_at),
        created_at=chosen[0].at,
        updated_at=at,
        replied_at=min(replied, default=None),
    )
    solving = [one for one in running(conversation.pk) if one.kind == ClockKind.RESOLUTION]
    going_on = [(one.kind, Times(one.due_at, one.turn_at, one.hours_id, one.target_id)) for one in solving]
    clocks.start_all(start(new, kind, times, at=at) for kind, times in [(kind, times), *going_on])
    NextClock.objects.create(conversation=new, team=new.team, due_at=times.due_at)
    return new


def _carry(chosen: list[Message], new: Conversation) -> None:
    """The messages with their files and ids: an answer to one of them finds its way to the new conversation."""
    ids = [one.pk for one in chosen]
    Message.objects.filter(pk__in=ids).update(conversation=new)
    File.objects.filter(message__in=ids).update(conversation=new)
    Reference.objects.filter(message__in=ids).update(conversation=new)
