"""What was a good answer is found after a conversation closes, in a turn of its own."""

from __future__ import annotations

from datetime import datetime

from makegood.articles.acts import learning
from makegood.conversations.attached import Attached
from makegood.conversations.models import Conversation, Message
from makegood.people.models import Agent


class Learns(Attached):
    """Closing plans a look; what is taken back is forgotten."""

    def closing(self, conversation: Conversation, *, by: Agent | None, at: datetime) -> None:
        """See Attached."""
        learning.look_later(conversation, at=at)

    def unsaid(self, message: Message) -> None:
        """See Attached."""
        learning.forget(message)
