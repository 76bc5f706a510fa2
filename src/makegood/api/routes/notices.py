"""Notices: one early message to everyone whom one thing concerns, for who leads."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status

from makegood.api.bearer import agent_of
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.notices import ChoiceIn, ConcernedOut, NoticeIn, NoticeOut
from makegood.notices import acts, queries
from makegood.notices.models import Notice
from makegood.notices.queries import Progress
from makegood.people.models import Agent
from makegood.people.rules import NotAllowed

router = Router(tags=["notices"])
ONE = answers(NoticeOut, also=(404, 409))


def shown(notice: Notice) -> NoticeOut:
    """As programs see it."""
    return _shown(notice, queries.progress(notice))


def _shown(notice: Notice, far: Progress) -> NoticeOut:
    same = ("id", "subject", "state", "made_at", "started_at", "ended_at")
    return NoticeOut(
        **{name: getattr(notice, name) for name in same},
        team=notice.team_id,
        told=far.told,
        waiting=far.waiting,
        left_out=far.left_out,
    )


def _lead(request: HttpRequest) -> Agent:
    agent = agent_of(request)
    if not queries.may_notify(agent):
        raise NotAllowed(_("Only who leads somewhere may write to many."))
    return agent


@router.get("/notices", response=answers(list[NoticeOut]), summary="List notices")
def notices(request: HttpRequest) -> list[NoticeOut]:
    """Those of the teams that you lead, the newest first."""
    found = queries.notices_for(agent_of(request))
    far = queries.progress_of(found)
    return [_shown(one, far[one.pk]) for one in found]


@router.post("/notices/preview", response=answers(list[ConcernedOut]), summary="Look whom it would concern")
def preview(request: HttpRequest, said: ChoiceIn) -> list[ConcernedOut]:
    """Who would be told, and who would be left out and why. Nothing is kept."""
    found = queries.chosen(_lead(request), said.as_choice())
    told = [ConcernedOut(name=one.name, address=one.address, why="") for one in found.told]
    return told + [ConcernedOut(name=one.name, address=one.address, why=why) for one, why in found.left_out]


@router.post("/notices", response=answers(NoticeOut, status=201, also=(409,)), summary="Write a notice")
def make(request: HttpRequest, said: NoticeIn) -> Status[NoticeOut]:
    """It is kept with those whom it concerns; nobody is told before it is started."""
    agent = _lead(request)
    team = queries.teams_for(agent).filter(pk=said.team).first()
    if team is None:
        raise NotAllowed(_("Only who leads the team may write to many in its name."))
    draft = acts.Draft(team, said.subject, said.words, said.wave, said.minutes)
    notice = acts.make(draft, said.choice.as_choice(), by=agent, at=timezone.now(), once=f"api:{uuid4().hex}")
    return Status(201, shown(notice))


@router.get("/notices/{pk}", response=answers(NoticeOut, also=(404,)), summary="Get a notice")
def notice(request: HttpRequest, pk: PathId) -> NoticeOut:
    """How far it has come."""
    return shown(queries.get_for(agent_of(request), pk))


@router.post("/notices/{pk}/start", response=ONE, summary="Send it, or go on")
def start(request: HttpRequest, pk: PathId) -> NoticeOut:
    """The first wave goes now. Twice is once."""
    return _move(request, pk, acts.start)


@router.post("/notices/{pk}/pause", response=ONE, summary="Pause it")
def pause(request: HttpRequest, pk: PathId) -> NoticeOut:
    """Nobody more is told until it goes on."""
    return _move(request, pk, acts.pause)


@router.post("/notices/{pk}/stop", response=ONE, summary="Stop it for good")
def stop(request: HttpRequest, pk: PathId) -> NoticeOut:
    """Nobody more is told."""
    return _move(request, pk, acts.stop)


@router.post("/notices/{pk}/recipients", response=ONE, summary="Tell more people")
def add(request: HttpRequest, pk: PathId, said: ChoiceIn) -> NoticeOut:
    """Who is among them already is not told twice."""
    agent = agent_of(request)
    found = queries.get_for(agent, pk)
    acts.add(found, said.as_choice(), by=agent, at=timezone.now())
    return shown(queries.get_for(agent, pk))


def _move(request: HttpRequest, pk: int, act: Callable[..., Notice]) -> NoticeOut:
    agent = agent_of(request)
    return shown(act(queries.get_for(agent, pk), by=agent, at=timezone.now()))
