"""All searches. Results come only from conversations that the asker may see."""

from __future__ import annotations

from datetime import datetime, tzinfo
from itertools import islice

from makegood.people.models import Agent
from makegood.search.hits import number_first, shown
from makegood.search.language import parse
from makegood.search.meaning import Scope, understood
from makegood.search.models import Document
from makegood.search.results import Chip, Hit, Results
from makegood.search.scan import Place, Scan, counted, scan

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
    hits = shown(chosen, scope, question)
    if place == Place() and question.number is not None:
        hits = number_first(hits, scope, question.number)
    return _results(hits, read, place, limit, tuple(meaning.chips))


def _results(hits: list[Hit], read: Scan, place: Place, limit: int, chips: tuple[Chip, ...]) -> Results:
    following = read.next_after(place, limit)
    is_capped = read.stopped is not None
    is_stopped = following is not None and following.skip == 0
    return Results(
        hits=tuple(hits),
        total=max(min(len(read.found), counted(place, limit)), len(hits)),
        is_capped=is_capped,
        next=str(following) if following else None,
        looked_back_to=_time_of(read.stopped) if is_stopped else None,
        chips=chips,
    )


def _time_of(document: int | None) -> datetime | None:
    if document is None:
        return None
    return Document.objects.filter(pk=document).values_list("at", flat=True).first()
