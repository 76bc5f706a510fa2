"""Whatever is said or done, the worker looks at what it has cost, where a ladder asks for it."""

from __future__ import annotations

from collections.abc import Sequence

from makegood.conversations.attached import Attached
from makegood.conversations.models import Conversation, Message
from makegood.effort.acts import plan_looks


class Counted(Attached):
    """Nothing is counted here: a turn does it, so that no act waits for it."""

    def said(self, said: Sequence[tuple[Message, Conversation]]) -> None:
        """See Attached."""
        if said:
            plan_looks((conversation for _message, conversation in said), at=max(message.at for message, _one in said))

    def changed(self, conversation: Conversation) -> None:
        """See Attached."""
        plan_looks([conversation], at=conversation.updated_at)
