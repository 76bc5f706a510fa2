"""What can be found, and where one can turn: search, people, places, events."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from makegood.api import rules
from makegood.api.bearer import agent_of
from makegood.api.paging import number_after
from makegood.api.queries import events as happened
from makegood.api.queries import said
from makegood.api.shapes.common import After, Limit, answers
from makegood.api.shapes.found import (
    AgentOut,
    ChipOut,
    EventOut,
    EventsOut,
    FoundOut,
    HitOut,
    MailboxOut,
    SuggestionOut,
    TeamOut,
)
from makegood.people import queries as people
from makegood.search import queries as index
from makegood.search.suggest import suggest as suggestions
from makegood.timeline.kinds import Kind
from makegood.timeline.models import Event

router = Router(tags=["search and places"])
Asked = Annotated[str, Query(max_length=400, examples=["lamp from:eva is:open before:2026-11-30"])]


@router.get("/search", response=answers(FoundOut), summary="Search")
def search(request: HttpRequest, q: Asked, after: After = "", limit: Limit = 30) -> FoundOut:
    """What you may see of what was asked for, newest first. Filters: from: in: tag: owner: is: before: after:."""
    agent = agent_of(request)
    q = q.replace("\0", " ")
    found = index.search(agent, q, zone=people.zone_of(agent), now=timezone.now(), after=after or None, limit=limit)
    return FoundOut(
        items=[HitOut.model_validate(one) for one in found.hits],
        next=found.next,
        total=found.total,
        is_capped=found.is_capped,
        looked_back_to=found.looked_back_to,
        chips=[ChipOut.model_validate(one) for one in found.chips],
    )


@router.get("/suggest", response=answers(list[SuggestionOut]), summary="Suggest")
def suggest(request: HttpRequest, q: Asked) -> list[SuggestionOut]:
    """What someone may mean who has begun to type: conversations, customers, tags, views."""
    return [SuggestionOut.model_validate(one) for one in suggestions(agent_of(request), q.replace("\0", " "))]


@router.get("/agents", response=answers(list[AgentOut]), summary="List colleagues")
def agents(request: HttpRequest) -> list[AgentOut]:
    """Active people with whom you share a team; everyone for those who see all."""
    return [AgentOut.model_validate(one) for one in people.colleagues(agent_of(request))]


@router.get("/teams", response=answers(list[TeamOut]), summary="List teams")
def teams(request: HttpRequest) -> list[TeamOut]:
    """Every open team: anyone may pass work on."""
    found = people.teams_for(agent_of(request))
    return [TeamOut(id=one.pk, name=one.name, location=one.location.name) for one in found]


@router.get("/mailboxes", response=answers(list[MailboxOut]), summary="List mailboxes")
def mailboxes(request: HttpRequest) -> list[MailboxOut]:
    """Active mailboxes from which you may write."""
    found = people.mailboxes_for(agent_of(request))
    return [MailboxOut(id=one.pk, address=one.address, name=one.name, team=one.team_id) for one in found]


@router.get("/tags", response=answers(list[str]), summary="List tags")
def tags(request: HttpRequest) -> list[str]:
    """Every tag that was ever used, by name."""
    return said.tags()


@router.get("/events", response=answers(EventsOut), summary="List events")
def events(
    request: HttpRequest,
    after: After = "",
    kind: Annotated[list[Kind], Query(description="Only these kinds; none: all public ones.")] = [],  # noqa: B006
    limit: Limit = 50,
) -> EventsOut:
    """What happened after an event that you know, in order, as far as you may know of it.

    Without `after` you get no items, only where to begin. Ask again with `next`: nothing is missed or comes twice.
    """
    found = happened.events(
        agent_of(request),
        after=number_after(after) if after else None,
        kinds=frozenset(kind) & rules.PUBLIC_KINDS,
        limit=limit,
        now=timezone.now(),
    )
    return EventsOut(items=[_event(one) for one in found.items], next=str(found.up_to))


def _event(one: Event) -> EventOut:
    return EventOut(
        id=one.pk,
        kind=one.kind,
        at=one.at,
        by=one.by_id,
        conversation=one.conversation_id,
        customer=one.customer_id,
        team=one.team_id,
        about=rules.public_about(one.about),
    )
