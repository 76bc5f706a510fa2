"""All searches. Results come only from conversations that the asker may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import islice

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from makegood.conversations.models import Conversation, Message, Note
from makegood.customers.models import Identity
from makegood.people.models import Agent
from makegood.search.language import Question, parse
from makegood.search.meaning import Scope, understood
from makegood.search.models import Document
from makegood.search.results import Chip, Hit, Results, Where
from makegood.search.rules import text_of
from makegood.search.scan import COUNTED, Found, Place, Scan, scan
from makegood.search.snippets import Finder, Part, is_found, marked, snippet

LIMIT = 30
MOST_IN_A_PAGE = 100


def search(
    agent: Agent, text: str, *, zone: tzinfo, now: datetime, after: str | None = None, limit: int = LIMIT
) -> Results:
    """What the agent may see of what was asked for, newest first. `zone` is where before: and after: days begin.

    `after` is the `next` of an earlier page. At most eight queries, one or two more for each of in: and owner:.
    """
    return _search(Scope.of(agent), text, zone=zone, now=now, after=after, limit=limit)


def search_everything(
    text: str, *, zone: tzinfo, now: datetime, after: str | None = None, limit: int = LIMIT
) -> Results:
    """The same for the owner of the data folder, from whom nothing in it is hidden."""
    return _search(Scope.of_owner(), text, zone=zone, now=now, after=after, limit=limit)


def _search(scope: Scope, text: str, *, zone: tzinfo, now: datetime, after: str | None, limit: int) -> Results:
    question, place, limit = parse(text), Place.read(after), max(1, min(limit, MOST_IN_A_PAGE))
    if question.is_empty:
        return Results()
    meaning = understood(question, scope, zone=zone, now=now)
    read = scan(meaning, place, limit)
    chosen = list(islice(read.found.values(), place.skip, place.skip + limit))
    hits = _hits(chosen, scope, question)
    if place == Place() and question.number is not None:
        hits = _number_first(hits, scope, question.number)
    return _results(hits, read, place, limit, tuple(meaning.chips))


def _results(hits: list[Hit], read: Scan, place: Place, limit: int, chips: tuple[Chip, ...]) -> Results:
    following = read.next_after(place, limit)
    is_capped = read.stopped is not None
    is_stopped = following is not None and following.skip == 0
    return Results(
        hits=tuple(hits),
        total=max(min(len(read.found), COUNTED), len(hits)),
        is_capped=is_capped,
        next=str(following) if following else None,
        looked_back_to=_time_of(read.stopped) if is_stopped else None,
        chips=chips,
    )


def _time_of(document: int | None) -> datetime | None:
    if document is None:
        return None
    return Document.objects.filter(pk=document).values_list("at", flat=True).first()


@dataclass(frozen=True, slots=True)
class _Head:
    """A conversation as its hit shows it."""

    number: int
    subject: str
    state: str
    customer: str
    owner: str
    tags: list[str]
    preview: str
    at: datetime


def _heads(visible: QuerySet[Conversation], numbers: Iterable[int]) -> dict[int, _Head]:
    """The conversations as far as they may be seen. One query."""
    address = Identity.objects.filter(customer=OuterRef("customer")).order_by("pk").values("value")[:1]
    name = Coalesce(NullIf(F("customer__name"), Value("")), Subquery(address), Value(""))
    rows = visible.filter(pk__in=list(numbers)).annotate(
        shown_name=name, owner_name=Coalesce(F("owner__name"), Value(""))
    )
    columns = ("pk", "subject", "state", "shown_name", "owner_name", "tags", "preview", "updated_at")
    return {row[0]: _Head(*row) for row in rows.values_list(*columns)}


def _hits(chosen: list[Found], scope: Scope, question: Question) -> list[Hit]:
    """Three queries, whatever the page."""
    heads = _heads(scope.visible, [one.conversation for one in chosen])
    messages = _messages([one.message for one in chosen if one.message])
    notes = {
        one.pk: one for one in Note.objects.select_related("by").filter(pk__in=[one.note for one in chosen if one.note])
    }
    finder = Finder(question.terms)
    hits = []
    for one in chosen:
        said = messages.get(one.message or 0) or notes.get(one.note or 0)
        if said is not None and one.conversation in heads:
            hits.append(_hit(heads[one.conversation], said, finder, is_asked=bool(question.terms)))
    return hits


def _messages(ids: list[int]) -> dict[int, Message]:
    wanted = (
        "conversation_id",
        "direction",
        "sender_name",
        "sender_address",
        "subject",
        "text",
        "reply_text",
        "references",
        "at",
    )
    return Message.objects.only(*wanted).in_bulk(ids)


def _hit(head: _Head, said: Message | Note, finder: Finder, *, is_asked: bool) -> Hit:
    if isinstance(said, Message):
        by, text, where = said.sender_name or said.sender_address, text_of(said), Where.MESSAGE
    else:
        by, text, where = str(said.by or ""), said.text, Where.NOTE
    subject, parts = marked(head.subject, finder), snippet(text, finder)
    if is_asked and not is_found(parts):
        where = Where.SUBJECT if is_found(subject) else Where.CUSTOMER
    return _made(head, subject, where, parts, by=by, at=said.at)


def _made(
    head: _Head, subject: tuple[Part, ...], where: Where, parts: tuple[Part, ...], *, by: str, at: datetime
) -> Hit:
    return Hit(
        number=head.number,
        subject=subject,
        state=head.state,
        customer=head.customer,
        owner=head.owner,
        tags=tuple(head.tags),
        where=where,
        snippet=parts,
        by=by,
        at=at,
    )


def _number_first(hits: list[Hit], scope: Scope, number: int) -> list[Hit]:
    """The conversation with the number, if it may be seen, before all others. One query."""
    head = _heads(scope.visible, [number]).get(number)
    if head is None:
        return hits
    first = _made(head, (Part(head.subject),), Where.NUMBER, (Part(head.preview),), by="", at=head.at)
    return [first, *(one for one in hits if one.number != number)]
