"""The page of whoever was asked for a yes, by the link in their mail: the case in five lines, and one tap."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from makegood.base.clockwords import chip
from makegood.base.money import Money, NotMoney, parse
from makegood.conversations.rules import Refused
from makegood.effort import words as effort
from makegood.effort.queries import effort_of
from makegood.people.queries import company, zone_of
from makegood.portal.page import gone, public, show
from makegood.remedies import acts, queries
from makegood.remedies.case import case_of
from makegood.remedies.models import Ask, Asked
from makegood.remedies.rules import what_became_of_ask


@public
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows and changes nothing, for mail programs open each link to look at it; POST answers, once."""
    told = queries.told_by_token(token)
    if told is None or not told.agent.is_active or told.expires_at <= timezone.now():
        return gone(request)
    with timezone.override(zone_of(told.agent)), translation.override(told.agent.language):
        if request.method != "POST":
            return _page(request, told)
        try:
            _answer(request, told, timezone.now())
        except Refused as why:
            return _page(request, queries.told_by_token(token) or told, refused=str(why), status=409)
        return redirect(f"{request.path}?done=1")


def _answer(request: HttpRequest, told: Asked, now: datetime) -> None:
    said = request.POST
    match said.get("do", ""):
        case "yes":
            acts.say_yes(told.ask, by=told.agent, at=now, link=told)
        case "less":
            acts.say_yes(told.ask, by=told.agent, at=now, value=_sum(said.get("less", ""), told.ask), link=told)
        case "no":
            acts.say_no(told.ask, reason=said.get("why", ""), by=told.agent, at=now, link=told)
        case _:
            raise Refused(_("What is your answer? Choose one."))


def _sum(typed: str, ask: Ask) -> Money:
    try:
        return parse(typed, ask.currency)
    except NotMoney as error:
        raise Refused(str(error)) from error


def _page(request: HttpRequest, told: Asked, *, refused: str = "", status: int = 200) -> HttpResponse:
    now, ask, house = timezone.now(), told.ask, company()
    is_open = ask.state == Ask.State.ASKED and told.used_at is None
    cost = effort.sentence(effort_of(ask.conversation, now=now))
    zone = zone_of(told.agent)
    clock = chip("please_answer", due_at=told.answer_by, started_at=told.at, now=now, zone=zone) if is_open else None
    return show(
        request,
        "portal/asked.html",
        status=status,
        now=now,
        house=house.name if house else "",
        ask=ask,
        told=told,
        case=case_of(ask, told.agent, cost=cost, now=now, zone=zone),
        clock_chip=clock,
        is_open=is_open,
        became="" if is_open else what_became_of_ask(ask.state, str(ask.answered_by or "")),
        value=ask.value_money.in_words(),
        refused=refused,
        said=request.POST,
        is_done="done" in request.GET,
    )
