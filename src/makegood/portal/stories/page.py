"""What every page of the wall shares: for everybody, kept by none without asking again, nothing while it is off."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.core import ratelimit
from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from makegood.base.masking import cleaned
from makegood.conversations.rules import Refused
from makegood.people.queries import company
from makegood.portal.page import POLICY, gone, show
from makegood.stories import queries
from makegood.stories.queries import Sight

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def shown(view: View[Rest]) -> View[Rest]:
    """The view answers everybody. Whoever keeps a copy must ask each time whether it is still so."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        with translation.override(_language(request)):
            response = view(request, *args, **kwargs) if queries.is_on() else gone(request)
        patch_cache_control(response, no_cache=True, public=True)
        response["Referrer-Policy"] = "same-origin"
        if "Content-Security-Policy" not in response:
            response["Content-Security-Policy"] = POLICY
            response["X-Frame-Options"] = "DENY"
        return response

    limited: View[Rest] = require_safe(
        login_not_required(rate_limit(action="wall", limit_get=True)(conditional_page(guarded)))
    )
    return limited


def _language(request: HttpRequest) -> str:
    wanted = request.GET.get("language", "")
    return wanted if wanted in dict(settings.LANGUAGES) else translation.get_language_from_request(request)


def answer(request: HttpRequest, template: str, *, status: int = 200, **values: Any) -> HttpResponse:
    """The page, which says whose it is, with its times as of now."""
    return show(request, f"portal/stories/{template}", status=status, house=house(), now=timezone.now(), **values)


def spend(request: HttpRequest, action: str) -> None:
    """One more from this place. Raises Refused when there were too many."""
    if not ratelimit.consume(request, action=action):
        raise Refused(_("Those were many in a short time. Wait an hour, then try again."))


def origin_of(request: HttpRequest) -> str:
    """The desk's address on the web, as others know it."""
    return settings.PUBLIC_URL.origin if settings.PUBLIC_URL else f"{request.scheme}://{request.get_host()}"


def house() -> str:
    """What our company is called."""
    found = company()
    return found.name if found else ""


def sight_of(request: HttpRequest) -> Sight:
    """Which stories are asked for in the address."""
    asked = request.GET
    place = asked.get("place", "")
    return Sight(
        place=int(place) if place.isascii() and place.isdecimal() and len(place) < 16 else None,
        topic=cleaned(asked.get("topic", ""), 60),
        tongue=cleaned(asked.get("tongue", ""), 12),
        words=cleaned(asked.get("q", ""), 100),
    )


def page_number(request: HttpRequest) -> int:
    """Which page is asked for; the first when it is none."""
    typed = request.GET.get("page", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 1


def address_with(path: str, sight: Sight, **more: Any) -> str:
    """The path with what is asked for, and nothing that is not."""
    asked = {"place": sight.place, "topic": sight.topic, "tongue": sight.tongue, "q": sight.words} | more
    said = {name: value for name, value in asked.items() if value}
    return f"{path}?{urlencode(said)}" if said else path
