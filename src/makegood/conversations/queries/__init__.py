"""All reads of conversations, starting from what an agent may see."""

from makegood.conversations.queries.covering import Covering, Meanwhile, cover_of, covering, while_away
from makegood.conversations.queries.hearing import is_put_to, with_guests
from makegood.conversations.queries.items import (
    Beside,
    ConversationPage,
    CustomerPanel,
    DeliveryItem,
    DraftItem,
    FileItem,
    Happening,
    MessageItem,
    NoteItem,
)
from makegood.conversations.queries.joining import Came, Together, alike, together
from makegood.conversations.queries.lists import Cursor, Page, Row, counts, rows, rows_of
from makegood.conversations.queries.page import first_draft, messages_after, page
from makegood.conversations.queries.pages import (
    Helper,
    Opened,
    SaidItem,
    by_token,
    file_to,
    helpers_of,
    said_to,
    told_in,
)
from makegood.conversations.queries.said import message_items, note_items
from makegood.conversations.queries.scope import exists, file_for, get_for, message_for, visible_in_sql, visible_to
from makegood.conversations.queries.sending import OutgoingMail, Quoted, StoredFile, outgoing
from makegood.conversations.queries.sources import Source, View
from makegood.conversations.queries.tags import known_tags
from makegood.conversations.queries.tongue import tongue_for, tongue_of_customer, written_tongue
from makegood.conversations.queries.whom import customer_panel
from makegood.conversations.queries.wishing import avoided_names, last_change, place_names, places_met, wishes_in

__all__ = [
    "Beside",
    "Came",
    "ConversationPage",
    "Covering",
    "Cursor",
    "CustomerPanel",
    "DeliveryItem",
    "DraftItem",
    "FileItem",
    "Happening",
    "Helper",
    "Meanwhile",
    "MessageItem",
    "NoteItem",
    "Opened",
    "OutgoingMail",
    "Page",
    "Quoted",
    "Row",
    "SaidItem",
    "Source",
    "StoredFile",
    "Together",
    "View",
    "alike",
    "avoided_names",
    "by_token",
    "counts",
    "cover_of",
    "covering",
    "customer_panel",
    "exists",
    "file_for",
    "file_to",
    "first_draft",
    "get_for",
    "helpers_of",
    "is_put_to",
    "known_tags",
    "last_change",
    "message_for",
    "message_items",
    "messages_after",
    "note_items",
    "outgoing",
    "page",
    "place_names",
    "places_met",
    "rows",
    "rows_of",
    "said_to",
    "together",
    "told_in",
    "tongue_for",
    "tongue_of_customer",
    "visible_in_sql",
    "visible_to",
    "while_away",
    "wishes_in",
    "with_guests",
    "written_tongue",
]
