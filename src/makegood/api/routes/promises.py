"""Our word: given, kept, moved in good time, owned up to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from makegood.api import counter
from makegood.api.bearer import agent_of
from makegood.api.door import address_of
from makegood.api.problems import Problem
from makegood.api.routes.orders import shown as order_shown
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.orders import OrderOut
from makegood.api.shapes.promises import (
    CorrectIn,
    EventIn,
    GivenOut,
    HandOverIn,
    HowIn,
    KeepIn,
    LookIn,
    LookOut,
    MakeIn,
    MoveIn,
    PromiseOut,
    ReasonIn,
    TermOut,
    WithdrawIn,
)
from makegood.api.shapes.vouchers import shown as voucher_shown
from makegood.api.shapes.vouchers import told as exact
from makegood.conversations import queries as conversations
from makegood.people.models import Agent
from makegood.promises import acts, queries
from makegood.promises.models import Promise
from makegood.vouchers import queries as vouchers
from makegood.vouchers.rules import TooManyGuesses

Found = TypeVar("Found")
router = Router(tags=["promises"])
HERE = "/conversations/{number}/promises"
ONE = answers(PromiseOut, also=(404, 409))


def shown(one: queries.PromiseItem) -> PromiseOut:
    """As programs see it."""
    return PromiseOut(
        **{name: getattr(one, name) for name in PromiseOut.model_fields if name != "may"}, may=sorted(one.may)
    )


def _do(request: HttpRequest, number: int, pk: int, act: Callable[[Promise, Agent, datetime], Any]) -> PromiseOut:
    agent, now = agent_of(request), timezone.now()
    promise = queries.get_for(agent, pk)
    if promise.conversation_id != number:
        raise Promise.DoesNotExist
    act(promise, agent, now)
    return shown(queries.item_for(agent, pk, at=now))


@router.get(HERE, response=answers(list[PromiseOut], also=(404,)), summary="List promises")
def promises(request: HttpRequest, number: PathId) -> list[PromiseOut]:
    """What was promised in this conversation: what is open or broken, and what ended in the last year, by due time."""
    agent = agent_of(request)
    found = queries.of_conversation(agent, conversations.get_for(agent, number), at=timezone.now())
    return [shown(one) for one in found]


@router.post(HERE, response=answers(PromiseOut, status=201, also=(404, 409)), summary="Promise")
def make(request: HttpRequest, number: PathId, said: MakeIn) -> Status[PromiseOut]:
    """A promise without a reply; a closed conversation reopens. With a reply, say it in the reply's `promises`."""
    agent, now = agent_of(request), timezone.now()
    made = acts.make(conversations.get_for(agent, number), said.as_word(), by=agent, at=now, told=said.told)
    return Status(201, shown(queries.item_for(agent, made.pk, at=now)))


@router.get(HERE + "/{pk}/terms", response=answers(list[TermOut], also=(404,)), summary="List the times named")
def terms(request: HttpRequest, number: PathId, pk: PathId) -> list[TermOut]:
    """The first due time and every later one, with its reason."""
    promise = queries.get_for(agent_of(request), pk)
    return [TermOut.model_validate(one) for one in queries.terms(promise)]


@router.post(HERE + "/{pk}/keep", response=ONE, summary="Keep")
def keep(request: HttpRequest, number: PathId, pk: PathId, said: KeepIn) -> PromiseOut:
    """It is done. Past its time it breaks first, and is then made good: look at `state`."""
    return _do(request, number, pk, lambda one, me, now: acts.keep(one, how=said.how, by=me, at=now))


@router.post(HERE + "/{pk}/renegotiate", response=ONE, summary="Agree a new time")
def renegotiate(request: HttpRequest, number: PathId, pk: PathId, said: MoveIn) -> PromiseOut:
    """Due then instead. 409 when its time has passed: then it is broken now."""
    return _do(
        request,
        number,
        pk,
        lambda one, me, now: acts.renegotiate(
            one, due_at=said.due_at, reason=said.reason, told=said.told, by=me, at=now
        ),
    )


