"""Search: everything that was said, found again; and the same, short, for Ctrl-K."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from makegood.conversations import queries
from makegood.desk.inbox import TITLES
from makegood.desk.page import agent_of, answer, asked_part
from makegood.search import queries as index

SHORT, LONG = 7, 30
PARTS = {"palette-found": "desk/palette_found.html", "found": "desk/found.html"}


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere one can go by name."""

    words: str
    address: str
    sign: str


@dataclass(frozen=True, slots=True)
class Crumb:
    """A filter that narrows a search, as it is typed, and what it does."""

    typed: str
    words: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is found, newest first; in the palette, first the places that fit."""
    asked, now, zone = request.GET.get("q", "").strip(), timezone.now(), timezone.get_current_timezone()
    limit = SHORT if asked_part(request) == "palette-found" else LONG
    after = request.GET.get("after") or None
    found = index.search(agent_of(request), asked, zone=zone, now=now, after=after, limit=limit)
    said: dict[str, Any] = {"asked": asked, "found": found, "places": _places(asked), "crumbs": _crumbs()}
    return answer(request, "desk/search.html", parts=PARTS, now=now, **said)


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """Suggestions for who adds a tag."""
    return render(request, "desk/tags.html", {"tags": queries.known_tags(agent_of(request))})


def _places(asked: str) -> list[Place]:
    every = [Place(str(words), f"/inbox/{view}", "inbox") for view, words in TITLES.items()]
    every += [Place(_("Today"), "/today", "word"), Place(_("Write to someone"), "/new", "pen")]
    every += [Place(_("Keys"), "/keys", "ask"), Place(_("Your own settings"), "/me", "person")]
    every += [Place(_("At the counter"), "/counter", "shop"), Place(_("Take a voucher"), "/redeem", "gift")]
    wanted = asked.lower()
    return [one for one in every if wanted in one.words.lower()][:4] if wanted else []


def _crumbs() -> list[Crumb]:
    return [
        Crumb("from:", _("who wrote")),
        Crumb("in:", _("which team")),
        Crumb("tag:", _("which tag")),
        Crumb("is:open", _("only what is open")),
        Crumb("before:", _("before a day, as 2026-11-30")),
    ]
