"""Making it right: what may be given, giving it, asking, answering. Each verb is a POST to its own address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from makegood.conversations import queries
from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.desk import right, rightform
from makegood.desk.compose import REPLY, keep_draft
from makegood.desk.conversation import show
from makegood.desk.moves import back
from makegood.desk.page import agent_of, say
from makegood.people.models import Agent
from makegood.remedies import acts
from makegood.remedies import queries as remedies
from makegood.remedies.models import Ask, Remedy
from makegood.remedies.rules import GivenAlready, MustAsk

Verb = Callable[[Agent, datetime], Any]


@require_safe
def offer(request: HttpRequest, number: int) -> HttpResponse:
    """What I may give now to this customer, and the fields to give it: fetched when the line is opened."""
    found = queries.get_for(agent_of(request), number)
    if not request.headers.get("HX-Request"):
        return redirect(f"{reverse('conversation', args=[number])}?in={request.GET.get('in', 'team')}&right=yes")
    now = timezone.now()
    alone = {"pane": found, "view": request.GET.get("in", "team"), "now": now, "righting": {}, "right_again": False,
             "right_must_ask": False}  # fmt: skip
    return render(request, "desk/right_fields.html", right.fields(request, found, now) | alone)


@require_safe
def check(request: HttpRequest, number: int) -> JsonResponse:
    """Whether this may be given, in one sentence, as it is typed. Changes nothing."""
    found, now = queries.get_for(agent_of(request), number), timezone.now()
    try:
        wish = rightform.wish_of(request, now)
        why = remedies.why(agent_of(request), found, wish, at=now) if wish else None
    except Refused as refused:
        return JsonResponse({"may": False, "why": str(refused), "asks": False})
    if why is None:
        return JsonResponse({"may": None, "why": "", "asks": False})
    words = _("You may give this alone.") if why.may else why.sentence
    return JsonResponse({"may": why.may, "why": words, "asks": why.can_be_asked})


@require_POST
def give(request: HttpRequest, number: int) -> HttpResponse:
    """A remedy without a mail: among ourselves, or one that the customer heard on the phone."""
    agent, now = agent_of(request), timezone.now()
    found, told = queries.get_for(agent, number), request.POST.get("told") == "yes"
    again = request.POST.get("right_again") == "yes"
    try:
        wish = rightform.wish_wanted(request, now)
        given = acts.grant(found, wish, by=agent, at=now, told=told, again=again, once=_once(request, "give"))
    except Refused as why:
        return refused(request, found, why)
    keep_draft(request, found, REPLY)
    undo = remedies.undo_of(given)
    say(request, _("Granted."), undo=reverse("undo", args=[undo]) if undo else "")
    return back(request, number)


@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody above is asked; what was written so far stays in the composer."""
    agent, now = agent_of(request), timezone.now()
    found, again = queries.get_for(agent, number), request.POST.get("right_again") == "yes"
    try:
        wish = rightform.wish_wanted(request, now)
        made = acts.ask(found, wish, by=agent, at=now, again=again, once=_once(request, "ask"))
    except Refused as why:
        return refused(request, found, why)
    keep_draft(request, found, REPLY)
    words = _("%(name)s has been asked.") if made.told_at else _("%(name)s is asked as soon as they are here.")
    say(request, words % {"name": made.asked})
    return back(request, number)


def refused(request: HttpRequest, found: Conversation, why: Refused) -> HttpResponse:
    """The page again with everything that was typed: why not, and what helps."""
    keep_draft(request, found, REPLY)
    more = {"righting": request.POST, "right_again": isinstance(why, GivenAlready),
            "right_must_ask": isinstance(why, MustAsk)}  # fmt: skip
    return show(request, found, status=422, refused=str(why), promising=request.POST, **more)


def _once(request: HttpRequest, verb: str) -> str:
    once = request.POST.get("once", "")[:50]
    return f"{verb}:{agent_of(request).pk}:{once}" if once else ""


def _do(request: HttpRequest, number: int, verb: Verb, words: str) -> HttpResponse:
    try:
        verb(agent_of(request), timezone.now())
    except Refused as why:
        say(request, str(why))
    else:
        say(request, words)
    return back(request, number)


def _remedy(request: HttpRequest, pk: int) -> Remedy:
    return remedies.get_for(agent_of(request), pk)


@require_POST
def fulfil(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """They have it, or it is on its way to them."""
    one = _remedy(request, pk)
    return _do(request, number, lambda me, now: acts.fulfil(one.pk, by=me, at=now), _("Given."))


@require_POST
def fail(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """It does not reach them."""
    one, why = _remedy(request, pk), request.POST.get("why", "")
    return _do(request, number, lambda me, now: acts.fail(one.pk, why=why, by=me, at=now), _("Kept in sight."))


@require_POST
def retry(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """The same once more."""
    one = _remedy(request, pk)
    return _do(request, number, lambda me, now: acts.retry(one, by=me, at=now), _("On its way again."))


@require_POST
def withdraw(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """It is not given."""
    one, why, told = _remedy(request, pk), request.POST.get("why", ""), request.POST.get("told") == "yes"
    return _do(
        request, number, lambda me, now: acts.withdraw(one, reason=why, by=me, at=now, told=told), _("Taken back.")
    )


def _ask(request: HttpRequest, pk: int) -> Ask:
    return remedies.get_ask_for(agent_of(request), pk)


@require_POST
def say_yes(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Yes; or yes, but less, with the sum in the field."""
    one = _ask(request, pk)

    def verb(me: Agent, now: datetime) -> Remedy:
        return acts.say_yes(one, by=me, at=now, value=right.less_of(request.POST, one))

    return _do(request, number, verb, _("Granted. %(name)s knows it.") % {"name": one.by})


@require_POST
def say_no(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """No, and why."""
    one, why = _ask(request, pk), request.POST.get("why", "")
    words = _("Said no. %(name)s knows it, and why.") % {"name": one.by}
    return _do(request, number, lambda me, now: acts.say_no(one, reason=why, by=me, at=now), words)


@require_POST
def unask(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """The question is taken back."""
    one = _ask(request, pk)
    return _do(request, number, lambda me, now: acts.unask(one, by=me, at=now), _("The question is taken back."))
