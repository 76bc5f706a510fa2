"""Giving our word, and what becomes of it: with a reply, or alone. Each verb is a POST to its own address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.conversations import queries
from makegood.conversations.models import Conversation, Undo
from makegood.conversations.rules import Refused
from makegood.desk import promised, times
from makegood.desk.conversation import show
from makegood.desk.moves import back, do
from makegood.desk.page import agent_of, say
from makegood.desk.wording import time_of, word_of
from makegood.people.models import Agent
from makegood.promises import acts
from makegood.promises import queries as promises
from makegood.promises.acts import Word
from makegood.promises.models import Promise
from makegood.promises.understanding import understood

Verb = Callable[[Promise, Agent, datetime], Any]


@require_POST
def make(request: HttpRequest, number: int) -> HttpResponse:
    """A promise without a mail: among ourselves, or one that the customer heard on the phone."""
    agent, now = agent_of(request), timezone.now()
    found = queries.get_for(agent, number)
    told = request.POST.get("told") == "yes"
    once = f"desk:{agent.pk}:{request.POST.get('once', '')[:60]}" if request.POST.get("once") else ""
    try:
        word = word_of(request, now) or _nothing_promised()
        acts.make(found, word, by=agent, at=now, told=told, once=once)
    except Refused as why:
        return show(request, found, status=422, refused=str(why), promising=request.POST)
    say(request, _("Promised.") if told else _("Noted as a promise among ourselves. The customer was not told."))
    return back(request, number)


def _nothing_promised() -> Word:
    raise Refused(_("What do you promise? Write it as you would say it."))


def _end(request: HttpRequest, number: int, pk: int, verb: Verb, words: str) -> HttpResponse:
    """The verb is done with a promise that the agent may see."""
    promise = promises.get_for(agent_of(request), pk)

    def act(_found: Conversation, me: Agent, now: datetime) -> Undo | None:
        done = verb(promise, me, now)
        return done if isinstance(done, Undo) else None

    return do(request, number, act, words)


@require_POST
def keep(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """It is done."""
    how = request.POST.get("how", "")
    return _end(
        request, number, pk, lambda one, me, now: acts.keep(one, how=how, by=me, at=now), _("Our word is kept.")
    )


@require_POST
def move(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Another time, which the customer knows already."""
    due_at, why = time_of(request, timezone.now()), request.POST.get("why", "")
    if due_at is None:
        promises.get_for(agent_of(request), pk)  # to a stranger it is not there, whatever they sent
        say(request, _("By when will it be done instead? Choose a time."))
        return back(request, number)

    def verb(one: Promise, me: Agent, now: datetime) -> Promise:
        return acts.renegotiate(one, due_at=due_at, reason=why, told=_told(request), by=me, at=now)

    return _end(request, number, pk, verb, _("The new time stands."))


@require_POST
def own_up(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """It will not be kept, and we say so before its time."""
    why = request.POST.get("why", "")
    return _end(request, number, pk, lambda one, me, now: acts.break_early(one, reason=why, by=me, at=now),
                _("Said honestly. An apology lies in the composer; tell the customer now."))  # fmt: skip


@require_POST
def make_good(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """What broke is done after all."""
    how = request.POST.get("how", "")
    return _end(request, number, pk, lambda one, me, now: acts.make_good(one, how=how, by=me, at=now), _("Made good."))


@require_POST
def correct(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """It was kept, at the time in the field, and nobody had said so."""
    at = times.read(request.POST.get("kept_at", ""), timezone.get_current_timezone(), now=timezone.now())
    if at is None:
        promises.get_for(agent_of(request), pk)
        say(request, _("When was it kept? Give the day and the hour."))
        return back(request, number)
    return _end(request, number, pk, lambda one, me, now: acts.correct(one, kept_at=at, by=me, at=now), _("Corrected."))


@require_POST
def withdraw(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """We do not owe it any more."""
    why, told = request.POST.get("why", ""), _told(request)
    return _end(request, number, pk, lambda one, me, now: acts.withdraw(one, reason=why, told=told, by=me, at=now),
                _("Withdrawn."))  # fmt: skip


@require_POST
def event(request: HttpRequest, number: int) -> HttpResponse:
    """What promises here waited for has happened."""
    name = request.POST.get("event", "")

    def act(found: Conversation, me: Agent, now: datetime) -> None:
        acts.event_came(found, name, by=me, at=now)

    return do(request, number, act, _("Noted. What waited for it is kept."))


def _told(request: HttpRequest) -> bool:
    return request.POST.get("told") == "yes"


@require_POST
def understand(request: HttpRequest, number: int) -> JsonResponse:
    """What the words typed so far promise, if anything: offered, never made."""
    found, now = queries.get_for(agent_of(request), number), timezone.now()
    here = promises.zone_of(found)
    offers = understood(request.POST.get("text", "")[:20_000], now=now, zone=here, hours=promises.hours_of(found))
    return JsonResponse({"offers": [_offer(one.what, one.due_at, now) for one in offers[:3]]})


def _offer(what: str, due_at: datetime, now: datetime) -> dict[str, str]:
    local = timezone.localtime(due_at)
    return {"what": what, "at": f"{local:%Y-%m-%dT%H:%M}", "words": promised.when_due(due_at, now)}
