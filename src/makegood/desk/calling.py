"""By phone: a call is written down in seconds; ours, with how it went; who wants to be called back."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from makegood.base.sounds import LARGEST
from makegood.calls import acts
from makegood.calls import queries as calls
from makegood.calls.acts import Left, Said, Talk, Then
from makegood.calls.models import Outcome
from makegood.conversations import queries
from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.desk import times
from makegood.desk.compose import once_of
from makegood.desk.conversation import show
from makegood.desk.moves import back
from makegood.desk.page import agent_of, answer, say, whole_number
from makegood.people import queries as people
from makegood.people.models import Agent, Team

JUST_NOW = timedelta(minutes=1)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    """Somebody has called us: who, what was said, and what follows."""
    if request.method != "POST":
        return _form(request)
    try:
        said = _said(request)
        message = acts.log(said, by=agent_of(request), at=timezone.now(), once=once_of(request))
    except Refused as why:
        return _form(request, refused=str(why), status=422)
    say(request, _("Written down."))
    return _to(request, message.conversation_id)


def _to(request: HttpRequest, number: int) -> HttpResponse:
    """The conversation, unless it is another team's now."""
    if queries.visible_to(agent_of(request)).filter(pk=number).exists():
        return redirect("conversation", number)
    return redirect("inbox-first")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def voicemail(request: HttpRequest) -> HttpResponse:
    """They spoke on a machine: the recording, and who it was."""
    if request.method != "POST":
        return _form(request, page="desk/voicemail.html")
    try:
        message = acts.leave(_left(request), by=agent_of(request), at=timezone.now(), once=once_of(request))
    except Refused as why:
        return _form(request, page="desk/voicemail.html", refused=str(why), status=422)
    is_owed = bool(calls.owed_in(message.conversation))
    say(request, _("It is kept, and the clock for calling back runs.") if is_owed else _("It is kept."))
    return _to(request, message.conversation_id)


def _left(request: HttpRequest) -> Left:
    sent, agent = request.POST, agent_of(request)
    joins, upload = whole_number(sent.get("joins", "")), request.FILES.get("recording")
    return Left(
        team=_team(agent, whole_number(sent.get("team", ""))),
        number=acts.number_of(sent.get("number", "")),
        name=sent.get("name", ""),
        text=sent.get("text", ""),
        recording=acts.uploaded(upload.name or "" if upload else "", upload.read(LARGEST + 1) if upload else b""),
        joins=queries.get_for(agent, joins) if joins else None,
        is_apart="joins" in sent and not joins,
    )


@require_safe
def caller(request: HttpRequest) -> HttpResponse:
    """Who is known by the number that is being typed, and what is open with them."""
    found = calls.known_caller(agent_of(request), request.GET.get("number", ""))
    joins = whole_number(request.GET.get("joins", ""))
    return answer(request, "desk/caller.html", caller=found, joins=joins)


def _form(request: HttpRequest, *, page: str = "desk/call.html", refused: str = "", status: int = 200) -> HttpResponse:
    agent, now = agent_of(request), timezone.now()
    sent = request.POST if request.method == "POST" else request.GET
    teams = people.team_choices(agent)
    return answer(
        request, page, status=status, now=now, refused=refused, teams=teams, said=sent,
        caller=calls.known_caller(agent, sent.get("number", "")), joins=whole_number(sent.get("joins", "")),
        by_times=times.deadlines(now, timezone.get_current_timezone()), once=secrets.token_urlsafe(12),
    )  # fmt: skip


def _said(request: HttpRequest) -> Said:
    sent, agent = request.POST, agent_of(request)
    then = next((one for one in Then if one.value == sent.get("then")), Then.CALL_BACK)
    joins = whole_number(sent.get("joins", ""))
    return Said(
        team=_team(agent, whole_number(sent.get("team", ""))),
        number=sent.get("number", ""),
        name=sent.get("name", ""),
        mail=sent.get("mail", ""),
        text=sent.get("text", ""),
        then=then,
        when=_when(request) if then is Then.CALL_BACK else None,
        joins=queries.get_for(agent, joins) if joins else None,
    )


def _team(agent: Agent, chosen: int) -> Team:
    """The chosen one; else one's own first, else the first there is."""
    found = next((one for one in people.teams_for(agent) if one.pk == chosen), None)
    return found or people.own_or_first_team(agent)


def _when(request: HttpRequest) -> datetime | None:
    said = request.POST.get("when", "")
    return times.read(said, timezone.get_current_timezone(), now=timezone.now()) if said else None


@require_POST
def called(request: HttpRequest, number: int) -> HttpResponse:
    """We have called them: spoke with them, no answer, or left a message."""
    agent, sent = agent_of(request), request.POST
    found = queries.get_for(agent, number)
    talk = Talk(
        sent.get("outcome", ""),
        text=sent.get("text", ""),
        number=sent.get("number", ""),
        seen=whole_number(sent.get("seen", "")),
        closes=sent.get("after") == "close",
        not_done=sent.get("after") == "open",
    )
    try:
        done = acts.called(found, talk, by=agent, at=timezone.now(), once=once_of(request))
    except Refused as why:
        return _refused(request, found, why)
    words = {Outcome.SPOKE: _("Written down: you spoke with them.")}.get(
        Outcome(done.outcome), _("Written down: nobody was reached.")
    )
    say(request, words, undo=_undo(found, agent))
    return back(request, number)


@require_POST
def wanted(request: HttpRequest, number: int) -> HttpResponse:
    """They want to be called back."""
    agent = agent_of(request)
    found = queries.get_for(agent, number)
    try:
        said = request.POST.get("number", "")
        acts.call_back(found, number=said, when=_when(request), by=agent, at=timezone.now())
    except Refused as why:
        return _refused(request, found, why)
    say(request, _("They are called back; the clock runs."), undo=_undo(found, agent))
    return back(request, number)


@require_POST
def off(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """The call is not wanted any more, and why."""
    agent = agent_of(request)
    found = queries.get_for(agent, number)
    try:
        acts.call_off(calls.callback_in(found, pk), why=request.POST.get("why", ""), by=agent, at=timezone.now())
    except Refused as why:
        return _refused(request, found, why)
    say(request, _("Called off."), undo=_undo(found, agent))
    return back(request, number)


def _refused(request: HttpRequest, found: Conversation, why: Refused) -> HttpResponse:
    """The form again, with what was written in it."""
    return show(request, found, status=422, phone_said=request.POST, phone_refused=str(why))


def _undo(found: Conversation, agent: Agent) -> str:
    """The address that takes back what this agent has just done."""
    last = calls.way_back(found, agent)
    return reverse("undo", args=[last]) if last else ""
