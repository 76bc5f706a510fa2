"""Every change to what can be found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import Any, cast

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from makegood.base.rows import among
from makegood.conversations.models import Conversation, Message, Note
from makegood.search import rules
from makegood.search.backends import backend
from makegood.search.models import FIRST_ID, Document
from makegood.search.rules import Entry

BATCH = 500
GUESTS = "SELECT conversation_id, agent_id, team_id FROM conversations_guest WHERE conversation_id IN (?) ORDER BY id"


def index(one: Message | Note, conversation: Conversation) -> None:
    """The message or note can be found. Two statements, in the caller's transaction."""
    backend().add([_entry(one, conversation, _guests([conversation.pk]))])


def index_many(pairs: Iterable[tuple[Message | Note, Conversation]]) -> None:
    """All of them can be found, the last as the newest: give them in the order of time."""
    pairs = list(pairs)
    guests = _guests({conversation.pk for _, conversation in pairs})
    entries = [_entry(one, conversation, guests) for one, conversation in pairs]
    if entries:
        with transaction.atomic(savepoint=False):
            backend().add(entries)


def rebuild() -> Iterator[int]:
    """Nothing can be found, then everything again, newest first. Yields how many after each batch, which is committed.

    Whoever stops in the middle goes on with `catch_up`; what is said meanwhile is indexed as always.
    """
    with transaction.atomic():
        backend().clear()
    yield from catch_up()


def catch_up() -> Iterator[int]:
    """What was not indexed yet can be found, newest first. Yields how many after each batch, which is committed."""
    unindexed = merge(_newest_first(Message), _newest_first(Note), key=attrgetter("at"), reverse=True)
    while batch := list(islice(unindexed, BATCH)):
        yield _index_older(batch)


def _newest_first(model: type[Message] | type[Note]) -> Iterator[Message | Note]:
    """All that can not be found yet: little of each, a batch a query."""
    rows = _unindexed(model).only("conversation_id", "at").order_by("-pk")
    batch = list(rows[:BATCH])
    while batch:
        yield from batch
        batch = list(rows.filter(pk__lt=batch[-1].pk)[:BATCH])


def _unindexed(model: type[Message] | type[Note]) -> QuerySet[Any]:
    documents = Document.objects.filter(**{model.__name__.lower(): OuterRef("pk")})
    return model._default_manager.filter(~Exists(documents))


def _index_older(batch: list[Message | Note]) -> int:
    """The batch is indexed below everything else. Its conversations are held meanwhile, so their marks are true."""
    with transaction.atomic():
        held = Conversation.objects.select_for_update().prefetch_related("customer").order_by("pk")
        conversations = held.in_bulk({one.conversation_id for one in batch})
        guests = _guests(conversations)
        entries = [_entry(one, conversations[one.conversation_id], guests) for one in _still_unindexed(batch)]
        oldest = Document.objects.order_by("pk").values_list("pk", flat=True).first() or FIRST_ID
        backend().add(entries, range(oldest - len(entries), oldest))
    return len(entries)


def _still_unindexed(batch: list[Message | Note]) -> list[Message | Note]:
    """Those of the batch that nobody removed or indexed meanwhile, whole, oldest first."""
    found = [
        *_unindexed(Message).filter(pk__in=[one.pk for one in batch if isinstance(one, Message)]),
        *_unindexed(Note).filter(pk__in=[one.pk for one in batch if isinstance(one, Note)]),
    ]
    return sorted(found, key=attrgetter("at", "pk"))


def renamed(customer_id: int) -> None:
    """Everything said with the customer is found by the name of now too, not only by the names in the mails."""
    documents = Document.objects.filter(conversation__customer=customer_id).order_by("pk")
    with transaction.atomic():
        for one in documents.select_related("conversation__customer", "message", "note"):
            name = one.conversation.customer.name
            backend().replace([(one.pk, _as_indexed(one), _made(_said(one), one.conversation, one.marks, name))])


def forget(message: Message) -> None:
    """The message is found no more; its row must still be there."""
    document = Document.objects.select_related("conversation", "message").filter(message=message).first()
    if document:
        backend().remove([(document.pk, _as_indexed(document))])


def reworded(message: Message, *, before: str) -> None:
    """The message is found by its words of now, no more by those of before; its row has the new ones already."""
    document = Document.objects.select_related("conversation", "message").filter(message=message).first()
    if document and document.message:
        new, document.message.text = _as_indexed(document), before
        backend().replace([(document.pk, _as_indexed(document), new)])


def follow(conversation: Conversation) -> None:
    """What was said in the conversation is found by its team, guests, mailbox and tags of now.

    Two queries when nothing moved.
    """
    marks = rules.marks_of(conversation, _guests([conversation.pk])[conversation.pk])
    if not _is_stale(conversation.pk, marks):
        return
    stale = Document.objects.filter(conversation=conversation).exclude(marks=marks)
    documents = stale.select_related("conversation", "message", "note").order_by("pk")
    backend().replace([_moved(one, marks) for one in documents])


def carry(conversation: Conversation) -> None:
    """What came into the conversation from another is found in this one, in its old place in time."""
    for kind in ("message", "note"):
        here = Document.objects.filter(**{f"{kind}__conversation": conversation})
        here.exclude(conversation=conversation).update(conversation=conversation)
    follow(conversation)


def _is_stale(conversation: int, marks: str) -> bool:
    """Asked within every act on a conversation, so without ceremony."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM search_document WHERE conversation_id = %s AND marks <> %s LIMIT 1", [conversation, marks]
        )
        return cursor.fetchone() is not None


def _moved(document: Document, marks: str) -> tuple[int, Entry, Entry]:
    old = _as_indexed(document)
    return document.pk, old, replace(old, marks=marks)


def _as_indexed(document: Document) -> Entry:
    return _made(_said(document), document.conversation, document.marks, document.known_as)


def _said(document: Document) -> Message | Note:
    return cast(Message | Note, document.message or document.note)  # the database demands one of the two


def _entry(one: Message | Note, conversation: Conversation, guests: dict[int, list[str]]) -> Entry:
    # A message names the customer itself, so only a note asks for the name.
    known_as = conversation.customer.name if isinstance(one, Note) else ""
    return _made(one, conversation, rules.marks_of(conversation, guests[conversation.pk]), known_as)


def _guests(conversations: Iterable[int]) -> dict[int, list[str]]:
    """The marks of those to whom something in these conversations is put. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    for number, agent, team in among(GUESTS, conversations):
        found[number].append(rules.agent_mark(agent) if agent is not None else rules.team_mark(team))
    return found


def _made(one: Message | Note, conversation: Conversation, marks: str, known_as: str) -> Entry:
    if isinstance(one, Message):
        return rules.entry_of_message(one, conversation, marks=marks, known_as=known_as)
    return rules.entry_of_note(one, conversation, marks=marks, known_as=known_as)
