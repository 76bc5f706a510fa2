"""What belongs together: merging, taking apart, splitting, links, and parts of a greater matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from makegood.conversations import acts, queries
from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.desk.page import agent_of, answer, say, whole_number
from makegood.people.models import Agent

Act = Callable[[Conversation, Conversation, Agent, datetime], object]


@require_safe
def together(request: HttpRequest, number: int) -> HttpResponse:
    """What is perhaps the same, what was merged here, and what else belongs to it."""
    found = queries.get_for(agent_of(request), number)
    return answer(request, "desk/together.html", pane=found, together=queries.together(agent_of(request), found))


@require_POST
def merge(request: HttpRequest, number: int) -> HttpResponse:
    """This one goes on in the other; or, with `way` "here", the other in this one."""
    other, comes_here = _other(request), request.POST.get("way") == "here"
    source, target = (other, number) if comes_here else (number, other)
    words = _("Merged: all of #%(source)s stands in #%(target)s.") % {"source": source, "target": target}

    def act(here: Conversation, there: Conversation, me: Agent, now: datetime) -> object:
        return acts.merge(there, here, by=me, at=now) if comes_here else acts.merge(here, there, by=me, at=now)

    return _do(request, number, other, act, words, go=target)


@require_POST
def unmerge(request: HttpRequest, number: int) -> HttpResponse:
    """What was merged is apart again; `source` says which."""
    agent, source = agent_of(request), _other(request, "source") or number
    try:
        acts.unmerge(queries.get_for(agent, source), by=agent, at=timezone.now())
        say(request, _("#%(number)s stands by itself again.") % {"number": source})
    except Refused as why:
        say(request, str(why))
    return redirect("together", number)


@require_POST
def link(request: HttpRequest, number: int) -> HttpResponse:
    """The two stand beside each other; with `less`, no longer."""
    if request.POST.get("less"):
        words = _("No longer linked.")
        return _do(request, number, _other(request), lambda a, b, me, now: acts.unlink(a, b, by=me, at=now), words)
    return _do(request, number, _other(request), lambda a, b, me, now: acts.link(a, b, by=me, at=now), _("Linked."))


@require_POST
def part(request: HttpRequest, number: int) -> HttpResponse:
    """This one is a part of the other, or with `less` of nothing any more."""
    if request.POST.get("less"):
        words = _("It stands by itself.")
        return _do(request, number, number, lambda a, b, me, now: acts.make_part(a, None, by=me, at=now), words)
    words = _("It is a part of #%(number)s now, which does not close before it.") % {"number": _other(request)}
    return _do(request, number, _other(request), lambda a, b, me, now: acts.make_part(a, b, by=me, at=now), words)


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, number: int) -> HttpResponse:
    """Which messages are a matter of their own; then they are."""
    agent = agent_of(request)
    found = queries.get_for(agent, number)
    chosen = [whole_number(one) for one in request.POST.getlist("message")]
    subject = request.POST.get("subject", "")
    refused = ""
    if request.method == "POST":
        try:
            new = acts.split(found, chosen, subject=subject, by=agent, at=timezone.now())
        except Refused as why:
            refused = str(why)
        else:
            count = len(set(chosen))
            say(request, ngettext("%(count)s message is #%(number)s now.", "%(count)s messages are #%(number)s now.",
                                  count) % {"count": count, "number": new.pk})  # fmt: skip
            return redirect("conversation", new.pk)
    messages = queries.messages_after(found, 0)
    said: dict[str, Any] = {"chosen": chosen, "subject": subject, "refused": refused, "messages": messages}
    return answer(request, "desk/split.html", status=409 if refused else 200, pane=found, **said)


def _other(request: HttpRequest, name: str = "other") -> int:
    """The number that was chosen or typed, with or without its sign; 0 when there is none."""
    return whole_number(request.POST.get(name, "").strip().removeprefix("#"))


def _do(request: HttpRequest, number: int, other: int, act: Act, words: str, *, go: int = 0) -> HttpResponse:
    """Do it to the two, and say so, or why not; then the page on what belongs together, or the conversation `go`."""
    agent = agent_of(request)
    here, there = queries.get_for(agent, number), queries.visible_to(agent).filter(pk=other).first()
    if there is None:
        say(request, _("There is no conversation of that number that you may see."))
        return redirect("together", number)
    try:
        act(here, there, agent, timezone.now())
    except Refused as why:
        say(request, str(why))
        return redirect("together", number)
    say(request, words)
    return redirect("conversation", go) if go else redirect("together", number)
