"""A broken promise climbs until a new one is told, or it is made good."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from makegood.conversations.models import Conversation
from makegood.escalations import queries
from makegood.escalations.acts.climbing import Why, begin, end
from makegood.escalations.models import Cause, Escalation
from makegood.people.models import Agent
from makegood.promises.heard import Heard
from makegood.promises.models import Promise, State


class Ladder(Heard):
    """What the ladder does when our word is not kept."""

    def broken(self, promise: Promise, conversation: Conversation, *, by: Agent | None, at: datetime) -> None:
        """See Heard."""
        begin(conversation, Why(Cause.BROKEN_PROMISE, promise.due_at, about=promise.pk), by=by, at=at)

    def told(self, promise: Promise, conversation: Conversation, *, by: Agent | None, at: datetime) -> None:
        """See Heard. A new word, told to the customer, is what the old one was owed."""
        one = _about_broken(conversation)
        if one is not None and one.about_id != promise.pk:
            end(one, conversation, why="promised", by=by, message=_told_in(promise), at=at)

    def made_good(self, promise: Promise, conversation: Conversation, *, by: Agent | None, at: datetime) -> None:
        """See Heard. It climbs on while another word that broke meanwhile is owed."""
        one = _about_broken(conversation)
        if one is not None and not _broken_since(one):
            end(one, conversation, why="made_good", by=by, at=at)

    def corrected(self, promise: Promise, conversation: Conversation, *, by: Agent, at: datetime) -> None:
        """See Heard. It was kept after all."""
        self.made_good(promise, conversation, by=by, at=at)

    def broken_again(self, promise: Promise, conversation: Conversation, *, at: datetime) -> None:
        """See Heard."""
        begin(conversation, Why(Cause.BROKEN_PROMISE, promise.due_at, about=promise.pk), at=at)


def _about_broken(conversation: Conversation) -> Escalation | None:
    one = queries.open_of(conversation.pk)
    return one if one is not None and one.cause == Cause.BROKEN_PROMISE else None


def _broken_since(one: Escalation) -> bool:
    meanwhile = Q(pk=one.about_id) | Q(broken_at__gte=one.began_at)
    return Promise.objects.filter(meanwhile, conversation=one.conversation_id, state=State.BROKEN).exists()


def _told_in(promise: Promise) -> int:
    """The message that told of it, so that taking it back takes this back too."""
    return promise.told_by_id or 0
