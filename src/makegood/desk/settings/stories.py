"""The wall of stories: on or off, who reads first, what they are about, which websites may show it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.desk.page import say
from makegood.desk.settings.page import admin_of, for_admins, show
from makegood.people import queries as people
from makegood.people.rules import Taken
from makegood.stories import acts, queries, rules

SNIPPET = '<iframe src="{address}" title="{title}" width="100%" height="640" loading="lazy" style="border:0"></iframe>'


@for_admins
def stories(request: HttpRequest) -> HttpResponse:
    """As it is; POST changes it."""
    said, wrong = request.POST, ""
    if request.method == "POST":
        frames, wrong = rules.frame_origins(said.get("frames", ""))
        chosen = set(said.getlist("moderator"))
        moderators = [one for one in people.everyone() if one.is_active and str(one.pk) in chosen]
        if not wrong:
            by, now = admin_of(request), timezone.now()
            acts.change_wall(is_on=said.get("on") == "on", frames=frames, moderators=moderators, by=by, at=now)
            say(request, _("Kept."))
            return redirect("settings_stories")
    return show(request, "settings/stories.html", **_shown(request, wrong))


@for_admins
def add_topic(request: HttpRequest) -> HttpResponse:
    """One more topic."""
    name = rules.name_said(request.POST.get("name", ""))
    if request.method == "POST" and name:
        try:
            acts.add_topic(name, by=admin_of(request), at=timezone.now())
        except Taken as why:
            say(request, str(why))
    return redirect("settings_stories")


@for_admins
def remove_topic(request: HttpRequest, pk: int) -> HttpResponse:
    """One topic less; the stories stay."""
    if request.method == "POST":
        acts.remove_topic(queries.topic(pk), by=admin_of(request), at=timezone.now())
    return redirect("settings_stories")


def _shown(request: HttpRequest, wrong: str) -> dict[str, Any]:
    wall, origin = queries.wall(), settings.PUBLIC_URL.origin if settings.PUBLIC_URL else ""
    here = origin or f"{request.scheme}://{request.get_host()}"
    frames = request.POST.get("frames", "\n".join(wall.frames))
    return {
        "wall": wall,
        "frames": frames,
        "amiss": wrong,
        "moderators": queries.chosen_moderators(),
        "people": [one for one in people.everyone() if one.is_active],
        "topics": queries.topics(),
        "public_url": settings.PUBLIC_URL,
        "snippet": SNIPPET.format(address=f"{here}/stories/embed", title=_("Stories")),
    }
