"""What is said in a conversation: messages, replies, notes."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Status

from makegood.api.bearer import agent_of
from makegood.api.paging import next_of, number_after
from makegood.api.queries import said
from makegood.api.routes.files import as_download
from makegood.api.shapes import made
from makegood.api.shapes.common import After, Limit, Page, PathId, answers
from makegood.api.shapes.conversations import DraftOut, MessageOut, NoteIn, NoteOut, ReplyIn
from makegood.articles.variables import why_not_send
from makegood.base import secrets
from makegood.conversations import acts, queries
from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.intake import acts as intake
from makegood.people.models import Agent
from makegood.promises import acts as promises

router = Router(tags=["messages"])
HERE = "/conversations/{number}"


def _get(request: HttpRequest, number: int) -> Conversation:
    return queries.get_for(agent_of(request), number)


@router.get(HERE + "/messages", response=answers(Page[MessageOut], also=(404,)), summary="List messages")
def messages(request: HttpRequest, number: PathId, after: After = "", limit: Limit = 50) -> Page[MessageOut]:
    """What was said with the customer, oldest first, with files and the state of each delivery."""
    found = said.messages(_get(request, number), after=number_after(after), limit=limit + 1)
    items = [made.message(one.item, one.row) for one in found[:limit]]
    return Page[MessageOut](items=items, next=next_of(items, more=len(found) > limit))


@router.get(HERE + "/messages/{pk}", response=answers(MessageOut, also=(404,)), summary="Get a message")
def message(request: HttpRequest, number: PathId, pk: PathId) -> MessageOut:
    """One message."""
    whole = said.message(_get(request, number), pk)
    return made.message(whole.item, whole.row)


@router.get(
    HERE + "/messages/{pk}/source",
    response=answers(None, also=(404,)),
    summary="Download the mail as it came",
    openapi_extra={"responses": {200: {"content": {"message/rfc822": {"schema": {"type": "string"}}}}}},
)
def source(request: HttpRequest, number: PathId, pk: PathId) -> HttpResponse:
    """The bytes of the mail from which this message was read, as an attachment. Nothing in them is made harmless."""
    arrival = said.arrival(said.message(_get(request, number), pk).row)
    return as_download(intake.content(arrival), f"message-{pk}.eml", "message/rfc822")


@router.post(HERE + "/replies", response=answers(MessageOut, status=201, also=(404, 409)), summary="Reply")
def reply(request: HttpRequest, number: PathId, said_: ReplyIn) -> Status[MessageOut]:
    """An answer to the customer. It leaves after ten seconds; until then it can be taken back.

    409 `overtaken` when there is a newer message than `seen`: read it first. Nothing was sent then.
    """
    agent, found, words = agent_of(request), _get(request, number), said_.as_words()
    said.own_files(found, agent, said_.files)
    if why := why_not_send(words.html, words.text):
        raise Refused(why)
    written = acts.reply(
        found,
        words,
        by=agent,
        seen=said_.seen,
        at=timezone.now(),
        once=f"api:{secrets.token()}",
        after=said_.after.as_after(),
        along=_along(said_, agent, timezone.now()),
    )
    whole = said.message(found, written.pk)
    return Status(201, made.message(whole.item, whole.row))


def _along(said_: ReplyIn, agent: Agent, now: datetime) -> list[acts.Along]:
    """What is done with the reply."""
    kept = [promises.keeping(pk, by=agent, at=now) for pk in said_.keeps]
    moved = [
        promises.renegotiating(one.promise, due_at=one.due_at, reason=one.reason, by=agent, at=now)
        for one in said_.moves
    ]
    return [*kept, *moved, *(promises.making(one.as_word(), by=agent, at=now) for one in said_.promises)]


@router.post(HERE + "/messages/{pk}/undo", response=answers(DraftOut, also=(404, 409)), summary="Take a reply back")
def undo_reply(request: HttpRequest, number: PathId, pk: PathId) -> DraftOut:
    """The reply never left; its words are your draft again. 409 when it is on its way already, or not yours."""
    agent, found = agent_of(request), _get(request, number)
    draft = acts.undo_reply(said.message(found, pk).row, by=agent, at=timezone.now())
    return DraftOut.model_validate(queries.page(agent, found).drafts[draft.kind])


@router.get(HERE + "/notes", response=answers(Page[NoteOut], also=(404,)), summary="List notes")
def notes(request: HttpRequest, number: PathId, after: After = "", limit: Limit = 50) -> Page[NoteOut]:
    """What colleagues said among themselves, oldest first."""
    found = said.notes(_get(request, number), after=number_after(after), limit=limit + 1)
    items = [NoteOut.model_validate(one) for one in found[:limit]]
    return Page[NoteOut](items=items, next=next_of(items, more=len(found) > limit))


@router.post(HERE + "/notes", response=answers(NoteOut, status=201, also=(404, 409)), summary="Write a note")
def note(request: HttpRequest, number: PathId, said_: NoteIn) -> Status[NoteOut]:
    """A note for colleagues. It can never reach the customer."""
    agent, found = agent_of(request), _get(request, number)
    said.own_files(found, agent, said_.files)
    written = acts.note(
        found,
        html=said_.html,
        text=said_.text,
        files=said_.files,
        by=agent,
        at=timezone.now(),
        once=f"api:{secrets.token()}",
    )
    return Status(201, NoteOut.model_validate(said.note(found, written.pk)))
