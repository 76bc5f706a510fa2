"""What a list shows of a conversation, after messages came or went by other ways than being said."""

from __future__ import annotations

from makegood.conversations import rules
from makegood.conversations.models import Conversation


def show_newest(conversation: Conversation) -> None:
    """Lists show the newest of the messages that are there, and who of us said it."""
    last = conversation.messages.order_by("-at", "-pk").first()
    conversation.preview = rules.preview_of(last.reply_text or last.text) if last else ""
    conversation.preview_by = last.by if last else None
    conversation.save(update_fields=["preview", "preview_by"])
