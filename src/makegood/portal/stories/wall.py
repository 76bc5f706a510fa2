"""The wall itself: stories to read, one by one, and in a frame on somebody else's page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from makegood.people.queries import location_names
from makegood.portal.page import POLICY, gone
from makegood.portal.stories.page import address_with, answer, origin_of, page_number, shown, sight_of
from makegood.stories import queries


@shown
def wall(request: HttpRequest) -> HttpResponse:
    """Stories, the newest first, a page at a time; of a place, about a topic, in a language, with some words."""
    sight, page = sight_of(request), page_number(request)
    values: dict[str, Any] = {
        "sight": sight,
        "found": queries.on_wall(sight, page=page),
        "places": queries.places_told() if len(location_names()) > 1 else [],
        "topics": queries.topics(),
        "tongues": [(code, name) for code, name in settings.LANGUAGES if code in queries.tongues_told()],
        "with_page": lambda number: address_with("/stories", sight, page=number if number > 1 else 0),
        "only": lambda **one: address_with("/stories", sight, **one),
    }
    return answer(request, "wall.html", **values)


@shown
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One story and what readers said of it. What is not shown any more is gone (410), for caches too."""
    story = queries.one_shown(pk)
    if story is None:
        return _gone(request, pk)
    said = queries.comments_of(pk)
    return answer(request, "one.html", story=story, comments=said)


@shown
def embed(request: HttpRequest) -> HttpResponse:
    """The newest stories in a frame, on the websites that an admin named."""
    sight, frames = sight_of(request), queries.wall().frames
    found = queries.on_wall(sight, size=6)
    response = answer(request, "embed.html", found=found, origin=origin_of(request))
    may = " ".join(["'self'", *frames])
    response["Content-Security-Policy"] = POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {may}")
    response.xframe_options_exempt = True  # the policy says who may
    return response


def _gone(request: HttpRequest, pk: int) -> HttpResponse:
    if not queries.was_shown(pk):
        return gone(request)
    return answer(request, "gone.html", status=410)
