"""The API's addresses, all under `/api/v1/`."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, URLResolver, path, re_path

from makegood.api.door import guarded, nothing_here
from makegood.api.service import api

OPEN = {"openapi-json"}  # what the API can do is no secret
FOR_THE_SIGNED_IN = {"openapi-view"}


def _with_door(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    """The address behind the door; the docs page for whoever is signed in, the description for all."""
    if isinstance(pattern, URLPattern) and pattern.name in FOR_THE_SIGNED_IN:
        pattern.callback = login_required(pattern.callback)
    elif isinstance(pattern, URLPattern) and pattern.name not in OPEN:
        pattern.callback = guarded(pattern.callback)
    return pattern


_patterns, _app, _space = api.urls
_ours = [_with_door(one) for one in _patterns]
urlpatterns = [path("", (_ours, _app, _space)), re_path(r"", guarded(nothing_here))]
