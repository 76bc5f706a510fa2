"""Conversations: lists, one, and writing first."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from makegood.api.bearer import agent_of
from makegood.api.queries import said
from makegood.api.rules import Unusable
from makegood.api.shapes import made
from makegood.api.shapes.common import After, Limit, Page, PathId, answers
from makegood.api.shapes.conversations import ConversationOut, MessageOut, RowOut, StartIn
from makegood.api.shapes.found import ViewOut, ViewsOut
from makegood.base import secrets
from makegood.conversations import acts, queries
from makegood.conversations.queries import Cursor, View
from makegood.effort import queries as efforts
from makegood.people import queries as people

router = Router(tags=["conversations"])


@router.get("/conversations", response=answers(Page[RowOut]), summary="List conversations")
def conversations(
    request: HttpRequest,
    view: Annotated[View, Query(description="Which list.")] = View.TEAM,
    after: After = "",
    limit: Limit = 50,
) -> Page[RowOut]:
    """A page of a view, ordered as the inbox orders it: by what is due next; closed and automatic, newest first."""
    agent = agent_of(request)
    cursor = Cursor.read(after) if after else None
    if after and cursor is None:
        raise Unusable("after", _("is no `next` of this list"))
    page = queries.rows(agent, view, now=timezone.now(), zone=people.zone_of(agent), after=cursor, limit=limit)
    items = [RowOut.model_validate(row) for row in page.rows]
    return Page[RowOut](items=items, next=_safe(page.after))


def _safe(cursor: Cursor | None) -> str | None:
    """As it can stand in an address as it is: a plus there is a space."""
    return str(cursor).replace("+00:00", "Z") if cursor else None


@router.get("/views", response=answers(ViewsOut), summary="List the views with their counts")
def views(request: HttpRequest) -> ViewsOut:
    """Every view, and how many it holds."""
    agent = agent_of(request)
    counts = queries.counts(agent, now=timezone.now(), zone=people.zone_of(agent))
    return ViewsOut(items=[ViewOut(view=one.value, count=counts.get(one.value)) for one in View], late=counts["late"])


@router.post("/conversations", response=answers(MessageOut, status=201, also=(404, 409)), summary="Write first")
def start(request: HttpRequest, said_: StartIn) -> Status[MessageOut]:
    """A new conversation with the first recipient. The mail leaves after ten seconds; until then it can be undone.

    Your first draft is none any more; those of its files that you name in `files` go along.
    """
    agent = agent_of(request)
    mailbox = people.mailboxes_for(agent).get(pk=said_.mailbox)
    said.own_files(None, agent, said_.files)
    message = acts.start(
        said_.as_words(),
        mailbox=mailbox,
        subject=said_.subject,
        by=agent,
        at=timezone.now(),
        once=f"api:{secrets.token()}",
        after=said_.after.as_after(),
    )
    whole = said.message(message.conversation, message.pk)
    return Status(201, made.message(whole.item, whole.row))


@router.get("/conversations/{number}", response=answers(ConversationOut, also=(404,)), summary="Get a conversation")
def conversation(request: HttpRequest, number: PathId) -> ConversationOut:
    """One conversation: where it stands, whose it is, to whom an answer goes."""
    agent = agent_of(request)
    found = queries.get_for(agent, number)
    return made.conversation(queries.page(agent, found), efforts.effort_of(found, now=timezone.now()))
