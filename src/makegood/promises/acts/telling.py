"""The customer hears of a promise that was only ours until then."""

from __future__ import annotations

from datetime import datetime

from makegood.conversations.acts import Along
from makegood.conversations.models import Conversation, Message
from makegood.people.models import Agent
from makegood.promises import heard, queries
from makegood.promises.acts.common import gone, write
from makegood.promises.acts.ending import of
from makegood.promises.models import State


def telling(pk: int, *, by: Agent, at: datetime) -> Along:
    """A reply says what we promised among ourselves, or says it again because the first mail came back."""

    def along(message: Message, conversation: Conversation) -> None:
        promise = of(pk, conversation)
        if promise.state != State.OPEN:
            raise gone(promise)
        if queries.is_told(promise):
            return
        write(promise, was=State.OPEN, told_at=at, told_by=message)
        for one in heard.everyone():
            one.told(promise, conversation, by=by, at=at)

    return along
