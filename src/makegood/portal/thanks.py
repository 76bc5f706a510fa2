"""Saying thanks by the link in a mail, and at a place's own page; and the one question after closing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from allauth.decorators import rate_limit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from makegood.base import secrets
from makegood.conversations.queries import Opened, by_token, helpers_of, written_tongue
from makegood.conversations.rules import Refused
from makegood.kudos import acts, queries
from makegood.kudos.models import Question, Table
from makegood.people.queries import company
from makegood.portal.page import gone, language_of, public, show
from makegood.promises.queries import zone_of

READS = ["GET", "HEAD", "POST"]


@public
@require_http_methods(READS)
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows whom they can thank and changes nothing; POST thanks one of them."""
    opened = by_token(token, at=timezone.now())
    if opened is None:
        return gone(request)
    with timezone.override(zone_of(opened.conversation)), translation.override(_tongue(request, opened)):
        if request.method != "POST":
            return _thanks_page(request, token, opened)
        try:
            _thank(request, opened, timezone.now())
        except Refused as why:
            return _thanks_page(request, token, opened, refused=str(why), status=422)
        return redirect(f"{request.path}?done=1")


def _thank(request: HttpRequest, opened: Opened, now: datetime) -> None:
    said = request.POST
    whom, words = said.get("whom", ""), said.get("text", "")
    if whom == "described":
        acts.thank_described(opened, whom=said.get("described", ""), words=words, at=now)
    else:
        acts.thank(opened, agent=number_in(whom), words=words, at=now)


def number_in(text: str) -> int:
    """The number, 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _thanks_page(
    request: HttpRequest, token: str, opened: Opened, *, refused: str = "", status: int = 200
) -> HttpResponse:
    return show(
        request,
        "portal/thanks.html",
        status=status,
        house=_house(),
        token=token,
        subject=opened.conversation.subject,
        helpers=helpers_of(opened),
        kudos=queries.given_in(opened.conversation),
        said=request.POST,
        refused=refused,
        done=request.GET.get("done", ""),
    )


@public
@require_http_methods(READS)
def solved(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks and changes nothing, for mail programs open each link to look at it; POST answers, once a matter."""
    opened = by_token(token, at=timezone.now())
    if opened is None:
        return gone(request)
    with timezone.override(zone_of(opened.conversation)), translation.override(_tongue(request, opened)):
        if request.method != "POST":
            return _solved_page(request, token, opened)
        try:
            _answer(request, opened, timezone.now())
        except Refused as why:
            return _solved_page(request, token, opened, refused=str(why), status=422)
        return redirect(f"{request.path}?done=1")


def _answer(request: HttpRequest, opened: Opened, now: datetime) -> None:
    said = request.POST
    if said.get("it") not in ("yes", "no"):
        raise Refused(_("Choose what you want to do."))
    is_solved, once = said["it"] == "yes", said.get("once", "")[:40] or secrets.token()
    work, words = said.get("work", ""), said.get("text", "")
    acts.answer(opened, solved=is_solved, work=work, words=words, once=once, at=now)


def _solved_page(
    request: HttpRequest, token: str, opened: Opened, *, refused: str = "", status: int = 200
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    question = queries.question_in(opened.conversation)
    return show(
        request,
        "portal/solved.html",
        status=status,
        house=_house(),
        token=token,
        subject=opened.conversation.subject,
        it=asked.get("it", "") if asked.get("it") in ("yes", "no") else "",
        works=Question.Work.choices,
        question=question if question and question.answered_at else None,
        may_answer=acts.may_answer(opened.conversation),
        once=request.POST.get("once", "")[:40] or secrets.token(),
        said=request.POST,
        refused=refused,
        done=request.GET.get("done", ""),
    )


@public
@require_http_methods(READS)
def place(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the place's page; POST leaves thanks there, a dozen times in ten minutes from one address at most."""
    table = queries.table_at(token)
    if table is None:
        return gone(request)
    with translation.override(language_of(request)):
        return _place_limited(request, table) if request.method == "POST" else _place_page(request, table)


def _place_post(request: HttpRequest, table: Table) -> HttpResponse:
    said = request.POST
    left = acts.Left(
        agent=number_in(said.get("agent", "")) or None,
        whom=said.get("whom", ""),
        words=said.get("text", ""),
        once=said.get("once", "")[:40] or secrets.token(),
        name=said.get("name", ""),
        day=_day(said.get("day", "")),
    )
    # What no person sees and only a machine fills in.
    if said.get("address"):
        return redirect(f"{request.path}?done=1")
    try:
        acts.leave(table, left, at=timezone.now())
    except Refused as why:
        return _place_page(request, table, refused=str(why), status=422)
    return redirect(f"{request.path}?done=1")


_place_limited: Callable[[HttpRequest, Table], HttpResponse] = rate_limit(action="guest")(_place_post)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if abs((timezone.localdate() - day).days) <= 8 else None


def _place_page(request: HttpRequest, table: Table, *, refused: str = "", status: int = 200) -> HttpResponse:
    with timezone.override(table.location.zone):
        values: dict[str, Any] = {
            "house": _house(),
            "place": table.location.name,
            "people": queries.to_name_at(table.location),
            "days": [timezone.localtime() - timedelta(days=step) for step in range(8)],
            "said": request.POST,
            "once": request.POST.get("once", "")[:40] or secrets.token(),
            "refused": refused,
            "done": request.GET.get("done", ""),
        }
        return show(request, "portal/place.html", status=status, **values)


def _house() -> str:
    here = company()
    return here.name if here else ""


def _tongue(request: HttpRequest, opened: Opened) -> str:
    """The language that they write; where it does not show, what their browser asks for."""
    return language_of(request, written_tongue(opened.conversation.pk))
