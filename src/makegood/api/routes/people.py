"""Settings: who works here. Sign-in links and passwords are made on the pages alone, where one is asked who one is."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from makegood.api.bearer import Bearer, agent_of
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.settings import AgentIn, GoingIn, GoneOut, NewAgentIn, PersonnelOut, PostIn, PostOut, TakeIn
from makegood.conversations.acts import leaving
from makegood.handoffs.acts import leaving as going
from makegood.people import acts, queries
from makegood.people.models import Agent

router = Router(tags=["settings: people"], auth=Bearer(admin=True))
HERE = "/settings/agents"
ONE = answers(PersonnelOut, also=(404, 409))


@router.get(HERE, response=answers(list[PersonnelOut]), summary="List everyone")
def everyone(request: HttpRequest) -> list[PersonnelOut]:
    """All who work or worked here, with their posts."""
    return [_shown(one) for one in queries.everyone()]


@router.post(HERE, response=answers(PersonnelOut, status=201, also=(409,)), summary="Add a colleague")
def add(request: HttpRequest, said: NewAgentIn) -> Status[PersonnelOut]:
    """A new colleague. The link by which they come in is made on the settings page."""
    posts = [one.as_post() for one in said.posts]
    agent = acts.add_agent(said.email, said.name, posts=posts, by=agent_of(request), now=timezone.now())
    return Status(201, _shown(agent))


@router.get(HERE + "/{pk}", response=answers(PersonnelOut, also=(404,)), summary="Get a colleague")
def one(request: HttpRequest, pk: PathId) -> PersonnelOut:
    """One colleague."""
    return _shown(queries.agent(pk))


@router.put(HERE + "/{pk}", response=ONE, summary="Change a colleague")
def change(request: HttpRequest, pk: PathId, said: AgentIn) -> PersonnelOut:
    """Name, and the address to sign in with."""
    acts.change_agent(queries.agent(pk), name=said.name, email=said.email, by=agent_of(request), now=timezone.now())
    return _shown(queries.agent(pk))


@router.post(HERE + "/{pk}/posts", response=ONE, summary="Give a role")
def give(request: HttpRequest, pk: PathId, said: PostIn) -> PersonnelOut:
    """One role more. Twice is once."""
    acts.give_role(queries.agent(pk), said.as_post(), by=agent_of(request), now=timezone.now())
    return _shown(queries.agent(pk))


@router.delete(HERE + "/{pk}/posts", response=ONE, summary="Take a role away")
def take(request: HttpRequest, pk: PathId, said: TakeIn) -> PersonnelOut:
    """One role less; what they had open and may not see any more is its team's again."""
    by, now = agent_of(request), timezone.now()
    leaving.take_role(queries.agent(pk), said.as_post(), by=by, now=now, insists=said.insists)
    return _shown(queries.agent(pk))


@router.post(HERE + "/{pk}/deactivate", response=answers(GoneOut, also=(404, 409)), summary="Deactivate a colleague")
def deactivate(request: HttpRequest, pk: PathId, said: GoingIn) -> GoneOut:
    """They cannot come in any more, nor can their tokens; what they had open is the heir's."""
    agent, by, now = queries.agent(pk), agent_of(request), timezone.now()
    heir = queries.agent(said.heir) if said.heir else None
    passed_on = going.deactivate(agent, heir=heir, by=by, now=now, insists=said.insists)
    acts.sign_out(agent, by=by, now=now)
    return GoneOut(passed_on=passed_on)


@router.post(HERE + "/{pk}/activate", response=ONE, summary="Activate a colleague")
def activate(request: HttpRequest, pk: PathId) -> PersonnelOut:
    """They may come in again, with the roles of before."""
    acts.activate(queries.agent(pk), by=agent_of(request), now=timezone.now())
    return _shown(queries.agent(pk))


@router.post(HERE + "/{pk}/sign-out", response=ONE, summary="Sign a colleague out")
def sign_out(request: HttpRequest, pk: PathId) -> PersonnelOut:
    """Signed out of every browser. Their tokens stay: revoke those by themselves."""
    acts.sign_out(queries.agent(pk), by=agent_of(request), now=timezone.now())
    return _shown(queries.agent(pk))


def _shown(agent: Agent) -> PersonnelOut:
    posts = [PostOut(rank=rank, place=place, name=name) for rank, place, name in queries.posts_of(agent)]
    return PersonnelOut(id=agent.pk, name=agent.name, email=agent.email, is_active=agent.is_active, posts=posts)
