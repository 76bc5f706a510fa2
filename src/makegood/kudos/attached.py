"""The question after closing follows its conversation, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from makegood.conversations.attached import Attached
from makegood.conversations.models import Conversation
from makegood.kudos import acts
from makegood.people.models import Agent


class Asked(Attached):
    """What closes may be asked about the next day; what is split off was asked with the rest."""

    def closing(self, conversation: Conversation, *, by: Agent | None, at: datetime) -> None:
        """See Attached."""
        acts.plan_question(conversation, at=at)

    def split(
        self, source: Conversation, target: Conversation, *, messages: Sequence[int], by: Agent, at: datetime
    ) -> None:
        """See Attached."""
        acts.carry(source, target)
