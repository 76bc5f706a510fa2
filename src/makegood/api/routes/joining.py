"""Merging, taking apart, splitting, links, and parts of a greater matter."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from makegood.api.bearer import agent_of
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.conversations import DoneOut, RowOut
from makegood.api.shapes.joining import OtherIn, PartIn, SplitIn, TogetherOut
from makegood.conversations import acts, queries

router = Router(tags=["joining"])
HERE = "/conversations/{number}"
DONE = answers(DoneOut, also=(404, 409))


@router.get(HERE + "/together", response=answers(TogetherOut), summary="What belongs together")
def together(request: HttpRequest, number: PathId) -> TogetherOut:
    """What is perhaps the same matter, what was merged here, the greater matter and the parts."""
    agent = agent_of(request)
    found = queries.together(agent, queries.get_for(agent, number))
    return TogetherOut(
        alike=[RowOut.model_validate(row) for row in found.alike],
        merged_here=[one.number for one in found.came],
        whole=RowOut.model_validate(found.whole) if found.whole else None,
        parts=[RowOut.model_validate(row) for row in found.parts],
    )


@router.post(HERE + "/merge", response=DONE, summary="Merge into another")
def merge(request: HttpRequest, number: PathId, said: OtherIn) -> DoneOut:
    """All of this one stands in the other, with every clock. 409 when they are of two customers."""
    agent = agent_of(request)
    source, target = queries.get_for(agent, number), queries.get_for(agent, said.other)
    acts.merge(source, target, by=agent, at=timezone.now())
    return DoneOut(number=target.pk, undo=None)


@router.post(HERE + "/unmerge", response=DONE, summary="Take a merge apart")
def unmerge(request: HttpRequest, number: PathId) -> DoneOut:
    """What came from this one and has not ended is its own again. 409 when it is not merged."""
    agent = agent_of(request)
    return DoneOut(number=acts.unmerge(queries.get_for(agent, number), by=agent, at=timezone.now()).pk, undo=None)


@router.post(HERE + "/split", response=DONE, summary="Split messages off")
def split(request: HttpRequest, number: PathId, said: SplitIn) -> DoneOut:
    """These messages are a conversation of their own: `number` in the answer."""
    agent = agent_of(request)
    found = queries.get_for(agent, number)
    new = acts.split(found, said.messages, subject=said.subject, by=agent, at=timezone.now())
    return DoneOut(number=new.pk, undo=None)


@router.post(HERE + "/links", response=DONE, summary="Link with another")
def link(request: HttpRequest, number: PathId, said: OtherIn) -> DoneOut:
    """The two stand beside each other."""
    agent = agent_of(request)
    acts.link(queries.get_for(agent, number), queries.get_for(agent, said.other), by=agent, at=timezone.now())
    return DoneOut(number=number, undo=None)


@router.delete(HERE + "/links/{other}", response=DONE, summary="Take a link away")
def unlink(request: HttpRequest, number: PathId, other: PathId) -> DoneOut:
    """The two no longer stand beside each other."""
    agent = agent_of(request)
    acts.unlink(queries.get_for(agent, number), queries.get_for(agent, other), by=agent, at=timezone.now())
    return DoneOut(number=number, undo=None)


@router.put(HERE + "/whole", response=DONE, summary="Make it a part of a greater matter")
def part(request: HttpRequest, number: PathId, said: PartIn) -> DoneOut:
    """The greater matter does not close before its parts. Null: it stands by itself."""
    agent = agent_of(request)
    whole = queries.get_for(agent, said.whole) if said.whole else None
    acts.make_part(queries.get_for(agent, number), whole, by=agent, at=timezone.now())
    return DoneOut(number=number, undo=None)
