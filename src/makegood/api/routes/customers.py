"""Customers: only those of whom the agent may see a conversation."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from makegood.api.bearer import agent_of
from makegood.api.queries import said
from makegood.api.shapes import made
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.conversations import CustomerOut, GroupedIn, RenameIn
from makegood.conversations.queries import customer_panel
from makegood.customers import acts, queries
from makegood.effort import queries as efforts
from makegood.people.models import Agent

router = Router(tags=["customers"])
HERE = "/customers/{pk}"
ONE = answers(CustomerOut, also=(404, 409))


@router.get(HERE, response=answers(CustomerOut, also=(404,)), summary="Get a customer")
def customer(request: HttpRequest, pk: PathId) -> CustomerOut:
    """Who they are, and their conversations that you may see."""
    return _shown(agent_of(request), pk)


@router.patch(HERE, response=ONE, summary="Rename a customer")
def rename(request: HttpRequest, pk: PathId, said_: RenameIn) -> CustomerOut:
    """The customer has this name."""
    agent = agent_of(request)
    acts.rename(said.customer(agent, pk), said_.name, by=agent.pk, at=timezone.now())
    return _shown(agent, pk)


@router.put(HERE + "/group", response=ONE, summary="Put a customer into a group")
def group(request: HttpRequest, pk: PathId, said_: GroupedIn) -> CustomerOut:
    """What is owed to them follows the targets of that group. Twice is once."""
    agent = agent_of(request)
    chosen = queries.group(said_.group) if said_.group else None
    acts.put_in_group(said.customer(agent, pk), chosen, by=agent.pk, at=timezone.now())
    return _shown(agent, pk)


@router.post(HERE + "/block", response=ONE, summary="Block a sender")
def block(request: HttpRequest, pk: PathId) -> CustomerOut:
    """What they send from now on is kept, and nobody sees it until they are unblocked. Twice is once."""
    agent = agent_of(request)
    acts.block(said.customer(agent, pk).pk, by=agent.pk, at=timezone.now())
    return _shown(agent, pk)


@router.post(HERE + "/unblock", response=ONE, summary="Unblock a sender")
def unblock(request: HttpRequest, pk: PathId) -> CustomerOut:
    """What they send is filed again, and what was refused meanwhile, too. Twice is once."""
    agent, now = agent_of(request), timezone.now()
    found = said.customer(agent, pk)
    acts.unblock(found.pk, by=agent.pk, at=now)
    return _shown(agent, pk)


def _shown(agent: Agent, pk: int) -> CustomerOut:
    effort = efforts.effort_of_customer(agent, pk, now=timezone.now())
    return made.customer(customer_panel(agent, pk), effort)
