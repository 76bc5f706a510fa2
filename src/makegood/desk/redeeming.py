"""At the till: a voucher's code, typed or photographed, is looked up; money is taken off it, and put back by a lead."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from makegood.api.door import address_of
from makegood.base import money
from makegood.desk.page import agent_of, answer, say, whole_number
from makegood.desk.times import day
from makegood.vouchers import acts, queries, scanning
from makegood.vouchers.models import Redemption, Voucher
from makegood.vouchers.rules import NoSuchVoucher, Refused

PLACE = "till"  # where somebody took the last one, kept in their session
NOTHING: dict[str, Any] = {"said": "", "wrong": "", "found": None, "took": None, "amount": "", "wrong_amount": ""}


@require_http_methods(["GET", "HEAD", "POST"])
def redeem(request: HttpRequest) -> HttpResponse:
    """A field; and once a code was sent, what it is good for. A look is an event, so it is a POST."""
    if request.method != "POST":
        return _page(request)
    said = request.POST.get("code", "").strip()[:200]
    if photo := request.FILES.get("photo"):
        said = scanning.code_in(photo.read(scanning.LARGEST + 1)) or said
        if not said:
            return _page(request, wrong=_("No code was found on the photo. Go nearer, or type it."), status=422)
    return _looked(request, said)


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """The amount is taken off; the same press again takes nothing more."""
    agent, now = agent_of(request), timezone.now()
    code, typed = request.POST.get("code", "")[:200], request.POST.get("amount", "")
    place = queries.till(agent, whole_number(request.POST.get("place", "")))
    try:
        acts.refuse_guesser(by=agent, address=address_of(request), at=now)
        amount = money.parse(typed, request.POST.get("currency", "")[:3])
        once = f"till:{agent.pk}:{request.POST.get('once', '')[:40]}"
        took = acts.redeem(code, amount, at_location=place, by=agent, once=once, at=now)
    except NoSuchVoucher as refused:
        acts.guessed(by=agent, address=address_of(request), at=now)
        return _page(request, said=code, wrong=str(refused), status=422)
    except (Refused, money.NotMoney, money.NoCurrency) as refused:
        return _looked(request, code, amount=typed, wrong_amount=str(refused), last=place.pk)
    if len(queries.tills(agent)) > 1:
        request.session[PLACE] = place.pk
    return _page(request, found=queries.shown(took.voucher_id, agent=agent, at=now), took=took)


@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """What was taken off is on it again."""
    try:
        back = acts.give_back(queries.redemption(pk), by=agent_of(request), at=timezone.now())
        say(request, _("%(amount)s are on the voucher again.") % {"amount": back.amount.in_words()})
    except Redemption.DoesNotExist:
        say(request, _("There is no such thing, or it is not yours to see."))
    except Refused as refused:
        say(request, str(refused))
    return redirect("redeem")


@require_POST
def revive(request: HttpRequest, pk: int) -> HttpResponse:
    """A voucher that ran out is good again until the day; without one, for good."""
    until = day(said := request.POST.get("until", "").strip())
    if said and until is None:
        say(request, _("That is no day. Write it as 2026-12-01."))
        return redirect("redeem")
    return _change(request, pk, lambda one, **how: acts.revive(one, expires_on=until, **how), _("It is valid again."))


@require_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing can be taken off it any more."""
    return _change(request, pk, acts.void, _("It is void. Nothing can be taken off it any more."))


def _change(request: HttpRequest, pk: int, act: Any, words: str) -> HttpResponse:
    try:
        act(queries.voucher(pk), by=agent_of(request), at=timezone.now())
        say(request, words)
    except Voucher.DoesNotExist:
        say(request, _("There is no such thing, or it is not yours to see."))
    except Refused as refused:
        say(request, str(refused))
    return redirect("redeem")


def _looked(request: HttpRequest, said: str, **values: Any) -> HttpResponse:
    """What the code is good for, or why it is none."""
    agent, now = agent_of(request), timezone.now()
    try:
        acts.refuse_guesser(by=agent, address=address_of(request), at=now)
        found = acts.look(said, by=agent, at=now)
    except NoSuchVoucher as refused:
        acts.guessed(by=agent, address=address_of(request), at=now)
        return _page(request, said=said, wrong=str(refused), status=422)
    except Refused as refused:
        return _page(request, said=said, wrong=str(refused), status=422)
    return _page(request, found=found, status=422 if values.get("wrong_amount") else 200, **values)


def _page(request: HttpRequest, *, status: int = 200, **values: Any) -> HttpResponse:
    tills = queries.tills(agent_of(request))
    last = request.session.get(PLACE)
    shown = {"tills": tills, "last": last if last in dict(tills) else None, "once": token_hex(12)}
    return answer(request, "desk/redeem.html", status=status, **(NOTHING | shown | values))
