"""Help while answering: offered when somebody begins to write, taken or left; it sends nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from makegood.articles import acts, queries
from makegood.articles.backends import Of
from makegood.articles.queries import Help
from makegood.articles.variables import Facts, filled
from makegood.base.html.articles import plain_lines
from makegood.base.masking import Known, masked
from makegood.conversations import queries as conversations
from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.desk.files import not_taken, taken
from makegood.desk.known.facts import facts_of
from makegood.desk.page import agent_of, page_before, say, whole_number

LONGEST_TYPED = 200
SIGNS = {Of.PAGE: "word", Of.REPLY: "quote", Of.ANSWER: "check"}


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of what is offered: `text` is what is written when it is taken, `link` where it can be read ("": no)."""

    of: str
    id: int
    title: str
    text: str
    link: str
    said_in: str
    along: list[str]


@require_safe
def help_with(request: HttpRequest, number: int) -> JsonResponse:
    """What fits what the customer wrote; with `q`, what fits what was typed into the picker."""
    agent = agent_of(request)
    found = conversations.get_for(agent, number)
    typed = request.GET.get("q", "")[:LONGEST_TYPED]
    if not typed and "pick" not in request.GET and not queries.wants_help(agent):
        return JsonResponse({"offers": []})
    asked = queries.asked_in(found)
    fitting = queries.picked(agent, typed) if typed else queries.helpful(agent, asked, besides=number)
    if not typed and "pick" in request.GET and not fitting:
        fitting = queries.picked(agent, "")
    facts = facts_of(agent, found, asked) if any(one.of is Of.REPLY for one in fitting) else {}
    along = queries.names_along([one.id for one in fitting if one.of is Of.REPLY]) if facts else {}
    offers = [_offer(request, found, one, facts, along.get(one.id, [])) for one in fitting]
    return JsonResponse({"offers": [{name: getattr(one, name) for name in Offer.__slots__} for one in offers]})


@require_POST
def used(request: HttpRequest, number: int) -> HttpResponse:
    """A saved reply was taken once more, and its files are in the letter."""
    agent = agent_of(request)
    found = conversations.get_for(agent, number)
    reply = queries.saved_reply_for(agent, whole_number(request.POST.get("reply", "")))
    acts.take(reply)
    try:
        return taken(acts.bring_along(reply, found, by=agent, at=timezone.now()))
    except Refused as why:
        return not_taken(why)


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Offered or left alone, as each likes it."""
    wanted = request.POST.get("wanted") == "yes"
    acts.want_help(agent_of(request), wanted=wanted)
    say(
        request,
        _("What fits is offered while you write.") if wanted else _("Nothing is offered any more; / still finds it."),
    )
    return redirect(page_before(request))


def _offer(request: HttpRequest, found: Conversation, one: Help, facts: Facts, along: list[str]) -> Offer:
    return Offer(
        of=one.of.value,
        id=one.id,
        title=_title(one),
        text=_text(found, one, facts),
        link=_link(request, one),
        said_in=f"#{one.number}" if one.number else "",
        along=along if one.of is Of.REPLY else [],
    )


def _title(one: Help) -> str:
    return masked(one.title, Known()) if one.of is Of.ANSWER else one.title


def _text(found: Conversation, one: Help, facts: Facts) -> str:
    """What is written: a saved reply filled in, an article as text, an answer without what names somebody else."""
    if one.of is Of.REPLY:
        return filled(one.text, facts)
    return masked(one.text, Known()) if one.of is Of.ANSWER else plain_lines(one.text)


def _link(request: HttpRequest, one: Help) -> str:
    if not one.address:
        return ""
    return (
        f"{settings.PUBLIC_URL.origin}{one.address}" if settings.PUBLIC_URL else request.build_absolute_uri(one.address)
    )
