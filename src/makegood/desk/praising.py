"""Praise in what a customer wrote, offered to be passed on with one tap; fetched when the conversation is open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from makegood.conversations import queries as conversations
from makegood.conversations.rules import Refused
from makegood.desk.page import agent_of, answer, say, whole_number
from makegood.kudos import acts, queries
from makegood.kudos.rules import LONGEST
from makegood.kudos.spotting import names_in
from makegood.people import queries as people


@require_http_methods(["GET", "HEAD", "POST"])
def praise(request: HttpRequest, number: int) -> HttpResponse:
    """What stands in the newest messages and has not been passed on; POST passes one on."""
    agent = agent_of(request)
    found = conversations.get_for(agent, number)
    if request.method == "POST":
        _pass_on(request, number)
        return redirect("conversation", number)
    return answer(
        request, "desk/praise.html", parts={"praise": "desk/praise.html"}, offers=queries.spotted(found), pane=found
    )


def _pass_on(request: HttpRequest, number: int) -> None:
    agent = agent_of(request)
    found = conversations.get_for(agent, number)
    message = conversations.message_for(agent, whole_number(request.POST.get("message", "")))
    words = request.POST.get("words", "")[:LONGEST]
    known = dict(queries.to_praise(found, names_in(words)))
    whom = whole_number(request.POST.get("whom", ""))
    if whom not in known or message.conversation_id != number:
        say(request, _("Whom do you want to thank? Choose a colleague."))
        return
    try:
        acts.praise(message, people.agent(whom), words=words, by=agent, at=timezone.now())
        say(request, _("It has reached %(name)s.") % {"name": known[whom]})
    except Refused as why:
        say(request, str(why))
