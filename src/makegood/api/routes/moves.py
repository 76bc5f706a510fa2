"""Who has a conversation, and whose turn it is. Each answer says how to take it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from makegood.api.bearer import agent_of
from makegood.api.queries import said
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.conversations import DeliveryOut, DoneOut
from makegood.api.shapes.moves import AssignIn, HoldIn, NothingIn, SeenIn, TagsIn
from makegood.conversations import acts, queries
from makegood.conversations.models import Conversation, Undo
from makegood.people import queries as people
from makegood.people.models import Agent

router = Router(tags=["moves"])
HERE = "/conversations/{number}"
DONE = answers(DoneOut, also=(404, 409))
Act = Callable[[Conversation, Agent, datetime], Undo | None]


def _do(request: HttpRequest, number: int, act: Act) -> DoneOut:
    agent = agent_of(request)
    undo = act(queries.get_for(agent, number), agent, timezone.now())
    return DoneOut(number=number, undo=undo.pk if undo else None)


@router.post(HERE + "/claim", response=DONE, summary="Claim")
def claim(request: HttpRequest, number: PathId) -> DoneOut:
    """You have it. 409 when a colleague does and you are no lead."""
    return _do(request, number, lambda found, me, now: acts.claim(found, by=me, at=now))


@router.post(HERE + "/release", response=DONE, summary="Give back to the team")
def release(request: HttpRequest, number: PathId) -> DoneOut:
    """The team has it, nobody in it yet."""
    return _do(request, number, lambda found, me, now: acts.release(found, by=me, at=now))


@router.post(HERE + "/assign", response=DONE, summary="Assign to an agent or a team")
def assign(request: HttpRequest, number: PathId, said_: AssignIn) -> DoneOut:
    """The agent (one who sees its team's conversations), or the team, has it."""
    found = queries.get_for(agent_of(request), number)
    to = people.who_may_answer(found.team_id).get(pk=said_.agent) if said_.agent else None
    team = people.teams_for(agent_of(request)).get(pk=said_.team) if said_.team else None
    return _do(request, number, lambda found, me, now: acts.assign(found, to=to, team=team, by=me, at=now))


@router.post(HERE + "/hold", response=DONE, summary="Hold until")
def hold(request: HttpRequest, number: PathId, said_: HoldIn) -> DoneOut:
    """Nothing is to be done before then; at that time it is our turn."""
    return _do(request, number, lambda found, me, now: acts.hold(found, until=said_.until, by=me, at=now))


@router.post(HERE + "/close", response=DONE, summary="Close")
def close(request: HttpRequest, number: PathId, said_: SeenIn) -> DoneOut:
    """Done; any word by the customer opens it again. 409 when they wait for an answer, or wrote after `seen`."""
    return _do(request, number, lambda found, me, now: acts.close(found, seen=said_.seen, by=me, at=now))


@router.post(HERE + "/reopen", response=DONE, summary="Reopen")
def reopen(request: HttpRequest, number: PathId) -> DoneOut:
    """Our turn again."""
    return _do(request, number, lambda found, me, now: acts.reopen(found, by=me, at=now))


@router.post(HERE + "/nothing-to-answer", response=DONE, summary="Say that nothing is to be answered")
def nothing(request: HttpRequest, number: PathId, said_: NothingIn) -> DoneOut:
    """Closed without an answer: thanks, spam (its sender is blocked), or answered elsewhere."""
    return _do(
        request,
        number,
        lambda found, me, now: acts.nothing_to_answer(found, why=said_.why, seen=said_.seen, by=me, at=now),
    )


@router.put(HERE + "/tags", response=DONE, summary="Set the tags")
def tags(request: HttpRequest, number: PathId, said_: TagsIn) -> DoneOut:
    """It carries exactly these tags."""
    return _do(request, number, lambda found, me, now: acts.tag(found, said_.tags, by=me, at=now))


@router.post("/undo/{pk}", response=DONE, summary="Take an act back")
def undo(request: HttpRequest, pk: PathId) -> DoneOut:
    """All is as before your act. 409 after ten minutes, when something else has happened since, or it was not yours."""
    return DoneOut(number=acts.undo(pk, by=agent_of(request), at=timezone.now()).number, undo=None)


@router.post(
    HERE + "/deliveries/{pk}/try-again",
    response=answers(DeliveryOut, also=(404, 409)),
    summary="Send a failed delivery again",
)
def try_again(request: HttpRequest, number: PathId, pk: PathId) -> DeliveryOut:
    """It is on its way again, with the same Message-ID."""
    agent = agent_of(request)
    found = queries.get_for(agent, number)
    acts.try_again(said.delivery(found, pk).pk, by=agent, at=timezone.now())
    return DeliveryOut.model_validate(said.delivery(found, pk))
