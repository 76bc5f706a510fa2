"""Search follows conversations, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from makegood.conversations.attached import Attached
from makegood.conversations.models import Conversation, Message, Note
from makegood.people.models import Agent
from makegood.search import acts


class Indexed(Attached):
    """What is said can be found at once, what is taken back no more."""

    def said(self, said: Sequence[tuple[Message, Conversation]]) -> None:
        """See Attached."""
        acts.index_many(said)

    def reworded(self, message: Message, *, before: str) -> None:
        """See Attached."""
        acts.reworded(message, before=before)

    def unsaid(self, message: Message) -> None:
        """See Attached."""
        acts.forget(message)

    def noted(self, note: Note, conversation: Conversation) -> None:
        """See Attached."""
        acts.index(note, conversation)

    def changed(self, conversation: Conversation) -> None:
        """See Attached."""
        acts.follow(conversation)

    def moved(self, source: Conversation, target: Conversation, *, by: Agent, at: datetime) -> None:
        """See Attached."""
        acts.carry(target)

    def restored(self, source: Conversation, target: Conversation, *, by: Agent, at: datetime) -> None:
        """See Attached."""
        acts.carry(source)

    def split(
        self, source: Conversation, target: Conversation, *, messages: Sequence[int], by: Agent, at: datetime
    ) -> None:
        """See Attached."""
        acts.carry(target)
