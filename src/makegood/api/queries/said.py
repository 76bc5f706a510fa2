"""What was said, page by page, and to whom: always within what the agent may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from makegood.api.rules import Unusable
from makegood.conversations.models import Conversation, Delivery, File, Message, Note, Tag
from makegood.conversations.queries import (
    MessageItem,
    NoteItem,
    message_items,
    note_items,
    visible_to,
)
from makegood.customers.models import Customer
from makegood.intake.models import Arrival
from makegood.people.models import Agent

WITH_HTML = {"has_html": ~Q(html="")}


@dataclass(frozen=True, slots=True)
class Whole:
    """A message as lists show it, and its row with the whole text."""

    item: MessageItem
    row: Message


def messages(conversation: Conversation, *, after: int, limit: int) -> list[Whole]:
    """Messages with higher ids, oldest first. Three queries."""
    rows = conversation.messages.annotate(**WITH_HTML).select_related("by").filter(pk__gt=after).order_by("pk")
    return _whole(list(rows[:limit]))


def message(conversation: Conversation, pk: int) -> Whole:
    """One message of the conversation. Raises Message.DoesNotExist. Three queries."""
    rows = conversation.messages.annotate(**WITH_HTML).select_related("by")
    return _whole([rows.get(pk=pk)])[0]


def _whole(rows: Sequence[Message]) -> list[Whole]:
    return [Whole(item, row) for item, row in zip(message_items(rows), rows, strict=True)]


def notes(conversation: Conversation, *, after: int, limit: int) -> list[NoteItem]:
    """Notes with higher ids, oldest first. Two queries."""
    rows = conversation.notes.select_related("by").filter(pk__gt=after).order_by("pk")
    return note_items(list(rows[:limit]))


def note(conversation: Conversation, pk: int) -> NoteItem:
    """One note of the conversation. Raises Note.DoesNotExist."""
    rows: list[Note] = [conversation.notes.select_related("by").get(pk=pk)]
    return note_items(rows)[0]


def arrival(message_: Message) -> Arrival:
    """The arrival that a message was read from. Raises Arrival.DoesNotExist when it did not come by mail."""
    return Arrival.objects.select_related("raw").get(pk=message_.arrival_id or 0)


def delivery(conversation: Conversation, pk: int) -> Delivery:
    """A delivery of the conversation's. Raises Delivery.DoesNotExist."""
    return Delivery.objects.get(pk=pk, message__conversation=conversation)


def own_files(conversation: Conversation | None, agent: Agent, ids: Sequence[int]) -> list[int]:
    """The ids, if all are files of the agent's draft there (None: of their first letter). Raises Unusable."""
    mine = File.objects.filter(conversation=conversation, draft__agent=agent, pk__in=ids)
    if missing := set(ids) - set(mine.values_list("pk", flat=True)):
        words = (
            _("%(id)s is no file of your draft in this conversation")
            if conversation
            else _("%(id)s is no file of your first draft")
        )
        raise Unusable("files", words % {"id": min(missing)})
    return list(ids)


def own_file(agent: Agent, pk: int) -> File:
    """A file of the agent's draft. Raises File.DoesNotExist."""
    may_see = Q(conversation__in=visible_to(agent)) | Q(conversation__isnull=True)
    return File.objects.filter(may_see).get(pk=pk, draft__agent=agent)


def customer(agent: Agent, pk: int) -> Customer:
    """The customer, if the agent may see one of their conversations. Raises Customer.DoesNotExist."""
    if not visible_to(agent).filter(customer=pk).exists():
        raise Customer.DoesNotExist
    return Customer.objects.get(pk=pk)


def tags() -> list[str]:
    """Every tag, by name."""
    return list(Tag.objects.order_by("name").values_list("name", flat=True))
