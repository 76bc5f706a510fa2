"""Who is asking, in which language and zone; and what a page says that is not theirs, or not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

from makegood.desk.page import page_before
from makegood.people.models import Agent
from makegood.people.queries import zone_of

GetResponse = Callable[[HttpRequest], HttpResponse]
View = Callable[..., Any]
DESK = "makegood.desk."


class DeskMiddleware:
    """`request.agent` is the active agent who signed in, or None; times and words are theirs during the request.

    A view of the desk is for agents unless it says `login_not_required`. What a query does not find is a 404.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        agent = _agent(request)
        request.agent = agent  # type: ignore[attr-defined]
        if agent is None:
            with translation.override(translation.get_language_from_request(request)):
                return _by_language(self.get_response(request))
        with timezone.override(zone_of(agent)), translation.override(agent.language):
            return _fresh(self.get_response(request))

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Sends the signed-out to sign in, and back afterwards to where they were going."""
        is_ours = getattr(view, "__module__", "").startswith(DESK)
        if request.agent is not None or not is_ours or not getattr(view, "login_required", True):  # type: ignore[attr-defined]
            return None
        return _to_sign_in(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Not there and not yours look the same."""
        return render(request, "404.html", status=404) if isinstance(error, ObjectDoesNotExist) else None


def _agent(request: HttpRequest) -> Agent | None:
    user = get_user(request)  # what `request.user` stands for, which would be asked anew at each touch
    return user if isinstance(user, Agent) and user.is_active else None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    address = f"{settings.LOGIN_URL}?{urlencode({'next': _going_to(request)})}"
    return HttpResponseClientRedirect(address) if request.headers.get("HX-Request") else redirect(address)


def _going_to(request: HttpRequest) -> str:
    """Where to come back to: the page asked for, or, for what was sent from a page, that page."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        return request.get_full_path()
    return page_before(request)


def _by_language(response: HttpResponse) -> HttpResponse:
    """Who is not signed in reads it in their browser's language, if we speak it."""
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _fresh(response: HttpResponse) -> HttpResponse:
    """An agent's page is nobody else's, and is asked for again each time: one address gives it whole and in parts."""
    if "Cache-Control" not in response:
        response["Cache-Control"] = "private, no-cache"
    response["Vary"] = ", ".join(filter(None, [response.get("Vary", ""), "HX-Request, HX-Target"]))
    return response
