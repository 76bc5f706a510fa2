"""Calls follow their conversation, in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from makegood.base import phones
from makegood.calls import acts, queries, rules
from makegood.conversations.attached import Attached
from makegood.conversations.models import Conversation
from makegood.people.models import Agent


class Called(Attached):
    """A call that is owed keeps the conversation open, and goes where the conversation goes."""

    def why_not_close(self, conversation: Conversation, *, by: Agent | None) -> str:
        """See Attached."""
        first = next(iter(queries.owed_in(conversation)), None)
        return rules.why_not_close(phones.shown(first.number)) if first else ""

    def why_not_hold(self, conversation: Conversation, *, until: datetime) -> str:
        """See Attached."""
        first = next(iter(queries.owed_in(conversation)), None)
        if first is None or until <= first.due_at:
            return ""
        return _("They are to be called before that. Hold until then at most, or call it off and say why.")

    def keeps_open(self, conversation: Conversation) -> bool:
        """See Attached."""
        return bool(queries.owed_in(conversation))

    def wished(self, conversation: Conversation, *, at: datetime) -> None:
        """See Attached."""
        acts.mind(conversation, at=at)

    def undone(self, conversation: Conversation, before: Mapping[str, Any], *, by: Agent, at: datetime) -> None:
        """See Attached."""
        acts.undo(conversation, before, at=at)

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
        acts.take_along(target, messages=messages)
