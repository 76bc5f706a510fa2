"""In whose name the program asks, and that agent's tokens."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from makegood.api.acts import tokens as acts
from makegood.api.bearer import agent_of, caller_of
from makegood.api.queries import tokens as queries
from makegood.api.shapes import made
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.found import MeIn, MeOut, TokenOut
from makegood.people import acts as people_acts
from makegood.people import queries as people

router = Router(tags=["me"])


@router.get("/me", response=answers(MeOut), summary="Get yourself")
def me(request: HttpRequest) -> MeOut:
    """In whose name this token acts, what they may see, and what the token is good for."""
    caller = caller_of(request)
    agent, standing = caller.agent, people.standing(caller.agent)
    return MeOut(
        id=agent.pk,
        name=agent.name,
        email=agent.email,
        zone=str(people.zone_of(agent)),
        language=agent.language,
        signature=agent.signature,
        is_admin=standing.is_admin,
        sees_everything=standing.audience.everything,
        teams=sorted(standing.audience.teams),
        token=caller.token.name,
        scopes=caller.token.scopes,
    )


@router.patch("/me", response=answers(MeOut), summary="Change yourself")
def change_me(request: HttpRequest, said: MeIn) -> MeOut:
    """Your name, time zone (empty: the company's), signature. What is left out stays."""
    agent = agent_of(request)
    kept = {name: getattr(agent, name) for name in ("name", "zone", "language", "theme", "signature")}
    new = said.model_dump(exclude_unset=True, exclude_none=True)
    people_acts.change_own(agent, **(kept | new), now=timezone.now())
    return me(request)


@router.get("/tokens", response=answers(list[TokenOut]), summary="List your tokens")
def tokens(request: HttpRequest) -> list[TokenOut]:
    """Your living tokens, without their secrets. New ones are made on the settings page, or with `makegood token`."""
    return [made.token(one) for one in queries.of(agent_of(request), now=timezone.now())]


@router.delete("/tokens/{pk}", response=answers(None, status=204, also=(404,)), summary="Revoke one of your tokens")
def revoke(request: HttpRequest, pk: PathId) -> Status[None]:
    """The token opens nothing any more."""
    agent = agent_of(request)
    acts.revoke(queries.own(agent, pk), by=agent, now=timezone.now())
    return Status(204, None)
