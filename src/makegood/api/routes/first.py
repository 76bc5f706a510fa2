"""The first letter that an agent is writing to someone: their own draft, before there is a conversation."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from makegood.api.bearer import agent_of
from makegood.api.routes.files import attachment
from makegood.api.shapes import made
from makegood.api.shapes.common import answers
from makegood.api.shapes.conversations import FileOut
from makegood.api.shapes.first import FirstDraftIn, FirstDraftOut
from makegood.conversations import acts, queries
from makegood.conversations.models import Draft
from makegood.people import queries as people
from makegood.people.models import Agent

router = Router(tags=["drafts and files"])
DRAFT = "/draft"


def _draft(agent: Agent) -> FirstDraftOut:
    found = queries.first_draft(agent)
    if found is None:
        raise Draft.DoesNotExist
    return FirstDraftOut.model_validate(found)


@router.get(DRAFT, response=answers(FirstDraftOut, also=(404,)), summary="Get your first draft")
def draft(request: HttpRequest) -> FirstDraftOut:
    """The first letter that you are writing. 404 when it is nothing. Nobody else sees it."""
    return _draft(agent_of(request))


@router.put(DRAFT, response=answers(FirstDraftOut, also=(404,)), summary="Save your first draft")
def save(request: HttpRequest, said_: FirstDraftIn) -> FirstDraftOut:
    """Your first letter says this; its files stay. There is one for each agent."""
    agent = agent_of(request)
    mailbox = people.mailboxes_for(agent).get(pk=said_.mailbox) if said_.mailbox is not None else None
    to, cc = ([one.as_address() for one in people_] for people_ in (said_.to, said_.cc))
    first = acts.First(mailbox, said_.subject)
    acts.save_first(first, by=agent, html=said_.html, text=said_.text, to=to, cc=cc, at=timezone.now())
    return _draft(agent)


@router.delete(DRAFT, response=answers(None, status=204), summary="Drop your first draft")
def drop(request: HttpRequest) -> Status[None]:
    """You are writing no first letter any more. Its files go with it."""
    acts.discard_first(agent_of(request))
    return Status(204, None)


@router.post(
    DRAFT + "/files", response=answers(FileOut, status=201, also=(409, 413)), summary="Upload for a first letter"
)
def upload(request: HttpRequest, file: File[UploadedFile], inline: Form[bool] = False) -> Status[FileOut]:
    """A file of your first draft, at most 25 MB. Name its id in `files` when you write first.

    An inline picture is shown where the HTML says `<img src="cid:…">` with the `cid` of the answer.
    """
    taken = attachment(file, inline=inline)
    return Status(201, made.file(acts.attach_first(taken, by=agent_of(request), at=timezone.now())))
