"""What is not given at once is a promise: kept, it is given; what becomes of the one becomes of the other."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.people.models import Agent
from makegood.promises.heard import Heard
from makegood.promises.models import Promise
from makegood.remedies.acts.fulfilling import fulfil_, unfulfil
from makegood.remedies.models import Remedy, State


class Given(Heard):
    """A remedy follows its promise."""

    def told(self, promise: Promise, conversation: Conversation, *, by: Agent | None, at: datetime) -> None:
        """See Heard. Who knows of the promise knows what they are given."""
        for one in _of(promise):
            if one.told_at is None:
                Remedy.objects.filter(pk=one.pk).update(told_at=promise.told_at, told_by=promise.told_by)

    def kept(self, promise: Promise, conversation: Conversation, *, by: Agent | None, at: datetime) -> None:
        """See Heard."""
        for one in _of(promise):
            if one.state == State.STUCK:
                raise Refused(_("What was promised here is stuck. Try it again, then say that it is done."))
            if one.state == State.GRANTED:
                fulfil_(one, conversation, by=by, at=at)

    def made_good(self, promise: Promise, conversation: Conversation, *, by: Agent | None, at: datetime) -> None:
        """See Heard."""
        self.kept(promise, conversation, by=by, at=at)

    def corrected(self, promise: Promise, conversation: Conversation, *, by: Agent, at: datetime) -> None:
        """See Heard."""
        self.kept(promise, conversation, by=by, at=at)

    def owed_again(self, promise: Promise, conversation: Conversation, *, at: datetime) -> None:
        """See Heard."""
        for one in _of(promise):
            if one.state == State.FULFILLED:
                unfulfil(one, conversation, at=at)

    def broken_again(self, promise: Promise, conversation: Conversation, *, at: datetime) -> None:
        """See Heard."""
        self.owed_again(promise, conversation, at=at)

    def withdrawn(self, promise: Promise, conversation: Conversation, *, by: Agent, at: datetime) -> None:
        """See Heard. Whoever takes the remedy back has done so before its promise goes."""
        if any(one.state in (State.GRANTED, State.STUCK) for one in _of(promise)):
            raise Refused(_("This keeps something that was granted. Take that back, and the promise goes too."))


def _of(promise: Promise) -> list[Remedy]:
    return list(Remedy.objects.select_for_update().filter(promise=promise))
