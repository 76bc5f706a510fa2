"""The desk's addresses: one line a page. The view gets the agent by `request.agent`; see docs/adding.md."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