@router.post(HERE + "/{pk}/own-up", response=ONE, summary="Own up early")
def own_up(request: HttpRequest, number: PathId, pk: PathId, said: ReasonIn) -> PromiseOut:
    """It will not be kept: broken before its time, which escalates at once."""
    return _do(request, number, pk, lambda one, me, now: acts.break_early(one, reason=said.reason, by=me, at=now))


@router.post(HERE + "/{pk}/make-good", response=ONE, summary="Make good")
def make_good(request: HttpRequest, number: PathId, pk: PathId, said: HowIn) -> PromiseOut:
    """What broke is done after all. It counts as broken in every report."""
    return _do(request, number, pk, lambda one, me, now: acts.make_good(one, how=said.how, by=me, at=now))


@router.post(HERE + "/{pk}/correct", response=ONE, summary="Say when it was kept")
def correct(request: HttpRequest, number: PathId, pk: PathId, said: CorrectIn) -> PromiseOut:
    """It was kept, and nobody had said so. Both times stay on record."""
    return _do(request, number, pk, lambda one, me, now: acts.correct(one, kept_at=said.kept_at, by=me, at=now))


@router.post(HERE + "/{pk}/withdraw", response=ONE, summary="Withdraw")
def withdraw(request: HttpRequest, number: PathId, pk: PathId, said: WithdrawIn) -> PromiseOut:
    """We do not owe it any more: for a lead, or who made it within five minutes."""
    return _do(
        request,
        number,
        pk,
        lambda one, me, now: acts.withdraw(one, reason=said.reason, told=said.told, by=me, at=now),
    )


@router.post(
    "/conversations/{number}/events-came",
    response=answers(list[PromiseOut], also=(404, 409)),
    summary="Say that something has happened",
)
def came(request: HttpRequest, number: PathId, said: EventIn) -> list[PromiseOut]:
    """The promises here that waited for it are kept, and the customer is told by a mail. Said twice it is said once."""
    agent, now = agent_of(request), timezone.now()
    kept = acts.event_came(conversations.get_for(agent, number), said.event, by=agent, at=now)
    return [shown(queries.item_for(agent, one.pk, at=now)) for one in kept]


@router.post("/look", response=answers(LookOut, also=(404, 429)), summary="Look a customer up at the counter")
def look(request: HttpRequest, said: LookIn) -> LookOut:
    """What we owe whoever has exactly this address, telephone or order number or voucher, and what they bought.

    Your look is on record.
    """
    agent, now, address = agent_of(request), timezone.now(), address_of(request)
    found = _counted(request, said, lambda: counter.look(said.said, by=agent, at=now, address=address))
    if found is None:
        raise Promise.DoesNotExist
    return LookOut(
        customer=found.customer,
        name=found.name,
        promises=[shown(one) for one in found.promises],
        orders=[OrderOut(**order_shown(one)) for one in found.orders],
        given=[GivenOut(**asdict(one) | {"value": exact(one.value)}) for one in found.given],
        voucher=voucher_shown(found.voucher) if found.voucher else None,
    )


@router.post("/look/given/{pk}/hand-over", response=answers(LookOut, also=(404, 409, 429)), summary="Hand it over")
def hand_over(request: HttpRequest, pk: PathId, said: HandOverIn) -> LookOut:
    """Whoever stands at your counter has it now; the place that erred owes it to yours. Twice is once."""
    agent, now, address = agent_of(request), timezone.now(), address_of(request)
    place = vouchers.till(agent, said.location)
    if not _counted(
        request,
        said,
        lambda: counter.hand_over(said.said, pk, at_location=place, by=agent, at=now, address=address),
    ):
        raise Promise.DoesNotExist
    return look(request, said)


def _counted(request: HttpRequest, said: LookIn, looked: Callable[[], Found]) -> Found:
    """What the look finds. What could have been a voucher's code and led to nobody counts as a guess."""
    agent, now, address = agent_of(request), timezone.now(), address_of(request)
    try:
        found = looked()
    except TooManyGuesses as refused:
        raise Problem(429, "too-many-guesses", str(refused), retry_after=900) from refused
    if not found:
        guess = partial(counter.guessed, said.said, by=agent, at=now, address=address)
        request.when_refused = guess  # type: ignore[attr-defined]
    return found
