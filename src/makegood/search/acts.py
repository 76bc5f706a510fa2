"""Every change to what can be found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from django.db import transaction

from makegood.conversations.models import Conversation, Message, Note
from makegood.search import rules
from makegood.search.backends import backend
from makegood.search.models import Document
from makegood.search.rules import Entry


def index(one: Message | Note, conversation: Conversation) -> None:
    """The message or note can be found. Two statements, in the caller's transaction."""
    backend().add([_entry(one, conversation)])


def index_many(pairs: Iterable[tuple[Message | Note, Conversation]]) -> None:
    """All of them can be found, the last as the newest: give them in the order of time."""
    entries = [_entry(one, conversation) for one, conversation in pairs]
    if entries:
        with transaction.atomic():
            backend().add(entries)


def forget(message: Message) -> None:
    """The message is found no more; its row must still be there."""
    document = Document.objects.select_related("conversation", "message").filter(message=message).first()
    if document:
        backend().remove([(document.pk, _entry_as_indexed(document))])


def follow(conversation: Conversation) -> None:
    """What was said in the conversation is found by its team, mailbox and tags of now. One query when nothing moved."""
    marks = rules.marks_of(conversation)
    stale = Document.objects.filter(conversation=conversation).exclude(marks=marks)
    documents = list(stale.select_related("conversation", "message", "note").order_by("pk"))
    if documents:
        backend().replace([_moved(one, marks) for one in documents])


def _moved(document: Document, marks: str) -> tuple[int, Entry, Entry]:
    old = _entry_as_indexed(document)
    return document.pk, old, replace(old, marks=marks)


def _entry_as_indexed(document: Document) -> Entry:
    said = cast(Message | Note, document.message or document.note)  # the database demands one of the two
    return _made(said, document.conversation, document.marks, document.known_as)


def _entry(one: Message | Note, conversation: Conversation) -> Entry:
    # A message names the customer itself, so only a note asks for the name.
    known_as = conversation.customer.name if isinstance(one, Note) else ""
    return _made(one, conversation, rules.marks_of(conversation), known_as)


def _made(one: Message | Note, conversation: Conversation, marks: str, known_as: str) -> Entry:
    if isinstance(one, Message):
        return rules.entry_of_message(one, conversation, marks=marks, known_as=known_as)
    return rules.entry_of_note(one, conversation, marks=marks, known_as=known_as)
