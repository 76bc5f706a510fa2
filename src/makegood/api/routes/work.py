"""Work logs: what was done for a customer, with receipts, as they read it on their page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Router, Status
from ninja.files import UploadedFile

from makegood.api.bearer import agent_of
from makegood.api.routes.files import as_download, attachment
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.work import LogOut, ReceiptOut, StrikeIn, WorkDoneIn, WorkIn, WorkOut, done, log
from makegood.base import files as stored
from makegood.conversations import queries as conversations
from makegood.worklog import acts, queries
from makegood.worklog.models import Entry

router = Router(tags=["work logs"])
HERE = "/conversations/{number}/work-log"
BYTES = {"responses": {200: {"content": {"application/octet-stream": {"schema": {"type": "string"}}}}}}


def _shown(entry: Entry) -> WorkOut:
    [found] = queries.done_of([entry])
    return done(found)


@router.get(HERE, response=answers(LogOut, also=(404,)), summary="Read the work log")
def read(request: HttpRequest, number: PathId) -> LogOut:
    """What was done in this conversation, and what it comes to."""
    return log(queries.log_of(conversations.get_for(agent_of(request), number).pk))


@router.post(HERE, response=answers(WorkOut, status=201, also=(404, 409)), summary="Write down what was done")
def write(request: HttpRequest, number: PathId, said: WorkDoneIn) -> Status[WorkOut]:
    """It stands on the customer's page."""
    agent = agent_of(request)
    found = conversations.get_for(agent, number)
    return Status(201, _shown(acts.write(found, said.as_work(), by=agent, at=timezone.now(), tells=said.tells)))


@router.put("/work-log/{pk}", response=answers(WorkOut, also=(404, 409)), summary="Correct an entry")
def correct(request: HttpRequest, pk: PathId, said: WorkIn) -> WorkOut:
    """It says this. Refused once the customer may have read it: strike it out then, and write it anew."""
    agent = agent_of(request)
    return _shown(acts.correct(queries.get_for(agent, pk), said.as_work(), by=agent, at=timezone.now()))


@router.post("/work-log/{pk}/strike", response=answers(WorkOut, also=(404, 409)), summary="Strike an entry out")
def strike(request: HttpRequest, pk: PathId, said: StrikeIn) -> WorkOut:
    """It does not count; what the customer may have read stays on their page, struck through, with the reason."""
    agent = agent_of(request)
    return _shown(acts.strike(queries.get_for(agent, pk), why=said.reason, by=agent, at=timezone.now()))


@router.post(
    "/work-log/{pk}/receipts", response=answers(ReceiptOut, status=201, also=(404, 409, 413)), summary="Add a receipt"
)
def add(request: HttpRequest, pk: PathId, file: File[UploadedFile]) -> Status[ReceiptOut]:
    """A photograph or a file, 20 MB at most; the customer can save it from their page."""
    agent = agent_of(request)
    taken = attachment(file, inline=False)
    kept = acts.add_receipt(queries.get_for(agent, pk), taken, by=agent, at=timezone.now())
    return Status(201, ReceiptOut(id=kept.pk, name=kept.name, size=kept.size))


@router.get("/receipts/{pk}", response=answers(None, also=(404,)), summary="Download a receipt", openapi_extra=BYTES)
def receipt(request: HttpRequest, pk: PathId) -> HttpResponse:
    """The bytes, always as application/octet-stream and as an attachment."""
    found = queries.receipt_for(agent_of(request), pk)
    return as_download(stored.read(found.stored), found.name, "application/octet-stream")


@router.delete("/receipts/{pk}", response=answers(None, status=204, also=(404, 409)), summary="Take a receipt off")
def remove(request: HttpRequest, pk: PathId) -> Status[None]:
    """The entry has it no more. Refused once the customer may have seen it."""
    agent = agent_of(request)
    acts.remove_receipt(queries.receipt_for(agent, pk), by=agent, at=timezone.now())
    return Status(204, None)
