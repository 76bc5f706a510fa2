"""Taking something higher, who can fix it, and the ladders themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from makegood.api.bearer import Bearer, agent_of
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.ladders import (
    AboveOut,
    ClimbingOut,
    EscalateIn,
    LadderIn,
    LadderOut,
    LimitsIn,
    LimitsOut,
    NeedQuery,
    StepOut,
)
from makegood.authority.facts import Need
from makegood.conversations import queries
from makegood.effort import acts as efforts
from makegood.effort.models import Measure
from makegood.effort.queries import all_thresholds
from makegood.escalations import acts
from makegood.escalations import queries as ladders
from makegood.people import queries as people
from makegood.people.models import Team

router = Router(tags=["ladders"])
settings = Router(tags=["settings: ladders"], auth=Bearer(admin=True))
HERE = "/conversations/{number}"


@router.get(HERE + "/escalation", response=answers(ClimbingOut | None, also=(404,)), summary="What was taken higher")
def climbing(request: HttpRequest, number: PathId) -> ClimbingOut | None:
    """Who has it now and until when; null: nothing was taken higher, or it is settled."""
    agent = agent_of(request)
    found = ladders.climbing(queries.get_for(agent, number), agent)
    return ClimbingOut.model_validate(found) if found else None


@router.post(HERE + "/escalation", response=answers(ClimbingOut, also=(404, 409)), summary="Take it higher")
def escalate(request: HttpRequest, number: PathId, said: EscalateIn) -> ClimbingOut:
    """The first above who is on duty is asked. `about`: an agent whom it is about, who is never asked."""
    agent = agent_of(request)
    found = queries.get_for(agent, number)
    subject = people.who_may_answer(found.team_id).get(pk=said.about) if said.about else None
    need = Need(said.need.kind, said.need.amount) if said.need else None
    acts.escalate(found, reason=said.reason, subject=subject, need=need, by=agent, at=timezone.now())
    return ClimbingOut.model_validate(ladders.climbing(found, agent))


@router.get(HERE + "/who-can-fix", response=answers(list[AboveOut], also=(404, 409)), summary="Who can fix this")
def who_can_fix(request: HttpRequest, number: PathId, asked: Query[NeedQuery]) -> list[AboveOut]:
    """Those above the owner who may grant what is needed, whoever is on duty first; then those who may not."""
    conversation, now = queries.get_for(agent_of(request), number), timezone.now()
    need = Need(asked.kind, asked.amount) if asked.kind else None
    takes = acts.taken_by(conversation, need, at=now)
    found = ladders.who_can_fix(conversation, needs=takes.rank, at=now)
    return [AboveOut.model_validate(one) for one in found]


@settings.get("/settings/ladders", response=answers(list[LadderOut]), summary="List the ladders")
def list_ladders(request: HttpRequest) -> list[LadderOut]:
    """Everyone's (team null) and those that teams have of their own; none: the usual one holds."""
    return [_ladder(team, lines) for team, lines in ladders.ladders().items()]


@settings.put("/settings/ladders", response=answers(LadderOut, also=(404, 409)), summary="Set a ladder")
def set_ladder(request: HttpRequest, said: LadderIn) -> LadderOut:
    """From the first step up. No step: the team climbs by everyone's, everyone by the usual one."""
    team: Team | None = people.team(said.team) if said.team else None
    lines: list[tuple[str, timedelta]] = [(step.rank, timedelta(minutes=step.minutes)) for step in said.steps]
    acts.set_ladder(team, lines, by=agent_of(request), at=timezone.now())
    return _ladder(said.team, lines)


def _ladder(team: int | None, lines: list[tuple[str, timedelta]]) -> LadderOut:
    steps = [StepOut(rank=rank, minutes=int(time.total_seconds() // 60)) for rank, time in lines]
    return LadderOut(team=team, steps=steps)


@settings.get("/settings/limits", response=answers(list[LimitsOut]), summary="List what makes matters climb by cost")
def list_limits(request: HttpRequest) -> list[LimitsOut]:
    """Everyone's (team null), and those that open teams have of their own."""
    found = all_thresholds()
    teams = [pk for pk in people.team_names() if pk in found]
    return [_limits(team, found.get(team, {})) for team in (None, *teams)]


@settings.put("/settings/limits", response=answers(LimitsOut, also=(404, 409)), summary="Set what makes matters climb")
def set_limits(request: HttpRequest, said: LimitsIn) -> LimitsOut:
    """What is open already is looked at as well; each amount makes a conversation climb once."""
    team: Team | None = people.team(said.team) if said.team else None
    amounts = {one: amount for one in Measure if (amount := getattr(said, one.value)) is not None}
    efforts.set_thresholds(team, amounts, by=agent_of(request), at=timezone.now())
    return _limits(said.team, amounts)


def _limits(team: int | None, found: Mapping[Measure, int]) -> LimitsOut:
    return LimitsOut(team=team, **{one.value: found.get(one) for one in Measure})
