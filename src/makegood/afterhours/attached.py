"""What is said while nobody is there follows its conversation, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from makegood.afterhours import acts, rules
from makegood.conversations.attached import Attached
from makegood.conversations.models import Conversation, Message
from makegood.people.models import Agent


class AfterHours(Attached):
    """Who writes while we are closed is answered; an answer by one of us keeps what that mail promised."""

    def said(self, said: Sequence[tuple[Message, Conversation]]) -> None:
        """See Attached."""
        acts.plan_all([one for one in said if rules.asks_for_one(one[0])])

    def replied(self, message: Message, conversation: Conversation, *, by: Agent, at: datetime) -> None:
        """See Attached."""
        acts.keep_with(message, conversation, by=by, at=at)

    def settling(self, conversation: Conversation, *, by: Agent, at: datetime) -> int | None:
        """See Attached."""
        return acts.settle(conversation, by=by, at=at)
