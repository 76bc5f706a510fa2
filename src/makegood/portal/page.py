"""What every public page shares: no session, seldom enough, indexed nowhere, leading nowhere, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from makegood.conversations.letter import Attachment
from makegood.conversations.rules import Refused

Rest = ParamSpec("Rest")
MOST_FILES, LARGEST = 10, 20 * 1024 * 1024
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def public(view: View[Rest]) -> View[Rest]:
    """The view answers whoever has the link, thirty times a minute from one place at most."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"  # a form needs its origin; another site learns nothing
        response["X-Frame-Options"] = "DENY"
        if "Content-Security-Policy" not in response:
            response["Content-Security-Policy"] = POLICY
        return response

    limited: View[Rest] = never_cache(login_not_required(rate_limit(action="link")(guarded)))
    return limited


def show(request: HttpRequest, template: str, *, status: int = 200, **values: Any) -> HttpResponse:
    """The page."""
    return render(request, template, values, status=status)


def language_of(request: HttpRequest, written: str = "") -> str:
    """The language that they write; where it does not show, what their browser asks for."""
    if written in dict(settings.LANGUAGES):
        return written
    return translation.get_language_from_request(request)


def gone(request: HttpRequest) -> HttpResponse:
    """Unknown, used up and never there look the same."""
    return show(request, "portal/gone.html", status=404, house="")


def files_of(request: HttpRequest) -> list[Attachment]:
    """What they sent along. Raises Refused for too many, and for one that is too large."""
    sent = [one for one in request.FILES.getlist("file") if one.name]
    if len(sent) > MOST_FILES:
        raise Refused(_("Those are too many files at once. Send at most %(count)d.") % {"count": MOST_FILES})
    if any((one.size or 0) > LARGEST for one in sent):
        raise Refused(_("A file is larger than %(size)d MB. Send it another way.") % {"size": LARGEST // 1024 // 1024})
    return [Attachment(one.name or "file", one.content_type or "application/octet-stream", one.read()) for one in sent]
