"""Conversations and what hangs on them."""

from makegood.conversations.models.conversation import (
    Channel,
    Conversation,
    Guest,
    Link,
    NextClock,
    State,
    Tag,
    Tagging,
    Undo,
)
from makegood.conversations.models.joined import Merge
from makegood.conversations.models.pages import PageLink
from makegood.conversations.models.said import Delivery, Draft, File, Message, Note, Reference
from makegood.conversations.models.wishes import Way, Wish
from makegood.conversations.presence import Presence

__all__ = [
    "Channel",
    "Conversation",
    "Delivery",
    "Draft",
    "File",
    "Guest",
    "Link",
    "Merge",
    "Message",
    "NextClock",
    "Note",
    "PageLink",
    "Presence",
    "Reference",
    "State",
    "Tag",
    "Tagging",
    "Undo",
    "Way",
    "Wish",
]
