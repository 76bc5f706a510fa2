"""Vouchers at a till: what one is good for, taking money off it, putting it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status

from makegood.api.bearer import agent_of, caller_of
from makegood.api.door import address_of
from makegood.api.once import HEADER
from makegood.api.problems import Problem
from makegood.api.shapes.common import PathId, answers
from makegood.api.shapes.vouchers import CodeIn, RedeemIn, RedemptionOut, VoucherOut, shown, told
from makegood.base.secrets import hashed
from makegood.vouchers import acts, queries
from makegood.vouchers.models import Redemption
from makegood.vouchers.rules import NoSuchVoucher, Refused, TooManyGuesses

router = Router(tags=["vouchers"])
T = TypeVar("T")


@router.post("/vouchers/look", response=answers(VoucherOut, also=(404, 409, 429)), summary="Look a voucher up")
def look(request: HttpRequest, said: CodeIn) -> VoucherOut:
    """What exactly this voucher is good for, at any location. Each look is an event."""
    agent, now = agent_of(request), timezone.now()
    return shown(_trying(request, lambda: acts.look(said.code, by=agent, at=now)))


@router.post(
    "/vouchers/redeem",
    response=answers(RedemptionOut, status=201, also=(404, 409, 429)),
    summary="Take money off a voucher",
)
def redeem(request: HttpRequest, said: RedeemIn) -> Status[RedemptionOut]:
    """The amount is off it, once: an `Idempotency-Key` is required, and under it it is taken off once for good.

    The agent of the token must work at the location.
    """
    agent, now = agent_of(request), timezone.now()
    amount, place = said.money(), queries.till(agent, said.location)
    once = f"api:{caller_of(request).token.pk}:{hashed(_key(request))}"
    took = _trying(request, lambda: acts.redeem(said.code, amount, at_location=place, by=agent, once=once, at=now))
    return Status(201, _taken(request, took))


@router.post(
    "/vouchers/redemptions/{pk}/give-back", response=answers(RedemptionOut, also=(404, 409)), summary="Put it back"
)
def give_back(request: HttpRequest, pk: PathId) -> RedemptionOut:
    """What was taken off is on the voucher again. For a lead of the location where it was taken."""
    try:
        return _taken(request, acts.give_back(queries.redemption(pk), by=agent_of(request), at=timezone.now()))
    except Refused as refused:
        raise Problem(409, "refused", str(refused)) from refused


def _trying(request: HttpRequest, act: Callable[[], T]) -> T:
    """What the act answers. A code that is none is noted once the request is over, whatever becomes of it."""
    agent, address, now = agent_of(request), address_of(request), timezone.now()
    try:
        acts.refuse_guesser(by=agent, address=address, at=now)
        return act()
    except NoSuchVoucher as refused:
        request.when_refused = lambda: acts.guessed(by=agent, address=address, at=now)  # type: ignore[attr-defined]
        raise Problem(404, "no-such-voucher", str(refused)) from refused
    except TooManyGuesses as refused:
        raise Problem(429, "too-many-guesses", str(refused), retry_after=900) from refused
    except Refused as refused:
        raise Problem(409, "refused", str(refused)) from refused


def _taken(request: HttpRequest, one: Redemption) -> RedemptionOut:
    voucher = queries.shown(one.voucher_id, agent=agent_of(request), at=timezone.now())
    return RedemptionOut(id=one.pk, amount=told(one.amount), voucher=shown(voucher))


def _key(request: HttpRequest) -> str:
    key = request.headers.get(HEADER, "")
    if not key:
        words = _("Send an %(header)s: money is taken off once a key.") % {"header": HEADER}
        raise Problem(422, "key", words)
    return key
