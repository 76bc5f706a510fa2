"""What every request to the API passes: who asks, in which language, how much, how often, and once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from makegood.api import bearer, limits, once, problems
from makegood.api.problems import Problem

limit = limits.Limit()
View = Callable[..., Any]


def guarded(view: View) -> View:
    """The view, for who has a token; whatever goes wrong is answered with a problem."""

    @wraps(view)
    def asked(request: HttpRequest, **named: Any) -> HttpResponseBase:
        with translation.override(None):  # whatever language it is answered in, the next request begins anew
            try:
                response = _answer(request, lambda: view(request, **named))
            except (Problem, OperationalError, Http404) as error:
                response = problems.answer(problems.of(error))
        patch_cache_control(response, no_store=True, private=True)
        return response

    asked.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie opens anything here
    return asked


def _answer(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    caller = bearer.find(request)
    translation.activate(caller.agent.language)
    limit.spend(caller.token.pk)
    limits.check_size(request.META.get("CONTENT_LENGTH") or "", request.content_type or "")
    response = once.answer(request, caller.token, view)
    if response.status_code >= 400 and (note := getattr(request, "when_refused", None)):
        note()  # what stays of a request that changed nothing else
    if response.status_code == 405:
        allowed = response.get("Allow", "")
        response = problems.answer(Problem(405, "method", _("This address takes %(allowed)s.") % {"allowed": allowed}))
        response["Allow"] = allowed
    return response


def address_of(request: HttpRequest) -> str:
    """From where the program asks, as at signing in."""
    return str(get_adapter().get_client_ip(request))


def nothing_here(_request: HttpRequest) -> HttpResponse:
    """There is no such address."""
    raise Problem(404, "not-found", _(problems.NOT_FOUND))
