"""The customer told one of us how they want to be reached: written down, by whoever heard it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from makegood.conversations import acts, queries
from makegood.conversations.rules import Refused
from makegood.conversations.wishes import wishes_said
from makegood.desk.page import agent_of, answer, say
from makegood.people import queries as people


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest, number: int) -> HttpResponse:
    """What they want as it stands; then as it was written down, or why that cannot be."""
    agent, refused = agent_of(request), ""
    found = queries.get_for(agent, number)
    as_it_is = queries.wishes_in(found)
    if request.method == "POST":
        try:
            acts.wish(found, as_it_is := wishes_said(request.POST), by=agent, at=timezone.now())
        except Refused as why:
            refused = str(why)
        else:
            say(request, _("We keep to that from now on."))
            return redirect("conversation", number)
    return answer(
        request,
        "desk/wishes.html",
        status=409 if refused else 200,
        pane=found,
        wants=as_it_is,
        places=people.location_names() if people.has_many_places() else {},
        refused=refused,
    )
