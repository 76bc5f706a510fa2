"""What happens to our word when something happens to its conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from makegood.conversations.attached import Attached
from makegood.conversations.models import Conversation, Message
from makegood.people.models import Agent
from makegood.promises import acts, queries


class Promised(Attached):
    """A promise outlives everything that is said; it ends by its own verbs alone."""

    def why_not_close(self, conversation: Conversation, *, by: Agent | None) -> str:
        """See Attached."""
        first = next(iter(queries.open_in(conversation)), None)
        words = _("“%(what)s” is still open. Keep it, agree a new time with the customer, or withdraw it first.")
        return words % {"what": first.what} if first else ""

    def why_not_hold(self, conversation: Conversation, *, until: datetime) -> str:
        """See Attached."""
        first = next(iter(queries.open_in(conversation)), None)
        if first is None or until <= first.due_at:
            return ""
        words = _("“%(what)s” is due before that. Hold until then at most, or agree a new time with the customer.")
        return words % {"what": first.what}

    def keeps_open(self, conversation: Conversation) -> bool:
        """See Attached."""
        return bool(queries.open_in(conversation))

    def unreplied(self, message: Message, conversation: Conversation, *, at: datetime) -> None:
        """See Attached."""
        acts.unsay(message, conversation, at=at)

    def undone(self, conversation: Conversation, before: Mapping[str, Any], *, by: Agent, at: datetime) -> None:
        """See Attached."""
        acts.undo(conversation, before, by=by, at=at)

    def owner_changed(self, conversation: Conversation, *, was: Agent | None, by: Agent | None, at: datetime) -> None:
        """See Attached."""
        acts.pass_on(conversation, was=was)
        acts.plan_word(conversation, was=was, at=at)

    def moved(self, source: Conversation, target: Conversation, *, by: Agent, at: datetime) -> None:
        """See Attached."""
        acts.carry_all(source, target)

    def restored(self, source: Conversation, target: Conversation, *, by: Agent, at: datetime) -> None:
        """See Attached."""
        acts.bring_back(source, target)

    def split(
        self, source: Conversation, target: Conversation, *, messages: Sequence[int], by: Agent, at: datetime
    ) -> None:
        """See Attached."""
        acts.take_along(source, target, messages=messages)

    def left(self, agent: Agent, *, by: Agent | None, at: datetime) -> None:
        """See Attached."""
        acts.leave(agent)
