"""Making it right: what may be given, giving it, asking, answering."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status

from makegood.api.bearer import agent_of
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.orders import minor
from makegood.api.shapes.policies import CheckOut
from makegood.api.shapes.remedies import (
    AskIn,
    AskOut,
    GrantIn,
    Kind,
    MayOut,
    RemedyOut,
    WhyIn,
    WishIn,
    YesIn,
    ask_of,
    may_of,
    remedy_of,
)
from makegood.authority.cases import as_contract
from makegood.base.money import Money
from makegood.conversations import queries as conversations
from makegood.people.models import Agent
from makegood.people.queries import company
from makegood.remedies import acts, queries
from makegood.remedies.models import Ask, Remedy
from makegood.remedies.queries import RemedyItem

router = Router(tags=["remedies"])
HERE, ASKS = "/conversations/{number}/remedies", "/conversations/{number}/asks"
ONE, ASK = answers(RemedyOut, also=(404, 409)), answers(AskOut, also=(404, 409))


def _all(items: list[RemedyItem]) -> list[RemedyOut]:
    payouts = queries.payouts_of(items)
    return [remedy_of(one, payouts.get(one.id)) for one in items]


def _one(agent: Agent, pk: int) -> RemedyOut:
    return _all([queries.item_of(agent, queries.get_for(agent, pk), at=timezone.now())])[0]


def _do(request: HttpRequest, number: int, pk: int, act: Callable[[Remedy, Agent, datetime], Any]) -> RemedyOut:
    agent, now = agent_of(request), timezone.now()
    remedy = queries.get_for(agent, pk)
    if remedy.conversation_id != number:
        raise Remedy.DoesNotExist
    act(remedy, agent, now)
    return _one(agent, pk)


@router.get(HERE, response=answers(list[RemedyOut], also=(404,)), summary="List remedies")
def remedies(request: HttpRequest, number: PathId) -> list[RemedyOut]:
    """What was given in this conversation, newest first."""
    agent = agent_of(request)
    return _all(queries.of_conversation(agent, conversations.get_for(agent, number), at=timezone.now()))


@router.get(HERE + "/may", response=answers(MayOut, also=(404, 409)), summary="What you may give")
def may(request: HttpRequest, number: PathId, kind: Annotated[Kind, Query()] = "store_credit") -> MayOut:
    """How much of this kind you may give this customer now, alone and with whom above."""
    agent, now = agent_of(request), timezone.now()
    found = conversations.get_for(agent, number)
    house = company()
    return may_of(queries.may_give(agent, found, kind, house.currency if house else "EUR", at=now))


@router.post(HERE + "/check", response=answers(CheckOut, also=(404, 409)), summary="Check a remedy")
def check(request: HttpRequest, number: PathId, said: WishIn) -> CheckOut:
    """What the policy says to it, and why. Changes nothing."""
    agent, now = agent_of(request), timezone.now()
    found = conversations.get_for(agent, number)
    return CheckOut(**as_contract(queries.why(agent, found, said.as_wish(), at=now).decision))


@router.post(HERE, response=answers(RemedyOut, status=201, also=(404, 409)), summary="Grant a remedy")
def grant(request: HttpRequest, number: PathId, said: GrantIn) -> Status[RemedyOut]:
    """Within your authority, booked at once. 409: must-ask, given-already, no-policy, or refused, each in words."""
    agent, now = agent_of(request), timezone.now()
    found = conversations.get_for(agent, number)
    made = acts.grant(found, said.as_wish(), by=agent, at=now, told=said.told, again=said.again)
    return Status(201, _one(agent, made.pk))


@router.post(HERE + "/{pk}/fulfil", response=ONE, summary="Say that they have it")
def fulfil(request: HttpRequest, number: PathId, pk: PathId) -> RemedyOut:
    """It is given, paid, shipped, repaired. Said twice, it changes nothing."""
    return _do(request, number, pk, lambda one, me, now: acts.fulfil(one.pk, by=me, at=now))


@router.post(HERE + "/{pk}/fail", response=ONE, summary="Say that it is stuck")
def fail(request: HttpRequest, number: PathId, pk: PathId, said: WhyIn) -> RemedyOut:
    """It does not reach them: the conversation opens, and an answer is owed."""
    return _do(request, number, pk, lambda one, me, now: acts.fail(one.pk, why=said.reason, by=me, at=now))


@router.post(HERE + "/{pk}/retry", response=ONE, summary="Try a stuck remedy again")
def retry(request: HttpRequest, number: PathId, pk: PathId) -> RemedyOut:
    """The same remedy is on its way again."""
    return _do(request, number, pk, lambda one, me, now: acts.retry(one, by=me, at=now))


@router.post(HERE + "/{pk}/withdraw", response=ONE, summary="Take a remedy back")
def withdraw(request: HttpRequest, number: PathId, pk: PathId, said: WhyIn) -> RemedyOut:
    """Before it is fulfilled: its granter within a minute, later a lead."""
    return _do(
        request,
        number,
        pk,
        lambda one, me, now: acts.withdraw(one, reason=said.reason, by=me, at=now, told=said.told),
    )


def _asked(request: HttpRequest, number: int, pk: int, act: Callable[[Ask, Agent, datetime], Any]) -> AskOut:
    agent, now = agent_of(request), timezone.now()
    found = queries.get_ask_for(agent, pk)
    if found.conversation_id != number:
        raise Ask.DoesNotExist
    act(found, agent, now)
    return ask_of(queries.item_for(agent, found))


@router.get("/asks", response=answers(list[AskOut]), summary="List what is asked of you")
def mine(request: HttpRequest) -> list[AskOut]:
    """What is put to you and not answered, the soonest first."""
    return [ask_of(one) for one in queries.asks_of(agent_of(request))]


@router.get(ASKS, response=answers(list[AskOut], also=(404,)), summary="List asks")
def asks(request: HttpRequest, number: PathId) -> list[AskOut]:
    """What was asked in this conversation, newest first."""
    agent = agent_of(request)
    return [ask_of(one) for one in queries.asks_in(agent, conversations.get_for(agent, number))]


@router.post(ASKS, response=answers(AskOut, status=201, also=(404, 409)), summary="Ask for a yes")
def ask(request: HttpRequest, number: PathId, said: AskIn) -> Status[AskOut]:
    """The nearest on duty whose authority suffices is asked, then the next. 409 when nobody here has it."""
    agent, now = agent_of(request), timezone.now()
    made = acts.ask(conversations.get_for(agent, number), said.as_wish(), by=agent, at=now, again=said.again)
    return Status(201, ask_of(queries.item_for(agent, made)))


@router.post(ASKS + "/{pk}/yes", response=ASK, summary="Say yes, or yes, but less")
def say_yes(request: HttpRequest, number: PathId, pk: PathId, said: YesIn) -> AskOut:
    """By whoever was asked. The first answer wins; a later one is told who gave it (409)."""

    def act(one: Ask, me: Agent, now: datetime) -> None:
        less = Money(minor(said.value, one.currency, "value") or 0, one.currency) if said.value is not None else None
        acts.say_yes(one, by=me, at=now, value=less)

    return _asked(request, number, pk, act)


@router.post(ASKS + "/{pk}/no", response=ASK, summary="Say no, and why")
def say_no(request: HttpRequest, number: PathId, pk: PathId, said: WhyIn) -> AskOut:
    """By whoever was asked; who asked is told why."""
    return _asked(request, number, pk, lambda one, me, now: acts.say_no(one, reason=said.reason, by=me, at=now))


@router.post(ASKS + "/{pk}/withdraw", response=ASK, summary="Take a question back")
def unask(request: HttpRequest, number: PathId, pk: PathId) -> AskOut:
    """By who asked, the owner, or a lead."""
    return _asked(request, number, pk, lambda one, me, now: acts.unask(one, by=me, at=now))
