"""Drafts and files. A file goes out as bytes to be saved, never as something that a browser shows."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from makegood.api.bearer import agent_of
from makegood.api.queries import said
from makegood.api.shapes import made
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.conversations import DraftIn, DraftKind, DraftOut, FileOut
from makegood.base import files as stored
from makegood.base import secrets
from makegood.conversations import acts, queries
from makegood.conversations.letter import Attachment
from makegood.conversations.models import Draft

router = Router(tags=["drafts and files"])
DRAFT = "/conversations/{number}/drafts/{kind}"


@router.get(DRAFT, response=answers(DraftOut, also=(404,)), summary="Get your draft")
def draft(request: HttpRequest, number: PathId, kind: DraftKind) -> DraftOut:
    """What you are writing in this conversation. 404 when it is nothing."""
    agent = agent_of(request)
    drafts = queries.page(agent, queries.get_for(agent, number)).drafts
    if kind not in drafts:
        raise Draft.DoesNotExist
    return DraftOut.model_validate(drafts[kind])


@router.put(DRAFT, response=answers(DraftOut, also=(404,)), summary="Save your draft")
def save_draft(request: HttpRequest, number: PathId, kind: DraftKind, said_: DraftIn) -> DraftOut:
    """Your draft says this; its files stay."""
    agent = agent_of(request)
    found = queries.get_for(agent, number)
    to, cc = ([one.as_address() for one in people] for people in (said_.to, said_.cc))
    acts.save(found, kind, by=agent, html=said_.html, text=said_.text, to=to, cc=cc, seen=said_.seen, at=timezone.now())
    return DraftOut.model_validate(queries.page(agent, found).drafts[kind])


@router.delete(DRAFT, response=answers(None, status=204, also=(404,)), summary="Drop your draft")
def drop_draft(request: HttpRequest, number: PathId, kind: DraftKind) -> Status[None]:
    """You are writing nothing here any more. Its files go with it."""
    agent = agent_of(request)
    acts.discard(queries.get_for(agent, number), agent, kind)
    return Status(204, None)


@router.post(DRAFT + "/files", response=answers(FileOut, status=201, also=(404, 409, 413)), summary="Upload a file")
def upload(
    request: HttpRequest, number: PathId, kind: DraftKind, file: File[UploadedFile], inline: Form[bool] = False
) -> Status[FileOut]:
    """A file of your draft, at most 25 MB. Name its id in `files` of the reply or note.

    An inline picture is shown where the HTML says `<img src="cid:…">` with the `cid` of the answer.
    """
    agent = agent_of(request)
    found = queries.get_for(agent, number)
    taken = attachment(file, inline=inline)
    return Status(201, made.file(acts.attach(found, kind, taken, by=agent, at=timezone.now())))


def attachment(file: UploadedFile, *, inline: bool) -> Attachment:
    """What was uploaded; an inline picture has a Content-ID."""
    cid = f"{secrets.token()}@picture" if inline else ""
    return Attachment(file.name or "file", file.content_type or "application/octet-stream", file.read(), inline, cid)


@router.get(
    "/files/{pk}",
    response=answers(None, also=(404,)),
    summary="Download a file",
    openapi_extra={"responses": {200: {"content": {"application/octet-stream": {"schema": {"type": "string"}}}}}},
)
def file(request: HttpRequest, pk: PathId) -> HttpResponse:
    """The bytes, always as application/octet-stream and as an attachment; the type it says is in the message."""
    found = queries.file_for(agent_of(request), pk)
    return as_download(stored.read(found.stored), found.name, "application/octet-stream")


@router.delete("/files/{pk}", response=answers(None, status=204, also=(404,)), summary="Take a file off your draft")
def remove(request: HttpRequest, pk: PathId) -> Status[None]:
    """The draft has the file no more."""
    agent = agent_of(request)
    acts.detach(said.own_file(agent, pk), by=agent)
    return Status(204, None)


def as_download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Bytes to be saved (RFC 6266: the name in ASCII and in UTF-8, with nothing that could end the header)."""
    plain = "".join(letter if " " <= letter <= "~" and letter not in '"\\%;' else "_" for letter in name) or "file"
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
