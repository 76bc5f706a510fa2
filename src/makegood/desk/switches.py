"""The agent's own switch that stands beside every page, and the list of keys."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from makegood.desk.page import agent_of, answer
from makegood.people import acts as people


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the system has it."""
    agent, chosen = agent_of(request), request.POST.get("theme", "")
    people.change_own(
        agent,
        name=agent.name,
        zone=agent.zone,
        language=agent.language,
        signature=agent.signature,
        theme=chosen if chosen in ("light", "dark") else "",
        now=timezone.now(),
    )
    address = request.POST.get("next", "/inbox")
    return redirect(address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else "/inbox")


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The keys, for who has no script or no keyboard at hand."""
    return answer(request, "desk/keys.html")
