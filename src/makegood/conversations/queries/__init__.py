"""All reads of conversations, starting from what an agent may see."""

from makegood.conversations.queries.lists import Cursor, Page, Row, View, counts, rows, rows_of
from makegood.conversations.queries.page import (
    Beside,
    ConversationPage,
    CustomerPanel,
    DeliveryItem,
    DraftItem,
    FileItem,
    Happening,
    MessageItem,
    NoteItem,
    messages_after,
    page,
)
from makegood.conversations.queries.scope import exists, file_for, get_for, message_for, visible_to
from makegood.conversations.queries.sending import OutgoingMail, outgoing

__all__ = [
    "Beside", "ConversationPage", "Cursor", "CustomerPanel", "DeliveryItem", "DraftItem", "FileItem", "Happening", "MessageItem",
    "NoteItem", "OutgoingMail", "Page", "Row", "View", "counts",
    "exists", "file_for", "get_for", "message_for", "messages_after",
    "outgoing", "page", "rows", "rows_of", "visible_to",
]  # fmt: skip
