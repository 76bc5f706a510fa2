"""An agent asks a customer whether we may publish what they told us."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from makegood.conversations import queries as conversations
from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.desk.page import agent_of, answer, say
from makegood.stories import acts, queries


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Their own words to choose from; then they are asked by mail, or it is said why they cannot be."""
    agent, refused = agent_of(request), ""
    found = conversations.get_for(agent, number)
    if request.method == "POST":
        said = acts.Said(request.POST.get("text", ""), request.POST.get("title", ""))
        try:
            acts.ask(found, said, by=agent, at=timezone.now())
        except Refused as why:
            refused = str(why)
        else:
            say(request, _("They are asked by mail. Nothing is shown before they say yes."))
            return redirect("conversation", number)
    return answer(request, "desk/story_ask.html", status=409 if refused else 200, **_shown(request, found, refused))


def _shown(request: HttpRequest, found: Conversation, refused: str) -> dict[str, Any]:
    return {
        "pane": found,
        "story": queries.in_conversation(agent_of(request), found),
        "text": request.POST.get("text", queries.words_said(found)),
        "title": request.POST.get("title", ""),
        "why_not": queries.why_not_ask(found) or ("" if queries.address_of(found) else _("We have no mail address.")),
        "refused": refused,
    }
